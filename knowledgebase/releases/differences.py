"""What changed from one release to another, in words, and what it could touch.

It works on the records' own fields, so a kind of record that is new is compared without a word
here.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from knowledgebase.files.kinds import KINDS
from knowledgebase.mentions import digest_of_record, mentions_of
from knowledgebase.records import Assertion, Content, Effect
from knowledgebase.rules.atoms import asked_facts
from knowledgebase.rules.criteria import All, AnyOf, AtLeast, Criterion, Not, Rule
from knowledgebase.rules.text import rule_in_words

_RULES = (All, AnyOf, Not, AtLeast, Criterion)
_NAMING = ("region", "id", "code", "symbol", "name", "title")
_NOT_TOLD = frozenset({"digest"})
_LONGEST = 300
_FINDINGS = ("alteration", "fusion", "gene", "cytogenetics", "mutation", "biallelic", "copy_number")


@dataclass(frozen=True, slots=True)
class Change:
    """One record that was added, removed or changed.

    ``said`` tells field by field what changed (for a whole record: its title and what it says).
    ``diseases`` and ``findings`` are what its conclusions are about, before or after; ``used_by``
    are the assertions that rest on it, where it is a name that rules use.
    """

    kind: str
    name: str
    what: str
    said: tuple[str, ...]
    diseases: tuple[str, ...]
    findings: tuple[str, ...]
    used_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """All changes from ``old`` to ``new`` (versions), in the order of kinds and names."""

    old: str
    new: str
    changes: tuple[Change, ...]

    @property
    def assertions(self) -> frozenset[str]:
        """Give the assertions whose conclusions could differ, changed or resting on a change."""
        direct = (one.name for one in self.changes if one.kind == "assertions")
        return frozenset(direct) | {name for one in self.changes for name in one.used_by}


def differences(old: Content, new: Content) -> Differences:
    """Compare two contents record by record."""
    return Differences(old.version, new.version, tuple(_changes(old, new)))


def _changes(old: Content, new: Content) -> Iterator[Change]:
    for kind in KINDS:
        before, after = getattr(old, kind.folder), getattr(new, kind.folder)
        for name in sorted({*before, *after}):
            one, other = before.get(name), after.get(name)
            if one is not None and other is not None:
                if digest_of_record(one) == digest_of_record(other):
                    continue
                what, said = "changed", tuple(_of_record(one, other))
            elif one is None:
                what, said = "added", (_whole(other, "new"),)
            else:
                what, said = "removed", (_whole(one, "no longer"),)
            yield _change(kind.folder, name, what, said, ((old, one), (new, other)))


def _change(
    kind: str,
    name: str,
    what: str,
    said: tuple[str, ...],
    sides: tuple[tuple[Content, Any], ...],
) -> Change:
    diseases: set[str] = set()
    findings: set[str] = set()
    used_by: set[str] = set()
    for content, record in sides:
        if record is None:
            continue
        mentioned = mentions_of(kind, name, record, content)
        diseases |= mentioned.diseases
        findings |= set(_findings(record)) or mentioned.genes
        used_by |= set(_users(kind, name, content))
    lists = (tuple(sorted(one)) for one in (diseases, findings, used_by))
    return Change(kind, name, what, said, *lists)


def _users(kind: str, name: str, content: Content) -> Iterator[str]:
    """Give the assertions whose conclusion may follow from a name: alteration, gene, disease."""
    if kind not in ("alterations", "genes", "diseases", "drugs"):
        return
    for assertion in content.assertions.values():
        match kind:
            case "diseases":
                names: Container[str] = assertion.diseases
            case "drugs":
                names = assertion.drugs
            case _:
                names = _genetic_names(assertion, kind, content)
        if name in names:
            yield assertion.id


def _genetic_names(assertion: Assertion, kind: str, content: Content) -> set[str]:
    found = set()
    for rule in (assertion.biomarker, assertion.context):
        for fact, key in asked_facts(rule) if rule is not None else ():
            if fact == "alteration":
                known = content.alterations.get(key)
                found.add(key if kind == "alterations" or known is None else known.gene)
            elif kind == "genes":
                found.update(key.split("::"))
    return found


def _findings(record: Any) -> Iterator[str]:
    for rule in _rules(record):
        for fact, key in asked_facts(rule):
            if fact in _FINDINGS:
                yield key


def _rules(value: Any) -> Iterator[Rule]:
    if isinstance(value, _RULES):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _rules(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _rules(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _rules(item)


def _whole(record: Any, word: str) -> str:
    """Say of a whole record what it is: "new resistance in AML, level B: title"."""
    title = getattr(record, "title", "") or getattr(record, "name", "")
    if isinstance(record, Assertion):
        where = ", ".join(record.diseases)
        effect = record.effect.value
        of = f" to {', '.join(record.drugs)}" if _of_drugs(record) else ""
        return f"{word} {effect}{of} in {where}, level {record.level.value}: {title}"
    return f"{word} record" + (f": {title}" if title else "")


def _of_drugs(record: Assertion) -> bool:
    return bool(record.drugs) and record.effect in (Effect.SENSITIVITY, Effect.RESISTANCE)


def _of_record(one: Any, other: Any, above: str = "") -> Iterator[str]:
    """Give a sentence per field that differs."""
    for field in fields(one):
        if field.name in _NOT_TOLD:
            continue
        label = f"{above}{field.name.replace('_', ' ')}"
        yield from _of_value(label, getattr(one, field.name), getattr(other, field.name))


def _of_value(label: str, one: Any, other: Any) -> Iterator[str]:
    if one == other:
        return
    if _is_record(one) and type(one) is type(other):
        yield from _of_record(one, other, f"{label}, ")
    elif isinstance(one, Mapping) and isinstance(other, Mapping):
        yield from _of_named(label, dict(one), dict(other))
    elif isinstance(one, tuple) and isinstance(other, tuple):
        yield from _of_lists(label, one, other)
    else:
        yield f"{label}: {in_words(one)} → {in_words(other)}"


def _of_lists(label: str, one: tuple[Any, ...], other: tuple[Any, ...]) -> Iterator[str]:
    named = [{_name(item): item for item in items if _is_record(item)} for items in (one, other)]
    if all(
        len(of) == len(items) and "" not in of
        for of, items in zip(named, (one, other), strict=True)
    ):
        yield from _of_named(_singular(label), *named)
        if sorted(named[0]) == sorted(named[1]) and list(named[0]) != list(named[1]):
            yield f"{label}: in another order"
        return
    gone = [item for item in one if item not in other]
    come = [item for item in other if item not in one]
    if gone:
        yield f"{label}: no longer {'; '.join(map(in_words, gone))}"
    if come:
        yield f"{label}: new {'; '.join(map(in_words, come))}"
    if not gone and not come:
        yield f"{label}: in another order or number"


def _of_named(label: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    for name in one:
        if name not in other:
            yield f"{label} {name}: no longer stated (was {in_words(one[name])})"
    for name, item in other.items():
        if name not in one:
            yield f"{label} {name}: new, {in_words(item)}"
        else:
            yield from _of_value(f"{label} {name}", one[name], item)


def _name(item: Any) -> str:
    for key in _NAMING:
        name = getattr(item, key, "")
        if isinstance(name, str) and name:
            return name
    return ""


def _singular(label: str) -> str:
    return label[:-1] if label.endswith("s") and not label.endswith("ss") else label


def _is_record(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, _RULES)


def in_words(value: Any) -> str:
    """Give a field's value for a reader, shortened where it is long."""
    text = " ".join(_text(value).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _text(value: Any) -> str:
    if value is None or value in ("", ()):
        return "nothing"
    if isinstance(value, _RULES):
        return rule_in_words(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple):
        return ", ".join(_text(item) for item in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_text(item)}" for key, item in value.items())
    if is_dataclass(value):
        stated = ((field.name, getattr(value, field.name)) for field in fields(value))
        return ", ".join(_text(item) for _, item in stated if item not in ("", (), None))
    return str(value)
