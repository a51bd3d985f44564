"""Frozen dataclasses as text at rest, and back: what is read equals what was stored, to the digit.

Strict in both directions: an unknown field, a missing field or a value of another type is a
fault, never a guess. Numbers with decimals rest as text, times with their zone, and each part of
a rule carries the name of its kind, because "all" and "any" otherwise look alike.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import Any, TypeVar, get_args

from cattrs import Converter
from cattrs.cols import (
    is_namedtuple,
    namedtuple_dict_structure_factory,
    namedtuple_dict_unstructure_factory,
)
from cattrs.errors import BaseValidationError
from cattrs.gen import make_dict_unstructure_fn

from knowledgebase.rules.criteria import Rule
from tumorboard.errors import StorageError

T = TypeVar("T")

#: The form in which records rest. A later form reads this one too.
FORM = 1
#: Fast and small enough: most of an import is repeated annotation text.
_COMPRESSION = 6


def freeze(record: object) -> bytes:
    """Give a record as compressed, canonical bytes: equal records give equal bytes."""
    return zlib.compress(canonical(record), _COMPRESSION)


def thaw(kind: type[T], frozen: bytes) -> T:
    """Give back a record; raises ``StorageError`` when the bytes are damaged or of a newer form."""
    try:
        stored = json.loads(zlib.decompress(frozen))
        if stored["form"] > FORM:
            raise StorageError(
                "A stored record is of a newer program; open this database with that one."
            )
        return _converter().structure(stored["record"], kind)
    except (zlib.error, BaseValidationError, ValueError, TypeError, KeyError):
        raise StorageError(
            f"A stored record ({kind.__name__}) is damaged; restore the database from a backup."
        ) from None  # the fault's text may hold what the record says of a patient


def canonical(record: object) -> bytes:
    """Give the bytes a digest is taken of: JSON in UTF-8, keys sorted, nothing superfluous."""
    content = {"form": FORM, "record": _converter().unstructure(record)}
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode("utf-8", "surrogatepass")


def digest(record: object) -> str:
    """Give the SHA-256 of a record's canonical bytes, hexadecimal."""
    return hashlib.sha256(canonical(record)).hexdigest()


@cache
def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    for plain in (str, int, bool):
        converter.register_structure_hook(plain, _only(plain))
    _as_text(converter, Decimal, str, Decimal)
    _as_text(converter, datetime, datetime.isoformat, datetime.fromisoformat)
    _as_text(converter, date, date.isoformat, date.fromisoformat)
    _with_kinds(converter)
    _by_name(converter)
    return converter


def _by_name(converter: Converter) -> None:
    """Let named tuples rest as dataclasses do."""

    def structure(kind: type[tuple[Any, ...]], within: Any) -> Callable[[Any, Any], Any]:
        return namedtuple_dict_structure_factory(kind, within, "from_converter", True)

    def unstructure(kind: type[tuple[Any, ...]], within: Any) -> Callable[[Any], Any]:
        return namedtuple_dict_unstructure_factory(kind, within)

    converter.register_structure_hook_factory(is_namedtuple, structure)
    converter.register_unstructure_hook_factory(is_namedtuple, unstructure)


def _is(plain: type) -> Callable[[Any], bool]:
    return lambda kind: kind is plain


def _only(plain: type) -> Callable[[Any, Any], Any]:
    def check(value: Any, kind: Any) -> Any:
        if kind is not plain:  # an enumeration of plain values
            return kind(value)
        if type(value) is not plain:
            raise TypeError(f"not {plain.__name__}")
        return value

    return check


def _as_text(
    converter: Converter, kind: type[T], write: Callable[[T], str], read: Callable[[str], T]
) -> None:
    def structure(value: Any, _: Any) -> T:
        if type(value) is not str:
            raise TypeError(f"not {kind.__name__}")
        try:
            return read(value)
        except ArithmeticError as fault:
            raise ValueError(f"not {kind.__name__}") from fault

    converter.register_unstructure_hook_func(_is(kind), write)
    converter.register_structure_hook_func(_is(kind), structure)


def _with_kinds(converter: Converter) -> None:
    """Let each part of a rule carry its kind."""
    kinds: dict[str, Any] = {kind.__name__: kind for kind in get_args(Rule)}

    def written(kind: Any) -> Callable[[Any], dict[str, Any]]:
        plain = make_dict_unstructure_fn(kind, converter)
        return lambda part: {"kind": kind.__name__, **plain(part)}

    def read(value: Any, kind: Any) -> Any:
        if value is None and NoneType in get_args(kind):
            return None
        fields = dict(value)
        return converter.structure(fields, kinds[fields.pop("kind")])

    def is_rule(kind: Any) -> bool:
        return set(get_args(kind)) - {NoneType} == set(kinds.values())

    for kind in kinds.values():
        converter.register_unstructure_hook(kind, written(kind))
    converter.register_structure_hook_func(is_rule, read)
