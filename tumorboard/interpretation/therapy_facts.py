"""Facts on earlier treatment: what was given, what failed, and what surely was not given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from knowledgebase.asked import asked_of
from knowledgebase.drug_classes import DRUG_CLASSES
from knowledgebase.drugs import folded, names_of_drugs
from knowledgebase.once import once_a_release
from knowledgebase.records import Content, Drug
from knowledgebase.rules.facts import Fact
from knowledgebase.rules.words import fact_in_words
from tumorboard.domain.case import Case, PriorTherapy
from tumorboard.interpretation.responses import best_of, response_word

_SOURCE = "case form: prior therapies"
_PROGRESSIVE = "progressive disease"
_SAID = {True: "yes", False: "no"}
_CLASSES = frozenset(one.casefold() for one in DRUG_CLASSES)
# What a fact may be asked of; a class that is asked as a drug is neither.
_ASKED_OF = {"prior_drug": ("drug",), "prior_class": ("class",), "refractory_to": ("drug", "class")}


@dataclass(frozen=True, slots=True)
class _Given:
    """A drug or a class of drugs that was given: in which lines, and whose word that is."""

    name: str
    therapies: list[PriorTherapy] = field(default_factory=list)
    told_by: list[str] = field(default_factory=list)

    def add(self, therapy: PriorTherapy, told_by: str) -> None:
        if therapy not in self.therapies:
            self.therapies.append(therapy)
            self.told_by.append(told_by)


def therapy_facts(case: Case, content: Content) -> Iterator[Fact]:
    """Give the facts on prior therapy.

    A drug is known by any name of its record, and its classes are those of the record. Something
    was surely *not* given only when the list of treatments is stated to be complete
    (``prior_therapies_known``) and every line is known well enough: for a class, its classes from
    the drugs' records or as written; for a drug, each drug by its record, or classes as written
    that the drug is not of ("R-CHOP" alone may hold rituximab). Facts of the latter sort are made
    for what the rules ask, because every drug of the world cannot be listed.
    """
    names = _names(case, content)
    drugs, classes = _given(case, names)
    for fact, given in (("prior_drug", drugs), ("prior_class", classes)):
        yield from (Fact(fact, True, one.name, source=one.told_by[0]) for one in given.values())
    everything = {**drugs, **classes}
    yield from _refractory(everything)
    yield from _responses(everything)
    yield from _lines(case)
    if not case.prior_therapies_known:
        return
    source = f"{_SOURCE} (stated to be complete)"
    history = _history(case, everything, names)
    for fact, one in _asked_treatments(content):
        if _never_given(one, history):
            yield Fact(fact, False, one.key, source=source)


def line_statements(case: Case) -> Mapping[str, tuple[bool, str]]:
    """Give what the lines of treatment say of what the clinician may state too, with the source.

    Lines say yes only by what is written there: refractory or progressive disease of the first
    line, progressive disease or a stop for progression of the last. No is said of the first line
    alone, where it is stated not to be refractory. Entries of one line must agree. Which line is
    the last is known only where the list is stated to be complete.
    """
    said: dict[str, tuple[bool, str]] = {}
    first = [one for one in case.prior_therapies if one.line == 1]
    refractory = {_failed(one) for one in first}
    if refractory in ({True}, {False}):
        said["refractory_to_first_line"] = (refractory == {True}, f"{_SOURCE}, line 1")
    number = max((one.line for one in case.prior_therapies), default=0)
    last = [one for one in case.prior_therapies if one.line == number]
    if last and case.prior_therapies_known and all(_progressed(one) for one in last):
        said["progression_on_last_therapy"] = (True, f"{_SOURCE}, line {number}")
    return said


def _failed(therapy: PriorTherapy) -> bool | None:
    """Tell whether a line is refractory as stated, or by progressive disease as its response."""
    progressive = response_word(therapy.best_response) == _PROGRESSIVE
    if therapy.refractory is False and progressive:
        return None
    return True if progressive else therapy.refractory


def _progressed(therapy: PriorTherapy) -> bool:
    progressive = response_word(therapy.best_response) == _PROGRESSIVE
    return progressive or therapy.stop_reason == "progression"


def therapy_notes(case: Case, content: Content) -> tuple[str, ...]:
    """Say which treatments and responses are not known, and where lines and clinician differ."""
    names = _names(case, content)
    given = [drug for therapy in case.prior_therapies for drug in therapy.drugs]
    drugs = dict.fromkeys(drug for drug in given if folded(drug) not in names)
    written = (therapy.best_response.strip() for therapy in case.prior_therapies)
    responses = dict.fromkeys(one for one in written if one and not response_word(one))
    notes = []
    for name, (holds, source) in line_statements(case).items():
        if case.statements.get(name, holds) is not holds:
            notes.append(
                f"Contradiction: {fact_in_words(name)} is {_SAID[holds]} by the {source}, and the "
                f"clinician says {_SAID[not holds]}; it counts as unknown."
            )
    if drugs:
        notes.append(
            f"Prior therapy, no drug of the knowledge base: {', '.join(drugs)}; of these only the "
            "classes written beside them count."
        )
    classes = dict.fromkeys(one for each in case.prior_therapies for one in _unknown_classes(each))
    if classes:
        notes.append(f"Prior therapy, no class of drugs a rule asks for: {', '.join(classes)}.")
    if responses:
        notes.append(f"Best response, not understood and not counted: {', '.join(responses)}.")
    return tuple(notes)


def _names(case: Case, content: Content) -> Mapping[str, Drug]:
    """Give the drugs by their names, which nobody asks where no treatment is listed."""
    return _drugs_of(content) if case.prior_therapies else {}


@once_a_release
def _drugs_of(content: Content) -> Mapping[str, Drug]:
    return names_of_drugs(content.drugs.values())


@dataclass(frozen=True, slots=True)
class _Treatment:
    """A drug or a class of drugs that a rule asks for; neither where it is asked as the other.

    ``folded`` is the name under which it is among what was given, ``drug`` its record.
    """

    key: str
    folded: str
    is_class: bool
    is_drug: bool
    drug: Drug | None


@once_a_release
def _asked_treatments(content: Content) -> tuple[tuple[str, _Treatment], ...]:
    """Give the treatments that rules ask for, in a stable order, with the fact that is asked."""
    names = _drugs_of(content)
    return tuple(
        (fact, _treatment(key, _ASKED_OF[fact], names))
        for fact, key in sorted(asked_of(content))
        if fact in _ASKED_OF
    )


def _treatment(key: str, kinds: tuple[str, ...], names: Mapping[str, Drug]) -> _Treatment:
    if key.casefold() in _CLASSES and "class" in kinds:
        return _Treatment(key, key.casefold(), is_class=True, is_drug=False, drug=None)
    drug = names.get(folded(key))
    name = (drug.id if drug else key).casefold()
    return _Treatment(key, name, is_class=False, is_drug="drug" in kinds, drug=drug)


def _given(case: Case, names: Mapping[str, Drug]) -> tuple[dict[str, _Given], dict[str, _Given]]:
    """Collect drugs and classes by folded name; a record's name replaces the one written."""
    drugs: dict[str, _Given] = {}
    classes: dict[str, _Given] = {}
    for therapy in case.prior_therapies:
        source = f"{_SOURCE}, line {therapy.line}"
        for written in therapy.classes:
            classes.setdefault(written.casefold(), _Given(written)).add(therapy, source)
        for written in therapy.drugs:
            drug = names.get(folded(written))
            name = drug.id if drug else written
            known_as = "" if name.casefold() == folded(written) else f" (written {written})"
            drugs.setdefault(name.casefold(), _Given(name)).add(therapy, source + known_as)
            for one in drug.classes if drug else ():
                told_by = f"{source}; the record of {name} says {one}"
                classes.setdefault(one.casefold(), _Given(one)).add(therapy, told_by)
    return drugs, classes


def _names_all(therapy: PriorTherapy, names: Mapping[str, Drug]) -> bool:
    """Tell whether a line names every drug by its record; a regimen's name hides several."""
    return bool(therapy.drugs) and all(folded(drug) in names for drug in therapy.drugs)


def _classes_known(therapy: PriorTherapy, names: Mapping[str, Drug]) -> bool:
    if _names_all(therapy, names):
        return True
    return bool(therapy.classes) and not _unknown_classes(therapy)


def _may_hold(therapy: PriorTherapy, drug: Drug | None, names: Mapping[str, Drug]) -> bool:
    """Tell whether a line may hold a drug under a name the program does not know."""
    if _names_all(therapy, names):
        return False
    if drug is None or not drug.classes or not _classes_known(therapy, names):
        return True
    written = {one.casefold() for one in therapy.classes}
    return any(one.casefold() in written for one in drug.classes)


def _unknown_classes(therapy: PriorTherapy) -> tuple[str, ...]:
    return tuple(one for one in therapy.classes if one.casefold() not in _CLASSES)


def _lines(case: Case) -> Iterator[Fact]:
    lines = {therapy.line for therapy in case.prior_therapies}
    if case.prior_therapies_known:
        yield Fact("lines_of_therapy", Decimal(len(lines)), unit="1", source=_SOURCE)
    elif lines:
        least = Decimal(len(lines))
        source = f"{_SOURCE} (not stated to be complete)"
        yield Fact("lines_of_therapy", least, unit="1", source=source, lower_bound=True)


def _refractory(given: Mapping[str, _Given]) -> Iterator[Fact]:
    """A regimen that failed counts for each of its drugs; failing once outweighs responding."""
    for one in given.values():
        states = {therapy.refractory for therapy in one.therapies}
        if True not in states and None in states:
            continue
        failed = True in states
        place = next(at for at, therapy in enumerate(one.therapies) if therapy.refractory is failed)
        yield Fact("refractory_to", failed, one.name, source=one.told_by[place])


def _responses(given: Mapping[str, _Given]) -> Iterator[Fact]:
    """The best response to a drug is known when that of every line with it is."""
    for one in given.values():
        words = {response_word(therapy.best_response) for therapy in one.therapies}
        if "" not in words:
            sources = "; ".join(dict.fromkeys(one.told_by))
            yield Fact("best_response", best_of(words), one.name, source=sources)


@dataclass(frozen=True, slots=True)
class _History:
    """What was given, and what the list of treatments leaves open.

    ``unclear`` are the lines that may hold a drug under a name the program does not know.
    """

    given: Mapping[str, _Given]
    names: Mapping[str, Drug]
    classes_known: bool
    unclear: tuple[PriorTherapy, ...]


def _history(case: Case, given: Mapping[str, _Given], names: Mapping[str, Drug]) -> _History:
    unclear = tuple(one for one in case.prior_therapies if not _names_all(one, names))
    return _History(given, names, all(_classes_known(one, names) for one in unclear), unclear)


def _never_given(one: _Treatment, history: _History) -> bool:
    """Tell whether a drug or a class surely was not given; then nobody is refractory to it."""
    if one.folded in history.given:
        return False
    if one.is_class:
        return history.classes_known
    return one.is_drug and not any(
        _may_hold(therapy, one.drug, history.names) for therapy in history.unclear
    )
