"""A karyotype as findings and facts: what is there, what it excludes, and what was not read.

What the form says of chromosomes beside the ISCN text joins it here. Where the two contradict
each other, the fact is unknown and the contradiction is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from knowledgebase.asked import asked_of
from knowledgebase.once import once_a_release
from knowledgebase.records import Content
from knowledgebase.rules.facts import Fact
from knowledgebase.rules.hierarchy import is_a
from knowledgebase.rules.notation import CYTOGENETIC_WORDS
from knowledgebase.rules.words import fact_in_words
from tumorboard.cytogenetics.derived import (
    FEWEST_METAPHASES,
    FEWEST_WITH_A_CLONE,
    Derived,
    Event,
    derive,
    shows_nothing,
)
from tumorboard.cytogenetics.model import Karyotype, KaryotypeError
from tumorboard.cytogenetics.reading import read_karyotype
from tumorboard.cytogenetics.tokens import CRYPTIC, FOUNDING, FUSIONS, events_of, tokens_here
from tumorboard.domain.case import Case, StatedChromosomes
from tumorboard.domain.conclusion import Finding
from tumorboard.interpretation.classify import UNREAD
from tumorboard.interpretation.stated_chromosomes import (
    COMPLEX_FROM,
    holding,
    origins_of,
    stated_facts,
    stated_findings,
)
from tumorboard.interpretation.stated_chromosomes import SOURCE as SOURCE_STATED

KARYOTYPE = "karyotype"
SOURCE = "case form: karyotype"
_WITHOUT_TEXT = (
    "No karyotype is stated in ISCN; of the chromosomes nothing is known but what the form says."
)
# Where the marrow's dividing cells are those of the disease, metaphases that show nothing say so.
# In lymphoma the marrow need not hold it; plasma cells and the cells of CLL divide too rarely.
_EXCLUDED_IN = ("MYELOID", "ALL", "ALAL")
_OF_SEX = frozenset({"-X", "-Y", "+X", "+Y"})
# Chromosome numbers by which acute lymphoblastic leukaemia is named (first and last included).
_PLOIDY = {
    "hyperdiploid": (51, 65),
    "hypodiploid": (24, 43),
    "low hypodiploid": (32, 39),
    "near-haploid": (24, 31),
}


@dataclass(frozen=True, slots=True)
class ChromosomeFacts:
    """Findings and facts of a karyotype, and sentences on what was not read or is doubtful."""

    findings: tuple[Finding, ...]
    facts: tuple[Fact, ...]
    notes: tuple[str, ...]


def chromosome_facts(case: Case, content: Content) -> ChromosomeFacts:
    """Give what is known of a case's chromosomes, from its karyotype and from the form."""
    read = _of_karyotype(case, content)
    stated = case.chromosomes
    if stated == StatedChromosomes():
        return read
    said = stated_facts(stated, asked_tokens(content))
    derived = holding(stated)
    inferred = _fusions(case, derived, SOURCE_STATED) if derived else iter(())
    joined, contradictions = _joined(read.facts, (*said, *_resting_on(stated, derived, inferred)))
    notes = read.notes if case.karyotype.strip() else (_WITHOUT_TEXT,)
    findings = (*read.findings, *stated_findings(stated))
    group = _stated_group(stated)
    notes += tuple(_contradictions(case, derived, normal=stated.findings.get("normal", False)))
    return ChromosomeFacts(findings, (*joined, *group), (*notes, *contradictions))


def chromosome_findings(case: Case) -> tuple[Finding, ...]:
    """Give the findings of :func:`chromosome_facts` alone."""
    try:
        read = findings_of_karyotype(_derived(case.karyotype)[1]) if case.karyotype.strip() else ()
    except KaryotypeError:
        read = ()
    return (*read, *stated_findings(case.chromosomes))


@lru_cache(maxsize=256)  # findings and facts ask in turn, and many patients have the same
def _derived(karyotype: str) -> tuple[Karyotype, Derived]:
    read = read_karyotype(karyotype)
    return read, derive(read)


def _resting_on(
    stated: StatedChromosomes, derived: Derived | None, fusions: Iterable[Fact]
) -> Iterator[Fact]:
    """Let inferred fusions rest on what the form states, not on a karyotype there is none of."""
    for one in fusions:
        named = [token for token, fusion in FUSIONS.items() if fusion == one.key]
        origins = (
            each for token in named if derived for each in origins_of(stated, derived, token)
        )
        yield replace(one, origins=tuple(dict.fromkeys(origins)))


def _stated_group(stated: StatedChromosomes) -> tuple[Fact, ...]:
    if not stated.ipssr_group:
        return ()
    return (Fact("ipssr_cytogenetics", stated.ipssr_group, source=f"{SOURCE_STATED}, group"),)


def _joined(read: Iterable[Fact], stated: Iterable[Fact]) -> tuple[tuple[Fact, ...], list[str]]:
    """Join facts of karyotype and form; what they contradict each other on is neither."""
    facts = {(fact.name, fact.key): fact for fact in read}
    contradictions = []
    for one in stated:
        name = (one.name, one.key)
        other = facts.get(name)
        if other is None or _agree(other, one):
            if other is None or other.lower_bound:
                facts[name] = one
            continue
        if other.lower_bound or one.lower_bound or other.value != one.value:
            del facts[name]
            contradictions.append(
                f"Contradiction: of {fact_in_words(*name)} the karyotype says {_value(other)}, the "
                f"form {_value(one)}; it counts as unknown until somebody settles it."
            )
    return tuple(facts.values()), contradictions


def _agree(read: Fact, stated: Fact) -> bool:
    """Tell whether two facts can both hold; a least number agrees with any that is not below."""
    if not (isinstance(read.value, Decimal) and isinstance(stated.value, Decimal)):
        return read.value == stated.value
    if read.lower_bound and stated.lower_bound:
        return True
    if read.lower_bound:
        return stated.value >= read.value
    return stated.value <= read.value if stated.lower_bound else read.value == stated.value


def _value(fact: Fact) -> str:
    if isinstance(fact.value, bool):
        return "yes" if fact.value else "no"
    return f"at least {fact.value}" if fact.lower_bound else str(fact.value)


def _of_karyotype(case: Case, content: Content) -> ChromosomeFacts:
    """Read the karyotype of a case; never raises, for a stored case may hold any text."""
    if not case.karyotype.strip():
        return ChromosomeFacts(
            (), (), ("No karyotype is stated; chromosome abnormalities are unknown.",)
        )
    try:
        read, derived = _derived(case.karyotype)
    except KaryotypeError as refusal:
        return ChromosomeFacts((), (), (refusal.sentence,))
    meant = any(is_a(case.disease, one, content.diseases) for one in _EXCLUDED_IN)
    excludes = meant and _excludes(read, derived)
    asked = asked_tokens(content)
    absent = frozenset(asked) if excludes else frozenset[str]()
    if derived.unclear_sex:
        absent -= _OF_SEX
    if meant and derived.complete and derived.events:
        absent |= FOUNDING
    facts = {
        (fact.name, fact.key): fact
        for fact in (
            *_tokens(asked, derived, absent - CRYPTIC),
            *_words(read, derived, excludes=excludes and not _is_doubtful(derived)),
            *_count(derived, meant=meant, excludes=excludes),
            *_fusions(case, derived, SOURCE),
        )
    }
    facts |= {(fact.name, fact.key): fact for fact in _unread(read)}
    notes = (*_notes(read, derived), *_contradictions(case, derived, normal=derived.normal))
    return ChromosomeFacts(findings_of_karyotype(derived), tuple(facts.values()), notes)


def _unread(read: Karyotype) -> Iterator[Fact]:
    """Say that a FISH or array part was not read: then nothing of the genome may be presumed."""
    if not all(shows_nothing(other) for other in read.others):
        yield Fact(UNREAD, True, source=SOURCE)


def findings_of_karyotype(derived: Derived) -> tuple[Finding, ...]:
    """Give every clonal abnormality as a finding, named as the laboratory wrote it."""
    return tuple(
        Finding(_id(event), KARYOTYPE, "", " and ".join(_written(event)), (), None, SOURCE)
        for event in derived.events
    )


def _id(event: Event) -> str:
    return f"karyotype:{event.abnormality.key}"


def _written(event: Event) -> list[str]:
    return [one.abnormality.written for one in event.members]


@once_a_release
def asked_tokens(content: Content) -> tuple[str, ...]:
    """Give the karyotype tokens, words apart, that any rule of the release asks."""
    return tuple(
        sorted(
            asked.key
            for asked in asked_of(content)
            if asked.fact == "cytogenetics" and asked.key not in CYTOGENETIC_WORDS
        )
    )


def _excludes(read: Karyotype, derived: Derived) -> bool:
    """Tell whether what is not there may be called absent: all was read, and enough was seen.

    A list of abnormalities without a number of cells is taken for a finished analysis; where a
    clone was found, fewer metaphases finish it than a normal karyotype needs.
    """
    if not read.clones or not derived.complete:
        return False
    if derived.metaphases is None:
        return bool(derived.events)
    fewest = FEWEST_WITH_A_CLONE if derived.events else FEWEST_METAPHASES
    return derived.metaphases >= fewest


def _tokens(
    tokens: tuple[str, ...], derived: Derived, may_be_absent: frozenset[str]
) -> Iterator[Fact]:
    here = tokens_here(tokens, derived)
    for token in tokens:
        if token in here:
            if found := events_of(token, derived):
                yield Fact("cytogenetics", True, token, source=SOURCE, origins=_origins(found))
        elif token in may_be_absent:
            yield Fact("cytogenetics", False, token, source=_not_seen(derived))


def _is_doubtful(derived: Derived) -> bool:
    """Tell whether there may be an abnormality beside those counted."""
    return bool(derived.doubtful or derived.unclear_sex)


def _origins(events: Iterable[Event]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_id(event) for event in events))


def _not_seen(derived: Derived) -> str:
    looked = "" if derived.metaphases is None else f" in {derived.metaphases} metaphases"
    return f"{SOURCE}, not seen{looked}"


def _words(read: Karyotype, derived: Derived, *, excludes: bool) -> Iterator[Fact]:
    """Say the words a rule may ask: true where what was read suffices, false where all was read."""
    everything = _origins(derived.events)
    holds = {
        "complex": derived.count >= COMPLEX_FROM,
        "monosomal": derived.is_monosomal,
        **{word: _has_number(read, *bounds) for word, bounds in _PLOIDY.items()},
    }
    for word, held in holds.items():
        if held:
            yield Fact("cytogenetics", True, word, source=SOURCE, origins=everything)
        elif excludes:
            yield Fact("cytogenetics", False, word, source=_not_seen(derived))
    if excludes:  # what was not read might be a structural change
        origins = everything if derived.only_trisomies else ()
        yield Fact(
            "cytogenetics", derived.only_trisomies, "trisomies only", source=SOURCE, origins=origins
        )
    if derived.normal:
        yield Fact("cytogenetics", True, "normal", source=SOURCE)
    elif derived.count:
        yield Fact("cytogenetics", False, "normal", source=SOURCE)


def _has_number(read: Karyotype, low: int, high: int) -> bool:
    return any(
        low <= clone.number[0] and clone.number[1] <= high
        for clone in read.clones
        if clone.cells is None or clone.cells >= 2
    )


def _count(derived: Derived, *, meant: bool, excludes: bool) -> Iterator[Fact]:
    """Count the abnormalities; doubt, what was not read and too few metaphases may hide more."""
    if not derived.count and (_is_doubtful(derived) or not excludes):
        return
    yield Fact(
        "cytogenetic_abnormalities",
        Decimal(derived.count),
        unit="1",
        source=SOURCE,
        origins=_origins(derived.events),
        lower_bound=not derived.complete or _is_doubtful(derived) or (meant and not excludes),
    )


def _fusions(case: Case, derived: Derived, source: str) -> Iterator[Fact]:
    """Infer the fusions that guidelines name by their translocation; the form's word goes first.

    None is called absent: banding does not show cryptic forms. A classification may presume so
    where the karyotype shows no rearrangement, and then says it.
    """
    stated = {"::".join((one.gene5, one.gene3)) for one in case.fusions}
    for fusion in dict.fromkeys(FUSIONS.values()):
        if fusion in stated:
            continue
        named = [
            event
            for token, of in FUSIONS.items()
            if of == fusion
            for event in events_of(token, derived)
        ]
        if named:
            why = f"{source}, {', '.join(_written(named[0]))} (the fusion is inferred)"
            yield Fact("fusion", True, fusion, source=why, origins=_origins(named))


def _contradictions(case: Case, derived: Derived | None, *, normal: bool) -> Iterator[str]:
    """Show where the form's fusions and the karyotype disagree; neither is corrected."""
    for one in case.fusions:
        fusion = f"{one.gene5}::{one.gene3}"
        tokens = [token for token, name in FUSIONS.items() if name == fusion]
        seen = derived is not None and any(events_of(token, derived) for token in tokens)
        if one.present and tokens and normal:
            yield (
                f"Contradiction: the karyotype is normal, but the form states {fusion}; the form's "
                "word counts, and a cryptic rearrangement would explain it. Please check."
            )
        if not one.present and seen:
            yield (
                f"Contradiction: the karyotype shows {' or '.join(tokens)}, but the form states "
                f"that {fusion} was excluded. Please check."
            )


def _notes(read: Karyotype, derived: Derived) -> Iterator[str]:
    for one in read.unread:
        yield (
            f"Karyotype, not read: {one.written} (character {one.at + 1}; {one.reason}). "
            "Nothing is called absent by this karyotype."
        )
    yield from (f"Karyotype: {sentence}" for sentence in read.warnings)
    for seen in derived.too_few:
        yield (
            f"Karyotype: {seen.abnormality.written} was seen in too few cells ({seen.cells}) to be "
            "a clone and is not counted."
        )
    for other in read.others:
        if shows_nothing(other):
            yield f"Kept apart from the karyotype, two copies of all it looked at: {other}."
        else:
            yield (
                f"Kept apart from the karyotype and not read: {other}. Nothing is called absent by "
                "this karyotype, and no rearrangement is presumed to be absent; enter the result "
                "in the form."
            )
    for seen in derived.doubtful:
        yield (
            f"Karyotype: {seen.abnormality.written} is written with a question mark; it counts "
            "neither as found nor as absent."
        )
    for clone in derived.polyploid:
        yield (
            f"Karyotype: {clone} is not diploid; the change of ploidy is counted as one "
            "abnormality (a rule not compared with its source)."
        )
    for clone in derived.unclear_sex:
        yield (
            f"Karyotype: {clone} does not have two sex chromosomes and does not say why; is it "
            "constitutional (ISCN writes c), or was one lost or gained? It is not called normal."
        )
    few = derived.metaphases is not None and derived.metaphases < FEWEST_METAPHASES
    if derived.events and few:
        yield (
            f"Karyotype: a clone was found in fewer than {FEWEST_METAPHASES} metaphases "
            f"({derived.metaphases}); further abnormalities may have been missed."
        )
    if not read.clones or derived.count or _is_doubtful(derived):
        return
    if derived.metaphases is None:
        yield "Karyotype: without the number of metaphases nothing is called absent."
    elif derived.metaphases < FEWEST_METAPHASES:
        yield (
            f"Karyotype: fewer than {FEWEST_METAPHASES} metaphases ({derived.metaphases}) do not "
            "show a normal karyotype."
        )
