"""Records as plain data: the canonical form that is digested, listed and shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from knowledgebase.records import (
    Alteration,
    AssayKind,
    Assertion,
    Classification,
    Disease,
    Drug,
    Formula,
    Gene,
    Guidance,
    Pathway,
    Product,
    Score,
    Trial,
)
from knowledgebase.rules.criteria import All, AnyOf, AtLeast, Criterion, Not
from knowledgebase.rules.text import rule_as_data

Record = (
    Assertion
    | Alteration
    | Gene
    | Disease
    | Drug
    | Trial
    | Classification
    | Score
    | Formula
    | Product
    | Guidance
    | AssayKind
    | Pathway
)


def record_as_data(record: Record) -> dict[str, Any]:
    """Give every field of a record, ready for JSON, without its digest."""
    data = _plain(record)
    assert isinstance(data, dict)
    data.pop("digest", None)
    return data


def digest_of(record: Record) -> str:
    """Give the SHA-256 of the record's canonical form, hexadecimal.

    The canonical form is JSON with sorted keys, no spaces, UTF-8; it does not depend on how the
    YAML was laid out.
    """
    return digest_of_data(record_as_data(record))


def digest_of_data(data: Mapping[str, Any]) -> str:
    """Give the SHA-256 of plain data in canonical JSON, hexadecimal."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value
    if isinstance(value, All | AnyOf | Not | AtLeast | Criterion):
        return rule_as_data(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
