"""JSON Schema of every kind of record, for editors and other programs.

It is made of the same parts the reader uses: the fields and words of the frozen records, the facts
of the vocabulary, and, for what must be there, the reader itself. The reader stays the judge: a
file that fits the schema may still name an unknown gene. Scalars are text as written, so a number
or a word such as ``no`` may stand without quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from knowledgebase.files.kinds import KINDS, Kind
from knowledgebase.files.problems import Problem
from knowledgebase.files.shared import REGIONS
from knowledgebase.files.strict_yaml import Mapping as MappingNode
from knowledgebase.files.strict_yaml import Node, Sequence, Text
from knowledgebase.records import Content, Group, RegionalStatus, Sight, VariantPattern
from knowledgebase.rules.bounds import LIMITS
from knowledgebase.rules.criteria import All, AnyOf, AtLeast, Bounds, Criterion, Not
from knowledgebase.rules.names import UNCHECKED
from knowledgebase.vocabulary import (
    ANTIGEN_METHODS,
    ANTIGENS,
    FACTS,
    MUTATION_CLASSES,
    NAMED_CLASSES,
    FactDeclaration,
)
from knowledgebase.vocabulary import Kind as FactKind

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_MISSING = re.compile(r'the key "(\w+)" is missing')
_RULE_PARTS = frozenset({All, AnyOf, AtLeast, Criterion, Not})
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_YES_NO: Schema = {"enum": [True, False, "true", "false", "yes", "no"]}
_RANGE: Schema = {"type": ["string", "integer"], "pattern": r"^\d+(-\d+)?$"}
# What a file writes otherwise than the record holds it.
_WRITTEN: Mapping[tuple[type, str], Schema] = {
    (VariantPattern, "protein"): _RANGE,
    (VariantPattern, "inserted_bases"): _RANGE,
    (Group, "below"): _TEXT,
}
_NAMED: Mapping[tuple[type, str], str] = {(Sight, "scope"): "sees"}
"""Keys that a file names otherwise than the record does."""


def schema_of(folder: str) -> Schema:
    """Give the JSON Schema of one kind, named by its folder."""
    kind = next(kind for kind in KINDS if kind.folder == folder)
    maker = _Maker(kind)
    whole = maker.record(_class_of(kind), ())
    title = f"Tumorboard knowledge file: {folder}/{kind.named_by.upper()}.yaml"
    return {"$schema": DRAFT, "title": title, **whole, "$defs": maker.shared()}


def _class_of(kind: Kind) -> type:
    """Give the record class of a kind, from the field of the content it fills."""
    hint = get_type_hints(Content)[kind.folder]
    found: type = get_args(hint)[1]
    return found


class _Maker:
    """Makes the schema of one kind; what is required is asked of its reader."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind

    def record(self, record: type, path: tuple[str, ...]) -> Schema:
        """Describe a mapping by the fields of the record it becomes."""
        hints = get_type_hints(record)
        properties = {
            _NAMED.get((record, field.name), field.name): self._field(
                record, field.name, hints[field.name], path
            )
            for field in fields(record)
            if field.name != "digest"
        }
        if record is Group:
            properties["at_most"] = _TEXT
        required = [name for name in self._required(path) if name in properties]
        described: Schema = {
            "type": "object",
            "description": _first_sentence(record),
            "properties": properties,
            "additionalProperties": False,
        }
        return described | ({"required": required} if required else {})

    def _field(self, record: type, name: str, hint: Any, path: tuple[str, ...]) -> Schema:
        written = _WRITTEN.get((record, name))
        return written if written is not None else self._value(hint, (*path, name))

    def _value(self, hint: Any, path: tuple[str, ...]) -> Schema:
        parts = _alternatives(hint)
        if _RULE_PARTS & parts:
            return {"$ref": "#/$defs/rule"}
        if len(parts) > 1:
            return {"anyOf": [self._value(part, path) for part in sorted(parts, key=str)]}
        (only,) = parts
        if get_origin(only) is tuple:
            return self._list(get_args(only)[0], path)
        if isinstance(get_origin(only), type) and issubclass(get_origin(only), Mapping):
            return {"type": "object", "additionalProperties": self._value(get_args(only)[1], path)}
        if is_dataclass(only) and isinstance(only, type):
            return {"$ref": "#/$defs/bounds"} if only is Bounds else self.record(only, path)
        return _scalar(only)

    def _list(self, item: Any, path: tuple[str, ...]) -> Schema:
        if item is RegionalStatus:  # a mapping from region to its status
            status = self.record(RegionalStatus, ())
            status["properties"].pop("region")
            regions = dict.fromkeys(REGIONS, status | {"required": ["status"]})
            return {"type": "object", "properties": regions, "additionalProperties": False}
        listed = (*path[:-1], f"{path[-1]}{_LISTED}")
        return {"type": "array", "items": self._value(item, listed)}

    def _required(self, path: tuple[str, ...]) -> list[str]:
        """Ask the reader what it misses in an empty mapping at this place."""
        problems: list[Problem] = []
        self._kind.read(_empty_at(path), problems, UNCHECKED)
        found = (
            _MISSING.search(problem.sentence) for problem in problems if problem.line == _PROBED
        )
        return [one[1] for one in found if one]

    def shared(self) -> Schema:
        """Describe rules and bounds, which every kind may hold."""
        return {"rule": _rule(), "bounds": _bounds()}


_PROBED = 2
_LISTED = "[]"


def _empty_at(path: tuple[str, ...]) -> Node:
    """Build a record that holds nothing but an empty mapping at the end of a path."""
    node: Node = MappingNode("probe", _PROBED, ())
    for name in reversed(path):
        held = Sequence("probe", 1, (node,)) if name.endswith(_LISTED) else node
        node = MappingNode("probe", 1, ((Text("probe", 1, name.removesuffix(_LISTED)), held),))
    return node


def _alternatives(hint: Any) -> frozenset[Any]:
    if get_origin(hint) in (Union, UnionType):
        return frozenset(part for part in get_args(hint) if part is not NoneType)
    return frozenset({hint})


def _scalar(kind: Any) -> Schema:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"enum": [word.value for word in kind]}
    if kind is date:
        return {"type": "string", "format": "date"}
    if kind is bool:
        return _YES_NO
    if kind in (int, Decimal):
        return {"type": ["string", "number"]}
    return _TEXT


def _first_sentence(record: type) -> str:
    text = " ".join((record.__doc__ or "").split()).replace("``", "")
    return text.partition(". ")[0].rstrip(".") + "."


def _rule() -> Schema:
    ref = {"$ref": "#/$defs/rule"}
    several = {"type": "array", "items": ref, "minItems": 1}
    flags = {"soft": _YES_NO, "recoverable": _YES_NO}
    forms: list[Schema] = [_one_key({"all": several}), _one_key({"any": several})]
    forms.append(_one_key({"not": ref}))
    counted = {
        "type": "object",
        "properties": {"n": {"type": ["string", "integer"]}, "of": several},
        "required": ["n", "of"],
        "additionalProperties": False,
    }
    forms.append(_one_key({"at_least": counted}))
    forms += [
        _one_key({fact.name: _asked(fact)}, flags)
        for fact in FACTS.values()
        if not fact.written_under
    ]
    return {"oneOf": forms}


def _one_key(key: Schema, besides: Schema | None = None) -> Schema:
    return {
        "type": "object",
        "properties": key | (besides or {}),
        "required": list(key),
        "additionalProperties": False,
    }


def _asked(fact: FactDeclaration) -> Schema:
    """Describe what may stand behind a fact's name."""
    words: Schema = {"enum": list(fact.words)} if fact.words else _TEXT
    described = {"description": fact.labels.en}
    if fact.kind is FactKind.NUMBER:
        named = {"name": _TEXT} if fact.keyed_by else {}
        return _bounds(named) | described
    if not fact.keyed_by:
        if fact.kind is FactKind.YES_NO:
            return _YES_NO | described
        return {"anyOf": [words, {"type": "array", "items": words, "minItems": 1}]} | described
    names: Schema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}
    listed = {"anyOf": [words, {"type": "array", "items": words, "minItems": 1}]}
    if fact.kind is FactKind.WORD:
        both = {"name": names, "one_of": listed}
        return {**_mapping(both), "required": list(both)} | described
    detailed = {**_mapping({"name": names} | _details(fact)), "required": ["name"]}
    return {"anyOf": [*names["anyOf"], detailed]} | described


def _details(fact: FactDeclaration) -> Schema:
    """Describe what a rule may say of a key beyond its name."""
    vaf = {"vaf": _bounds()} if fact.has_vaf else {}
    if fact.name == "gene":
        classes = _one_or_more((*MUTATION_CLASSES, *NAMED_CLASSES))
        counted = {"mutations": _bounds(), "second_vaf": _bounds()}
        return {**vaf, "mutation": classes, **counted, "biallelic": _YES_NO}
    if fact.name == "antigen":
        methods, antigens = _one_or_more(ANTIGEN_METHODS), _one_or_more(ANTIGENS)
        return {"method": methods, "percentage": _bounds(), "after": antigens}
    return vaf


def _one_or_more(words: Iterable[str]) -> Schema:
    word = {"enum": list(words)}
    return {"anyOf": [word, {"type": "array", "items": word, "minItems": 1}]}


def _mapping(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _bounds(besides: Schema | None = None) -> Schema:
    number = {"type": ["string", "number"]}
    properties = {**(besides or {}), **dict.fromkeys(LIMITS, number), "unit": _TEXT}
    return {
        "type": "object",
        "properties": properties,
        "required": list(besides or {}),
        "anyOf": [{"required": [limit]} for limit in LIMITS],
        "additionalProperties": False,
    }
