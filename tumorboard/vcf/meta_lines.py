"""The grammar of ``##key=value`` lines, quoted values included (VCF specification, 1.4)."""

from __future__ import annotations

import re

_KEY = re.compile(r"[A-Za-z0-9_.\-]+")
_PLAIN_VALUE = re.compile(r"[^,<>]*")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_LIST = re.compile(r"\[[^\[\]<>]*\]")


class MetaFault(Exception):
    """A fault in a meta line, in words, to be completed with the line's number."""


def split_meta(line: str) -> tuple[str, str]:
    """Give key and raw value of a ``##`` line; raises :class:`MetaFault`."""
    key, sign, value = line[2:].partition("=")
    if not sign or not key.strip() or any(mark in key for mark in '<>"'):
        raise MetaFault("is not of the form ##key=value")
    return key, value


def parse_structured(value: str) -> dict[str, str]:
    """Give the fields of a ``<key=value,...>`` value in their order, quotes taken off.

    Raises :class:`MetaFault` for missing brackets, an unclosed quote, a field without ``=`` or a
    key that stands twice.
    """
    return {key: text for key, (text, _) in parse_quoted(value).items()}


def parse_quoted(value: str) -> dict[str, tuple[str, bool]]:
    """Do as :func:`parse_structured`, telling for each value whether it stood in quotes."""
    if not value.startswith("<"):
        raise MetaFault("has no opening angle bracket after the equals sign")
    fields: dict[str, tuple[str, bool]] = {}
    at = 1
    while True:
        key, at = _field_key(value, at)
        text, quoted, at = _field_value(value, at)
        if key in fields:
            raise MetaFault(f"states {key} twice")
        fields[key] = (text, quoted)
        mark = value[at : at + 1]
        at += 1
        if mark == ">":
            break
        if mark != ",":
            raise MetaFault(f"is not closed properly after {key} (quote or angle bracket)")
    if value[at:].strip():
        raise MetaFault("goes on after its closing angle bracket")
    return fields


def _field_key(value: str, at: int) -> tuple[str, int]:
    while value[at : at + 1] == " ":
        at += 1
    match = _KEY.match(value, at)
    if not match or value[match.end() : match.end() + 1] != "=":
        raise MetaFault("has a field that is not of the form key=value")
    return match.group(), match.end() + 1


def _field_value(value: str, at: int) -> tuple[str, bool, int]:
    mark = value[at : at + 1]
    if mark == '"':
        match = _QUOTED.match(value, at)
        if not match:
            raise MetaFault("has a quote that is not closed")
        return re.sub(r"\\(.)", r"\1", match.group(1)), True, match.end()
    if mark == "[" and (match := _LIST.match(value, at)):
        return match.group(), False, match.end()
    match = _PLAIN_VALUE.match(value, at)
    end = match.end() if match else at
    return value[at:end], False, end
