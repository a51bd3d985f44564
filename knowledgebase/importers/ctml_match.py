"""MatchMiner's match trees (CTML) → rules. What no fact can ask stays as a criterion in words.

Semantics as in MatchMiner's documentation: ``and`` and ``or`` of ``genomic`` and ``clinical``
nodes. The fields of a clinical node all hold, and ``!`` before a value turns that field round. In
a genomic node ``!`` before any value makes the whole node an exclusion: no variant may fit it.
``wildcard_protein_change`` names a residue, whatever it becomes.
https://github.com/dfci/matchengine-V2 (documentation of the match tree)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledgebase.importers.diseases import DiseaseNames
from knowledgebase.importers.draft import Draft, Skip, shown
from knowledgebase.importers.variant_names import VariantNames
from knowledgebase.records import Content
from knowledgebase.rules.names import LONGEST_WORDING

Data = dict[str, Any]

_AGE = re.compile(r"(>=|<=|>|<)\s*([0-9]{1,3}(?:\.[0-9]{1,3})?)")
_LIMITS = {">=": "at_least", "<=": "at_most", ">": "above", "<": "below"}
_COPIES = {
    "high amplification": "amplification",
    "homozygous deletion": "homozygous loss",
    "heterozygous deletion": "heterozygous loss",
}
# CTML names nodes of OncoTree with all below them; these stand beside the code in our hierarchy.
_BELOW_IN_ONCOTREE = {"AML": ("APL",), "MDSMPN": ("JMML",)}
_SEXES = {"male": "male", "female": "female"}
_CHANGE = re.compile(r"(?:p\.)?([A-Z][1-9][0-9]{0,4}(?:[A-Z*]|(?:_[A-Z][0-9]+)?del)?)")
_DEEPEST = 30
_GENOMIC = "genomic"
_CLINICAL = "clinical"


@dataclass
class MatchTrees:
    """Turns match trees into rules as data, and keeps what had to stay in words.

    ``in_words`` lists each such criterion once; ``diagnoses`` each diagnosis that is asked.
    """

    content: Content
    in_words: dict[str, None] = field(default_factory=dict)
    diagnoses: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._variants = VariantNames(self.content)
        self._diseases = DiseaseNames.of(self.content)

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """Give the alterations the rules need that have no record yet."""
        return tuple(self._variants.drafts.values())

    def rule(self, tree: Any, depth: int = 0) -> Data | None:
        """Give the rule of a match tree (a list is joined by and); ``None`` for an empty one."""
        if depth > _DEEPEST:
            raise Skip("the match tree is nested too deeply")
        if isinstance(tree, list):
            return _joined("all", [self.rule(part, depth + 1) for part in tree])
        if isinstance(tree, str):
            return self._words(tree) if tree else None
        return _joined("all", [self._node(key, part, depth) for key, part in tree.items()])

    def _node(self, key: str, part: Any, depth: int) -> Data | None:
        if key in ("and", "or"):
            listed = part if isinstance(part, list) else [part]
            rules = [self.rule(one, depth + 1) for one in listed]
            return _joined("all" if key == "and" else "any", rules)
        if key == "match":
            return self.rule(part, depth + 1)
        if key == _GENOMIC and isinstance(part, dict):
            return self._genomic(part)
        if key == _CLINICAL and isinstance(part, dict):
            return _joined("all", [self._clinical(name, value) for name, value in part.items()])
        return self._words(f"{key}: {_plain(part)}")

    def _words(self, text: str) -> Data:
        line = shown(text, LONGEST_WORDING)
        self.in_words[line] = None
        return {"in_words": line}

    def _genomic(self, node: Mapping[str, Any]) -> Data | None:
        values = {key: value for key, value in node.items() if value not in ("", [], {})}
        excluded = any(isinstance(v, str) and v.startswith("!") for v in values.values())
        bare = {
            key: value.lstrip("!").strip() if isinstance(value, str) else value
            for key, value in values.items()
        }
        rule = self._variant(bare) if bare else None
        return {"not": rule} if excluded and rule is not None else rule

    def _variant(self, node: dict[str, Any]) -> Data:
        gene, category = node.get("hugo_symbol"), str(node.get("variant_category", ""))
        symbols = self.content.genes
        if not isinstance(gene, str) or gene not in symbols or category.casefold() != "mutation":
            return self._other_variant(node)
        asked = {"hugo_symbol", "variant_category"}
        rule: Data = {"gene": gene}
        for key in ("protein_change", "wildcard_protein_change"):
            if key in node:
                changed = self._change(gene, node[key], wild=key.startswith("wild"))
                if changed is None:
                    continue
                rule = changed
                asked.add(key)
        if str(node.get("wildtype", "")).casefold() == "true":
            return {"not": {"gene": gene}} if set(node) - asked == {"wildtype"} else self._all(node)
        rest = {key: value for key, value in node.items() if key not in asked}
        if not rest:
            return rule
        return {"all": [rule, self._words(f"{gene} variant with {_plain(rest)}")]}

    def _other_variant(self, node: dict[str, Any]) -> Data:
        gene, other = node.get("hugo_symbol"), node.get("fusion_partner_hugo_symbol")
        keys = {"hugo_symbol", "fusion_partner_hugo_symbol", "variant_category"}
        known = self.content.genes
        copies = _COPIES.get(str(node.get("cnv_call", "")).casefold())
        category = str(node.get("variant_category", "")).casefold()
        of_copies = category in ("copy number variation", "cnv") and gene in known
        if copies and of_copies and set(node) == {"hugo_symbol", "variant_category", "cnv_call"}:
            return {"copy_number": {"name": gene, "one_of": [copies]}}
        fusion = "structural" in category
        if fusion and set(node) <= keys and gene in known and other in known:
            return {"any": [{"fusion": f"{gene}::{other}"}, {"fusion": f"{other}::{gene}"}]}
        return self._all(node)

    def _all(self, node: dict[str, Any]) -> Data:
        return self._words(f"genomic finding: {_plain(node)}")

    def _change(self, gene: str, value: Any, *, wild: bool) -> Data | None:
        found = _CHANGE.fullmatch(value) if isinstance(value, str) else None
        residue = re.fullmatch(r"[A-Z][0-9]+", found[1]) if found else None
        if found is None or (residue is None) == wild:
            return None
        try:
            return self._variants.part(f"{gene} {found[1]}")
        except Skip:
            return None

    def _clinical(self, name: str, value: Any) -> Data | None:
        if value in ("", [], {}):
            return None
        if not isinstance(value, str):
            return self._words(f"{name}: {_plain(value)}")
        turned, bare = value.startswith("!"), value.lstrip("!").strip()
        rule = self._clinical_rule(name, bare) or self._words(f"{name}: {bare}")
        return {"not": rule} if turned else rule

    def _clinical_rule(self, name: str, value: str) -> Data | None:
        if name == "oncotree_primary_diagnosis":
            return self._diagnosis(value)
        if name == "age_numerical":
            found = _AGE.fullmatch(value)
            return {"age": {_LIMITS[found[1]]: found[2], "unit": "a"}} if found else None
        if name == "gender":
            sex = _SEXES.get(value.casefold())
            return {"sex": sex} if sex else None
        return None

    def _diagnosis(self, value: str) -> Data | None:
        self.diagnoses[shown(value)] = None
        if value in ("_LIQUID_", "_SOLID_"):
            any_blood: Data = {"disease": ["HEME"]}
            if "HEME" not in self.content.diseases:
                return None
            return any_blood if value == "_LIQUID_" else {"not": any_blood}
        named = self._diseases.codes(value)
        below = (one for code in named for one in _BELOW_IN_ONCOTREE.get(code, ()))
        codes = (*named, *(one for one in below if one in self.content.diseases))
        return {"disease": list(codes)} if codes else None


def _joined(word: str, rules: list[Data | None]) -> Data | None:
    stated = [rule for rule in rules if rule is not None]
    if not stated:
        return None
    return stated[0] if len(stated) == 1 else {word: stated}


def _plain(value: Any) -> str:
    """Write a part of a tree as one line."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(part)}" for key, part in value.items())
    if isinstance(value, list):
        return " | ".join(_plain(part) for part in value)
    return str(value)
