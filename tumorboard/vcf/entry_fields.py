"""The fields of one annotation entry by the header's names, split when they are asked for.

A file has some hundred thousand entries of dozens of fields, of which a few are ever read; kept
as text they take a tenth of the memory that dictionaries would.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from tumorboard.vcf.annotation_header import Style

BEYOND_HEADER = "fields without a name"
"""The name under which text is kept that the header gives no name."""

# The fields VEP writes first, in the same order since release 80; what follows depends on its
# options, and under a header of another run would be read under a wrong name.
_VEP_FIRST = frozenset(
    (
        *("Allele", "Consequence", "IMPACT", "SYMBOL", "Gene", "Feature_type", "Feature"),
        *("BIOTYPE", "EXON", "INTRON", "HGVSc", "HGVSp", "cDNA_position", "CDS_position"),
        *("Protein_position", "Amino_acids", "Codons", "Existing_variation"),
    )
)

_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_ASCII_ESCAPE = re.compile(r"%(?:[2-6][0-9A-Fa-f]|7[0-9A-Ea-e])")


def _unescape(match: re.Match[str]) -> str:
    escaped = match.group()
    try:
        text = bytes.fromhex(escaped.replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text.isprintable() and text:
        return text
    return _ASCII_ESCAPE.sub(lambda one: chr(int(one.group()[1:], 16)), escaped)


def decoded(text: str) -> str:
    """Undo percent-encoding (VCF 4.3, section 1.2).

    What is no valid code stays as written, and so do codes of control characters: a line break
    in a field could not be told from two fields later.
    """
    if "%" not in text:
        return text
    text = text.replace("%3D", "=")  # what VEP writes most, in synonymous HGVS
    return _ESCAPES.sub(_unescape, text) if "%" in text else text


def raw_values(style: Style, entry: str) -> list[str]:
    """Split an entry into its values as written, still percent-encoded."""
    if style is Style.EFF:
        effect, bracket, inner = entry.partition("(")
        return [effect, *inner.removesuffix(")").split("|")] if bracket else [effect]
    return entry.split("|")


def _values(style: Style, entry: str) -> list[str]:
    values = raw_values(style, entry)
    return [decoded(value) for value in values] if "%" in entry else values


@lru_cache(maxsize=64)
def names_in_use(style: Style, declared: tuple[str, ...], values: int) -> tuple[str, ...]:
    """Choose the declared names that an entry with this number of values may be read under.

    All that have a value; but of a VEP entry with another number of fields than the header
    declares only the leading ones that VEP always writes in the same place.
    """
    if style is Style.VEP and values != len(declared):
        sure = (i for i, name in enumerate(declared) if name not in _VEP_FIRST)
        return declared[: min(values, next(sure, len(declared)))]
    return declared[:values]


class EntryFields(Mapping[str, str]):
    """The fields of one entry, read-only. What has no name stands under ``BEYOND_HEADER``."""

    __slots__ = ("_entry", "_names", "_style")

    def __init__(self, style: Style, names: tuple[str, ...], entry: str) -> None:
        self._style = style
        self._names = names
        self._entry = entry

    @property
    def style(self) -> Style:
        """Tell how the entry is written."""
        return self._style

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names of the fields that the header names, in order."""
        return self._names

    def select(self, indices: tuple[int, ...]) -> tuple[str, ...]:
        """Give the values of named fields by their place among :attr:`names`, split once."""
        values = raw_values(self._style, self._entry)
        if "%" in self._entry:
            return tuple([decoded(values[index]) for index in indices])
        return tuple([values[index] for index in indices])

    def _read(self) -> dict[str, str]:
        values = _values(self._style, self._entry)
        fields = dict(zip(self._names, values, strict=False))
        if len(values) > len(self._names):
            fields[BEYOND_HEADER] = "|".join(values[len(self._names) :])
        return fields

    def __getitem__(self, name: str) -> str:
        return self._read()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._read()!r})"
