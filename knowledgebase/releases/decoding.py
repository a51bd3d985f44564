"""Canonical JSON → record, for every kind, from the types of the record's own fields.

The YAML folder is where knowledge is curated and every rule of curation is applied; a release
holds what passed, so this only has to be strict about shape. :func:`encoded` is its inverse.
"""

from __future__ import annotations

import json
import marshal
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from knowledgebase.errors import KnowledgeError
from knowledgebase.files.kinds import KINDS
from knowledgebase.files.record_data import record_as_data
from knowledgebase.files.strict_yaml import Mapping as MappingNode
from knowledgebase.files.strict_yaml import Node, Sequence, Text, YamlFault
from knowledgebase.records import Content
from knowledgebase.rules.criteria import All, AnyOf, AtLeast, Criterion, Not
from knowledgebase.rules.text import parse_rule

_RULE = frozenset({All, AnyOf, Not, AtLeast, Criterion})
_Decode = Callable[[Any], Any]


class Misfit(Exception):
    """Data that is no record of its kind; says what was expected."""


def encoded(record: Any) -> bytes:
    """Give a record's canonical JSON, whose SHA-256 is the record's digest."""
    data = record_as_data(record)
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8")


def decoded(kind: str, data: Any, digest: str) -> Any:
    """Make the record of plain data; ``digest`` goes into the kinds that carry theirs.

    Raises :class:`KnowledgeError` when the data are no record of that kind.
    """
    decode, carries_digest = _of_kind(kind)
    try:
        if carries_digest and isinstance(data, dict):
            data = {**data, "digest": digest}
        return decode(data)
    except (Misfit, YamlFault, InvalidOperation, ValueError, RecursionError) as error:
        what = error.fault if isinstance(error, YamlFault) else str(error)
        raise KnowledgeError(
            f"the release holds a record of {kind} that this program cannot read ({what[:120]}); "
            "update the program, or ask for a release made for it"
        ) from None


@cache
def record_classes() -> Mapping[str, type]:
    """Give the class of each kind's records, as the fields of ``Content`` declare them."""
    hints = get_type_hints(Content)
    return {kind.folder: get_args(hints[kind.folder])[1] for kind in KINDS}


@cache
def _of_kind(kind: str) -> tuple[_Decode, bool]:
    cls = record_classes()[kind]
    return _decoder(cls), "digest" in {field.name for field in fields(cls)}


@cache
def _decoder(kind: Any) -> _Decode:
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _of_union(arguments)
    if origin is tuple:
        return _of_tuple(arguments)
    if origin is not None and issubclass(origin, Mapping):
        return _of_mapping(_decoder(arguments[1]))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _of_words({member.value: member for member in kind})
    if isinstance(kind, type) and is_dataclass(kind):
        return _of_dataclass(kind)
    raise Misfit(f"no reader for {kind}")  # a new record holds a type this module must learn


def _of_union(arguments: tuple[Any, ...]) -> _Decode:
    some = [one for one in arguments if one is not NoneType]
    if set(some) <= _RULE:
        inner: _Decode = _rule
    elif len(some) == 1:
        inner = _decoder(some[0])
    elif set(some) == {bool, Decimal, str}:
        inner = _presumed
    else:
        raise Misfit(f"no reader for a choice of {some}")
    return (lambda data: None if data is None else inner(data)) if NoneType in arguments else inner


def _presumed(data: Any) -> bool | Decimal | str:
    """Read yes or no, a number or a word; no word of the vocabulary looks like a number."""
    if type(data) is bool:
        return data
    kind = str if isinstance(data, str) and data[:1].isalpha() else Decimal
    value: Decimal | str = _PLAIN[kind](data)
    return value


def _of_tuple(arguments: tuple[Any, ...]) -> _Decode:
    if arguments[-1] is ...:
        inner = _decoder(arguments[0])

        def many(data: Any) -> tuple[Any, ...]:
            if type(data) is not list:
                raise Misfit("a list was expected")
            return tuple([inner(item) for item in data])

        return many
    inners = [_decoder(one) for one in arguments]

    def several(data: Any) -> tuple[Any, ...]:
        if type(data) is not list or len(data) != len(inners):
            raise Misfit(f"a list of {len(inners)} was expected")
        return tuple([inner(item) for inner, item in zip(inners, data, strict=True)])

    return several


def _of_mapping(inner: _Decode) -> _Decode:
    def mapping(data: Any) -> Mapping[str, Any]:
        if type(data) is not dict:
            raise Misfit("a mapping was expected")
        return MappingProxyType({key: inner(value) for key, value in data.items()})

    return mapping


def _of_words(members: Mapping[Any, Enum]) -> _Decode:
    def word(data: Any) -> Enum:
        if type(data) is not str or data not in members:
            raise Misfit(f"one of {', '.join(map(str, members))} was expected")
        return members[data]

    return word


def _of_dataclass(cls: type) -> _Decode:
    hints = get_type_hints(cls)
    names = [field.name for field in fields(cls)]
    decoders: list[_Decode] = []

    def record(data: Any) -> Any:
        if not decoders:  # made at first use: a record may hold records of its own class
            decoders.extend(_decoder(hints[name]) for name in names)
        if type(data) is not dict or len(data) != len(names):
            raise Misfit(f"a {cls.__name__} with {', '.join(names)} was expected")
        try:
            values = [decode(data[name]) for name, decode in zip(names, decoders, strict=True)]
        except KeyError as error:
            raise Misfit(f"a {cls.__name__} has no {error.args[0]}") from None
        return cls(*values)

    return record


def _exactly(kind: type, noun: str) -> _Decode:
    def check(data: Any) -> Any:
        if type(data) is not kind:
            raise Misfit(f"{noun} was expected")
        return data

    return check


_text = _exactly(str, "a text")
_PLAIN: dict[Any, _Decode] = {
    str: _text,
    bool: _exactly(bool, "true or false"),
    int: _exactly(int, "a whole number"),
    date: lambda data: date.fromisoformat(_text(data)),
    Decimal: lambda data: Decimal(_text(data)),
}


_rules: dict[bytes, Any] = {}
_MOST_RULES = 200_000


def _rule(data: Any) -> Any:
    """Read a rule; the same words give the same frozen rule, as most contexts are alike."""
    key = marshal.dumps(data, 2)
    found = _rules.get(key)
    if found is None:
        found = _common(data) or parse_rule(_node(data))
        if len(_rules) < _MOST_RULES:
            _rules[key] = found
    return found


def _common(data: Any) -> Any:
    """Read the commonest shapes without the way through nodes; ``None`` leaves the others to it."""
    if type(data) is not dict or len(data) != 1:
        return None
    ((word, value),) = data.items()
    if word == "alteration" and type(value) is str and value:
        return Criterion(word, value)
    if word in ("all", "any") and type(value) is list and value:
        parts = tuple([_rule(part) for part in value])
        return All(parts) if word == "all" else AnyOf(parts)
    return None


def _node(data: Any) -> Node:
    if type(data) is str:
        return Text("rule", 1, data)
    if type(data) is list:
        return Sequence("rule", 1, tuple([_node(item) for item in data]))
    if type(data) is dict:
        pairs = tuple([(Text("rule", 1, key), _node(value)) for key, value in data.items()])
        return MappingNode("rule", 1, pairs)
    raise Misfit("a rule is made of texts")
