"""From a record of the knowledge base to what the Knowledge page shows of it. No widgets here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any
from urllib.parse import quote

from knowledgebase.records import Assertion, Disease, Source, SourceKind
from knowledgebase.rules.criteria import All, AnyOf, AtLeast, Criterion, Not, Rule
from knowledgebase.rules.words import criterion_in_words
from tumorboard.domain.approval import ApprovalState, Reservation
from tumorboard.services.curation import Name, RecordLine
from ui.language import language, say
from ui.window.presentation import approval_mark

_RULES = (All, AnyOf, Not, AtLeast, Criterion)
#: Shown elsewhere in the record's view, or the same in every record.
_ELSEWHERE = frozenset({"digest", "title", "sources", "review", "id", "checked", "expires"})
LONGEST_PLAIN = 400


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One line of the table; ``text`` is what the search looks through, in small letters."""

    name: Name
    state: str
    title: str
    kind: str
    level: str
    diseases: str
    genes: str
    drugs: str
    expires: str
    text: str
    codes: frozenset[str]
    approval: ApprovalState
    reservations: tuple[Reservation, ...]


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """One line of an indented list."""

    depth: int
    text: str


def row_of(line: RecordLine) -> RecordRow:
    """Give the table's line of a record."""
    about = line.mentions
    state = " · ".join(text for text, _ in marks_of(line))
    level = str(getattr(line.record, "level", ""))
    diseases = ", ".join(sorted(about.diseases))
    genes, drugs = ", ".join(sorted(about.genes)), ", ".join(sorted(about.drugs))
    statement = str(getattr(line.record, "statement", ""))
    sources = " ".join(f"{source.id} {source.title}" for source in about.sources)
    words = (*line.name, about.title, diseases, genes, drugs, statement, sources)
    return RecordRow(
        name=line.name,
        state=state,
        title=about.title,
        kind=line.kind,
        level=level,
        diseases=diseases,
        genes=genes,
        drugs=drugs,
        expires=about.expires.isoformat() if about.expires else "",
        text=" ".join(words).casefold(),
        codes=about.diseases,
        approval=line.approval.state,
        reservations=line.reservations,
    )


def marks_of(line: RecordLine) -> tuple[tuple[str, str], ...]:
    """Give the marks a reader must see: where it stands here, unverified, expired."""
    marks = [approval_mark(line.approval)]
    if Reservation.UNVERIFIED in line.reservations:
        marks.append((say("unverified"), "warning"))
    if Reservation.EXPIRED in line.reservations:
        marks.append((say("last check expired"), "warning"))
    return tuple(marks)


def disease_names(codes: frozenset[str] | tuple[str, ...], known: Mapping[str, Disease]) -> str:
    """Name diseases in the window's language, with their codes."""
    named = []
    for code in sorted(codes):
        disease = known.get(code)
        danish = language() == "da" and disease is not None and disease.name_da
        name = "" if disease is None else disease.name_da if danish else disease.name
        named.append(f"{name} ({code})" if name else code)
    return ", ".join(named)


def criteria_of(rule: Rule, depth: int = 0) -> Iterator[OutlineLine]:
    """Write a rule as an indented list in plain words."""
    if isinstance(rule, Criterion):
        yield OutlineLine(depth, criterion_in_words(rule))
    elif isinstance(rule, Not):
        if isinstance(rule.part, Criterion):
            yield OutlineLine(depth, say("not: {what}", what=criterion_in_words(rule.part)))
        else:
            yield OutlineLine(depth, say("this must not hold:"))
            yield from criteria_of(rule.part, depth + 1)
    else:
        yield OutlineLine(depth, _joint(rule))
        for part in rule.parts:
            yield from criteria_of(part, depth + 1)


def _joint(rule: All | AnyOf | AtLeast) -> str:
    if isinstance(rule, All):
        return say("all of these:")
    if isinstance(rule, AnyOf):
        return say("one of these:")
    return say("at least {n} of these:", n=rule.n)


def plain_record(record: Any) -> tuple[OutlineLine, ...]:
    """Write every field of a record of any kind, as its file has it; what is elsewhere left out."""
    lines = []
    for field in fields(record):
        if field.name not in _ELSEWHERE:
            lines += list(_plain(field.name, getattr(record, field.name), 0))
    if len(lines) > LONGEST_PLAIN:
        more = len(lines) - LONGEST_PLAIN
        rest = say("... and {n} more lines; they stand in the record's file.", n=more)
        return (*lines[:LONGEST_PLAIN], OutlineLine(0, rest))
    return tuple(lines)


def _plain(name: str, value: Any, depth: int) -> Iterator[OutlineLine]:
    label = name.replace("_", " ")
    if value is None or value in ("", ()):
        return
    if isinstance(value, _RULES):
        yield OutlineLine(depth, f"{label}:")
        yield from criteria_of(value, depth + 1)
    elif isinstance(value, Source):
        yield OutlineLine(depth, f"{source_name(value)}: {value.title}")
    elif is_dataclass(value):
        yield OutlineLine(depth, f"{label}:")
        for field in fields(value):
            yield from _plain(field.name, getattr(value, field.name), depth + 1)
    elif isinstance(value, Mapping):
        yield OutlineLine(depth, f"{label}:")
        for key, item in value.items():
            yield from _plain(str(key), item, depth + 1)
    elif isinstance(value, tuple | frozenset):
        if all(isinstance(item, str) for item in value):
            yield OutlineLine(depth, f"{label}: {', '.join(value)}")
            return
        for number, item in enumerate(value, 1):
            yield from _plain(f"{name} {number}", item, depth)
    else:
        yield OutlineLine(depth, f"{label}: {_word(value)}")


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, Enum):
        return str(value.value)
    return value.isoformat() if isinstance(value, date) else str(value)


def source_name(source: Source) -> str:
    """Name a source by kind and number: ``PMID 31665578``."""
    prefix = {SourceKind.PMID: "PMID ", SourceKind.DOI: "doi:"}.get(source.kind, "")
    return f"{prefix}{source.id}"


def address_of(source: Source) -> str:
    """Give the public address of a numbered source, built from its number alone; else empty."""
    name = source.id.strip()
    if source.kind is SourceKind.PMID and re.fullmatch(r"[0-9]{1,9}", name):
        return f"https://pubmed.ncbi.nlm.nih.gov/{name}/"
    if source.kind is SourceKind.NCT and re.fullmatch(r"NCT[0-9]{8}", name):
        return f"https://clinicaltrials.gov/study/{name}"
    if source.kind is SourceKind.DOI and re.fullmatch(r"10\.[0-9]{4,9}/[!-~]{1,200}", name):
        return f"https://doi.org/{quote(name, safe='/')}"
    return ""


def has_criteria(record: Any) -> bool:
    """Tell whether a record is shown as a claim rather than field by field."""
    return isinstance(record, Assertion)
