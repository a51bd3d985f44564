"""What a form says of chromosomes without their ISCN text, as findings and facts.

What follows from a stated abnormality is told as from a karyotype that holds it: ``-7`` is a loss
of 7q, ``t(9;22)`` stands for BCR::ABL1. What is not stated stays unknown, and nothing is absent
but what the form denies, what could not be without it (no loss of 7q: no monosomy 7), or all of it
where it calls the karyotype normal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from knowledgebase.rules.facts import Fact
from knowledgebase.rules.notation import CYTOGENETIC_WORDS
from tumorboard.cytogenetics.derived import Derived, derive
from tumorboard.cytogenetics.model import KaryotypeError
from tumorboard.cytogenetics.reading import read_karyotype
from tumorboard.cytogenetics.tokens import CRYPTIC, events_of
from tumorboard.domain.case import StatedChromosomes
from tumorboard.domain.conclusion import Finding

SOURCE = "case form: cytogenetics"
STATED = "stated chromosomes"
COMPLEX_FROM = 3
"""WHO-HAEM5, ICC 2022 and ELN 2022: three or more unrelated abnormalities."""

_NORMAL = "normal"
_ABSENT_IN_NORMAL = ("complex", "monosomal", "trisomies only")


def stated_findings(stated: StatedChromosomes) -> tuple[Finding, ...]:
    """Give every abnormality the form says is there."""
    return tuple(
        Finding(_id(token), STATED, "", token, (), None, SOURCE) for token in _abnormal(stated)
    )


def stated_facts(stated: StatedChromosomes, asked: Iterable[str]) -> tuple[Fact, ...]:
    """Give what the form says of the tokens, and of those ``asked`` that follow from them."""
    facts = {
        (fact.name, fact.key): fact
        for fact in (
            *_implied(stated, asked),
            *_count(stated),
            *(_said(token, seen) for token, seen in stated.findings.items()),
        )
    }
    return tuple(facts.values())


def holding(stated: StatedChromosomes) -> Derived | None:
    """Derive from a karyotype that holds what is stated; ``None`` where nothing can be."""
    tokens = [token for token in _abnormal(stated) if token not in CYTOGENETIC_WORDS]
    readable = tuple(token for token in tokens if _derived((token,)) is not None)
    return _derived(readable) if readable else None


def origins_of(stated: StatedChromosomes, derived: Derived, token: str) -> tuple[str, ...]:
    """Give the stated abnormalities that show what a token names."""
    events = events_of(token, derived)
    shown = {one.abnormality.written for event in events for one in event.members}
    return tuple(_id(one) for one in _abnormal(stated) if one in shown)


def _abnormal(stated: StatedChromosomes) -> list[str]:
    return [token for token, seen in stated.findings.items() if seen and token != _NORMAL]


def _id(token: str) -> str:
    return f"cytogenetics:{token}"


def _said(token: str, seen: bool) -> Fact:
    origins = (_id(token),) if seen and token != _NORMAL else ()
    return Fact("cytogenetics", seen, token, source=SOURCE, origins=origins)


@lru_cache(maxsize=1024)
def _derived(tokens: tuple[str, ...]) -> Derived | None:
    """Read tokens as the abnormalities of a clone; words of rules such as ``abn`` are no ISCN."""
    try:
        read = read_karyotype(",".join(("46", "XX", *tokens)))
    except KaryotypeError:
        return None
    return derive(read) if read.clones and not read.unread else None


def _implied(stated: StatedChromosomes, asked: Iterable[str]) -> Iterator[Fact]:
    if stated.findings.get(_NORMAL):
        for token in (*asked, *_ABSENT_IN_NORMAL):
            if token not in CRYPTIC:
                yield Fact("cytogenetics", False, token, source=f"{SOURCE}, normal")
        return
    for denied in (token for token, seen in stated.findings.items() if not seen):
        for token in asked:
            alone = _derived((token,))
            if token not in CYTOGENETIC_WORDS and alone and events_of(denied, alone):
                yield Fact("cytogenetics", False, token, source=f"{SOURCE}, no {denied}")
    derived = holding(stated)
    if derived is not None:
        for token in asked:
            if events_of(token, derived):
                origins = origins_of(stated, derived, token)
                yield Fact("cytogenetics", True, token, source=SOURCE, origins=origins)
    if derived is not None or stated.findings.get("complex") or stated.count:
        yield Fact("cytogenetics", False, _NORMAL, source=SOURCE)
    if stated.count is not None:
        is_complex = stated.count >= COMPLEX_FROM
        yield Fact("cytogenetics", is_complex, "complex", source=f"{SOURCE}, count")


def _count(stated: StatedChromosomes) -> Iterator[Fact]:
    """Give the number stated, else the least there must be."""
    derived = holding(stated)
    least = derived.count if derived is not None else 0
    if stated.findings.get("complex"):
        least = max(least, COMPLEX_FROM)
    if stated.findings.get(_NORMAL):
        count, exact = 0, True
    elif stated.count is not None:
        count, exact = stated.count, True
    elif least:
        count, exact = least, False
    else:
        return
    origins = tuple(map(_id, _abnormal(stated)))
    yield Fact(
        "cytogenetic_abnormalities",
        Decimal(count),
        unit="1",
        source=SOURCE,
        origins=origins,
        lower_bound=not exact,
    )
