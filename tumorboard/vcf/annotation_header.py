"""How a file's header says it was annotated: by what, and which fields in which order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from tumorboard.vcf.header import Definition, Header


class Style(StrEnum):
    """How the entries of an annotation are written."""

    VEP = "VEP CSQ"
    ANN = "SnpEff ANN"
    EFF = "SnpEff EFF"


@dataclass(frozen=True, slots=True)
class AnnotationFormat:
    """The annotation of a file, by its own header.

    ``kind`` is ``VEP`` or ``SnpEff`` and ``version`` its version as the header has it, empty when
    it does not say. ``key`` is the INFO key, ``fields`` are the names of its fields in the
    header's order. ``others`` are further annotations in the file, which are not read.
    """

    kind: str
    version: str
    key: str
    style: Style
    fields: tuple[str, ...]
    others: tuple[str, ...] = ()


_VEP_FIELDS = re.compile(r"format\s*:\s*(.+)", re.IGNORECASE | re.DOTALL)
_EFF_FIELDS = re.compile(r"Effect\s*\((.+?)\)", re.DOTALL)
_VEP_VERSION = re.compile(r'^"?v?([0-9][\w.]*)"?')
_SNPEFF_VERSION = re.compile(r"([0-9][\w.-]*)")

_UNSUPPORTED = {"BCSQ": "bcftools csq", "FUNCOTATION": "Funcotator"}


def _named(names: list[str]) -> tuple[str, ...]:
    """Clean field names and make every one unique, so that no field hides another."""
    found: dict[str, None] = {}
    for number, written in enumerate(names, 1):
        name = written.strip().strip("'\"").strip() or f"field {number}"
        unique, copy = name, 2
        while unique in found:
            unique, copy = f"{name} ({copy})", copy + 1
        found[unique] = None
    return tuple(found)


def _read_definition(definition: Definition) -> tuple[Style, tuple[str, ...]] | None:
    """Tell the style and the fields an INFO definition declares, ``None`` if it is none."""
    text = definition.description
    if definition.id == "EFF" and (effect := _EFF_FIELDS.search(text)):
        inner = effect.group(1).replace("[", "").replace("]", "")
        return Style.EFF, _named(["Effect", *inner.split("|")])
    if "|" not in text:
        return None
    vep = _VEP_FIELDS.search(text)
    if vep and (definition.id in {"CSQ", "vep"} or "Consequence" in text):
        return Style.VEP, _named(vep.group(1).split("|"))
    if definition.id == "ANN" or "Functional annotations" in text:
        listed = text.partition(":")[2] or text
        return Style.ANN, _named(listed.split("|"))
    return None


def _rank(found: tuple[Definition, Style, tuple[str, ...]]) -> tuple[int, bool]:
    definition, style, _ = found
    return list(Style).index(style), definition.id not in {"CSQ", "ANN", "EFF"}


def _version(header: Header, style: Style) -> str:
    """Give the annotator's version; the last statement counts, as the last run annotated."""
    version = ""
    for key, value in header.meta:
        if style is Style.VEP and key == "VEP" and (match := _VEP_VERSION.match(value)):
            version = match.group(1)
        if style is not Style.VEP and key == "SnpEffVersion":
            match = _SNPEFF_VERSION.search(value)
            version = match.group(1) if match else ""
    return version


def parse_annotation_header(header: Header) -> AnnotationFormat | None:
    """Find the annotation the header declares, ``None`` when there is none that can be read.

    VEP's ``CSQ`` comes first, then what VEP wrote under another key (``ANN``, ``vep``), then
    SnpEff's ``ANN`` and its older ``EFF``. What an INFO key holds is told by its description, not
    by its name: VEP writes into ``ANN`` too when asked.
    """
    found = [
        (definition, *declared)
        for definition in header.infos.values()
        if (declared := _read_definition(definition)) is not None
    ]
    if not found:
        return None
    found.sort(key=_rank)
    chosen, style, fields = found[0]
    return AnnotationFormat(
        kind="VEP" if style is Style.VEP else "SnpEff",
        version=_version(header, style),
        key=chosen.id,
        style=style,
        fields=fields,
        others=tuple(other.id for other, _, _ in found[1:]),
    )


def unsupported_annotation(header: Header) -> str:
    """Name the annotator whose annotation is in the file but is not read, empty if none."""
    return next((name for key, name in _UNSUPPORTED.items() if key in header.infos), "")
