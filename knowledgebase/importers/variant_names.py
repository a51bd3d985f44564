"""CIViC's names of variants and molecular profiles → rules, or the reason why not.

A profile is one variant, or several joined by AND, OR and NOT with brackets. Only what a rule can
say exactly is taken: a gene's mutation, a named alteration, exact protein changes and residues,
fusions. Protein changes without a record of their own become draft alterations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from knowledgebase.importers.draft import Draft, Skip, shown
from knowledgebase.records import Content, VariantPattern

COPY_NUMBER = "a copy number is not named so that a rule can ask it"
EXPRESSION = "expression or methylation cannot be asked by a rule"
FUNCTION = "a class by function (loss of function, activating) cannot be asked by a rule"
EXON = "an exon or domain depends on a transcript the name does not state"
CDNA = "a change named on DNA or by rs number cannot be asked"
REARRANGED = "a rearrangement without partner or fusion cannot be asked exactly"
UNKNOWN_GENE = "a gene is not in the knowledge base"
UNNAMED = "the name of the variant has no counterpart"
MIXED = "AND and OR stand side by side without brackets"

_WORDS = (
    (EXPRESSION, r"express|\bhigh\b|\blow\b|methylat|phosphorylat|nuclear|cytoplasmic|level"),
    (EXON, r"exon|domain|p-loop|tkd|intron|utr|promoter|splic|terminal"),
    (COPY_NUMBER, r"amplification|deletion|\bloss\b(?!.of)|\bgain\b(?!.of)|copy|lloh"),
    (FUNCTION, r"loss.of.function|gain.of.function|activat|deleterious|truncat|inactivat"
               r"|oncogenic|biallelic|hotspot|frame\s?shift|missense|in-frame|conserved"),
    (CDNA, r"\bc\.|\brs[0-9]|polymorphism|[acgt]>[acgt]"),
    (REARRANGED, r"rearrange|translocation|fusion|reg_e@|double ph|inversion|::"),
)  # fmt: skip
_REASONS = tuple((reason, re.compile(words, re.IGNORECASE)) for reason, words in _WORDS)

_OPERATOR = re.compile(r"(?:(?<=\s)|^)(AND|OR|NOT|\(|\))(?=\s|$)")
_FUSION = re.compile(r"([A-Za-z0-9-]+)::([A-Za-z0-9-]+)(?: Fusion)?", re.IGNORECASE)
_AMINO = "ACDEFGHIKLMNPQRSTVWY"
_CHANGE = re.compile(rf"[{_AMINO}][1-9][0-9]*(?:[{_AMINO}*](?:/[{_AMINO}*])*)?")
_RESIDUES = re.compile(rf"[{_AMINO}][1-9][0-9]*(?:/[{_AMINO}][1-9][0-9]*)+")
_RANGE = re.compile(rf"[{_AMINO}][1-9][0-9]*(?:_[{_AMINO}][1-9][0-9]*)?(?:del|dup)", re.IGNORECASE)
_FRAMESHIFT = re.compile(rf"([{_AMINO}])([1-9][0-9]*)fs", re.IGNORECASE)
# Gene names of older tables; where a record lists them as alias, that wins.
_FORMER = {"ABL": "ABL1", "MLL": "KMT2A", "NPM": "NPM1", "MKL1": "MRTFA"}
# The group as CIViC names it and our record of the very same group.
_SAME_GROUP = {
    ("CALR", "exon 9 frameshift"): "CALR-exon9",
    ("FLT3", "itd"): "FLT3-ITD",
    ("KMT2A", "ptd"): "KMT2A-PTD",
}
# What a rule asks of a gene beside its mutation, by the name it has in CIViC.
_COPIES = {"amplification": "amplification", "deletion": "loss", "loss": "loss"}

ANY_CHANGE = ("missense_variant", "inframe_deletion", "inframe_insertion")
_DEEPEST, _MOST_PARTS = 8, 60


@dataclass
class VariantNames:
    """Reads names against one release and collects the draft alterations they need."""

    content: Content
    drafts: dict[str, Draft] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._genes: dict[str, str] = {}
        for gene in self.content.genes.values():
            for name in gene.aliases:
                self._genes.setdefault(name.upper(), gene.symbol)
        for symbol in self.content.genes:
            self._genes[symbol.upper()] = symbol

    def profile(self, text: str) -> dict[str, Any]:
        """Give the rule, as data, of a molecular profile. Raises :class:`Skip`."""
        tokens = [part.strip() for part in _OPERATOR.split(text) if part.strip()]
        if not tokens or len(tokens) > _MOST_PARTS:
            raise Skip(UNNAMED, text)
        rest = iter([*tokens, ""])
        return _Profile(self, rest, text).whole()

    def variant(self, gene: str, name: str) -> dict[str, Any]:
        """Give the rule of one variant of the older layout, gene and variant apart."""
        joined = self._older_fusion(gene, name)
        return joined if joined is not None else self._of_gene(gene, name)

    def part(self, text: str) -> dict[str, Any]:
        """Give the rule of one variant named with its gene: ``ABL1 T315I``, ``KMT2A::v Fusion``."""
        fused = _FUSION.fullmatch(text)
        if fused:
            return self._fusion(fused[1], fused[2])
        gene, _, name = text.partition(" ")
        if not name:
            raise Skip(UNNAMED, text)
        return self._of_gene(gene, name)

    def _older_fusion(self, gene: str, name: str) -> dict[str, Any] | None:
        first, _, changes = name.partition(" ")
        symbol = self._symbol(gene)
        if changes.casefold() == "fusions" and self._genes.get(first.upper()) == symbol:
            return {"fusion": f"*::{symbol}"}
        five, mark, three = first.partition("-")
        partners = [_FORMER.get(each, each) for each in (five, three)]
        if not mark or symbol not in (self._genes.get(each.upper()) for each in partners):
            return None
        parts = [self._fusion(*partners)]
        if changes and changes.casefold() != "fusion":
            each_change = re.split(r"\s+and\s+|\s+", changes)
            parts += [self._of_gene(gene, change) for change in each_change]
        return parts[0] if len(parts) == 1 else {"all": parts}

    def _symbol(self, gene: str) -> str:
        symbol = self._genes.get(gene.upper())
        if symbol is None:
            raise Skip(UNKNOWN_GENE, gene)
        return symbol

    def _fusion(self, five: str, three: str) -> dict[str, Any]:
        partners = ["*" if each == "v" else self._symbol(each) for each in (five, three)]
        if partners == ["*", "*"]:
            raise Skip(UNNAMED, f"{five}::{three}")
        return {"fusion": "::".join(partners)}

    def _of_gene(self, gene: str, name: str) -> dict[str, Any]:
        symbol = self._symbol(gene)
        name = name.strip()
        if name.upper().startswith(f"{gene.upper()} "):
            name = name[len(gene) + 1 :].strip()
        if name.casefold() in ("mutation", "mutations"):
            return {"gene": symbol}
        if name.casefold() in ("wildtype", "wild type"):
            return {"not": {"gene": symbol}}
        word = name.casefold()
        if word in _COPIES:
            return {"copy_number": {"name": symbol, "one_of": [_COPIES[word]]}}
        if word == "truncating mutation":
            return {"gene": {"name": symbol, "mutation": ["truncating"]}}
        if word == "biallelic inactivation":
            return {"gene": {"name": symbol, "biallelic": "yes"}}
        same = _SAME_GROUP.get((symbol, name.casefold()), "")
        if same in self.content.alterations:
            return {"alteration": same}
        pattern = _pattern(name)
        if pattern is None:
            raise Skip(_reason(name), f"{symbol} {name}")
        return {"alteration": self._alteration(symbol, name, pattern)}

    def _alteration(self, symbol: str, name: str, pattern: dict[str, list[str]]) -> str:
        wanted = VariantPattern(
            tuple(pattern.get("terms", ())), None, tuple(pattern["hgvs_p"]), (), None, "", ()
        )
        for known in self.content.alterations.values():
            if known.gene == symbol and known.patterns == (wanted,):
                return known.id
        label = re.sub(r"[^A-Za-z0-9_]+", "-", name.replace("*", "ter"))
        record = f"{symbol}-{label}"
        if record in self.content.alterations:
            record += "-civic"
        note = (
            f'Made by an import from the name "{shown(name)}" of CIViC; residues are counted on '
            "the gene's preferred transcript, and nobody has compared this with a source."
        )
        data = {
            "id": record,
            "gene": symbol,
            "name": f"{symbol} {name}",
            "patterns": [pattern],
            "sources": [],
            "note": note,
        }
        self.drafts.setdefault(record, Draft("alterations", record, data))
        return record


def _pattern(name: str) -> dict[str, list[str]] | None:
    """Give what a variant must show; ``None`` for a name that is no exact protein change."""
    if _CHANGE.fullmatch(name):
        residue = re.match(r"[A-Z][0-9]+", name)
        assert residue is not None
        to = name[residue.end() :]
        if not to:
            return {"terms": [*ANY_CHANGE, "protein_altering_variant"], "hgvs_p": [name]}
        return {"hgvs_p": [residue[0] + each for each in to.split("/")]}
    if _RESIDUES.fullmatch(name):
        return {"terms": [*ANY_CHANGE, "protein_altering_variant"], "hgvs_p": name.split("/")}
    if _RANGE.fullmatch(name):
        return {"hgvs_p": [name[:-3].upper() + name[-3:].lower()]}
    shifted = _FRAMESHIFT.fullmatch(name)
    if shifted:
        return {"terms": ["frameshift_variant"], "hgvs_p": [f"{shifted[1].upper()}{shifted[2]}"]}
    return None


def _reason(name: str) -> str:
    return next((reason for reason, words in _REASONS if words.search(name)), UNNAMED)


@dataclass
class _Profile:
    names: VariantNames
    rest: Iterator[str]
    text: str
    now: str = ""

    def whole(self) -> dict[str, Any]:
        self.now = next(self.rest)
        rule = self._joined(0)
        if self.now:
            raise Skip(UNNAMED, self.text)
        return rule

    def _take(self) -> str:
        taken, self.now = self.now, next(self.rest, "")
        return taken

    def _joined(self, depth: int) -> dict[str, Any]:
        parts = [self._unary(depth)]
        operator = self.now
        while self.now in ("AND", "OR"):
            if self.now != operator:
                raise Skip(MIXED, self.text)
            self._take()
            parts.append(self._unary(depth))
        if len(parts) == 1:
            return parts[0]
        return {"all" if operator == "AND" else "any": parts}

    def _unary(self, depth: int) -> dict[str, Any]:
        if depth > _DEEPEST:
            raise Skip(UNNAMED, self.text)
        token = self._take()
        if token == "NOT":  # noqa: S105
            return {"not": self._unary(depth + 1)}
        if token == "(":  # noqa: S105
            inner = self._joined(depth + 1)
            if self._take() != ")":
                raise Skip(UNNAMED, self.text)
            return inner
        if token in ("", ")", "AND", "OR"):
            raise Skip(UNNAMED, self.text)
        return self.names.part(token)
