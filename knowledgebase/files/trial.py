"""``trials/ID.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from knowledgebase.curation import LONGEST_VALIDITY
from knowledgebase.files.fields import Fields, as_items, as_texts
from knowledgebase.files.problems import Problem
from knowledgebase.files.record_data import digest_of
from knowledgebase.files.shared import (
    Fault,
    Surroundings,
    each,
    read_disease_codes,
    read_source,
)
from knowledgebase.files.strict_yaml import Mapping as MappingNode
from knowledgebase.files.strict_yaml import Node, fault, kind_of, shortened
from knowledgebase.records import (
    Cohort,
    CohortStatus,
    Contact,
    Evidence,
    Intervention,
    Recruitment,
    Review,
    Site,
    Structured,
    Trial,
    TrialSex,
)
from knowledgebase.rules.bounds import parse_bounds
from knowledgebase.rules.criteria import Bounds, Rule
from knowledgebase.rules.names import Names
from knowledgebase.rules.text import parse_rule

PHASES = ("early 1", "1", "2", "3", "4")

_KEYS = (
    *("id", "title", "official_title", "phases", "recruitment", "sponsor", "conditions"),
    *("conditions_open", "diseases", "interventions", "age", "sex", "criteria", "structured"),
    *("cohorts", "sites", "contacts", "starts", "completes", "registry_updated"),
    *("registry_verified", "eligibility", "sources", "evidence", "evidence_note", "checked"),
    *("expires", "review"),
)
# NCT number; EU CT number (CTIS) 2023-503456-12-00; EudraCT 2019-001234-12; a protocol of one's own
TRIAL_NUMBER = re.compile(
    r"NCT[0-9]{8}|20[0-9]{2}-5[0-9]{5}-[0-9]{2}-[0-9]{2}|(?:19|20)[0-9]{2}-[0-9]{6}-[0-9]{2}"
    r"|LOCAL-[A-Za-z0-9][A-Za-z0-9.+-]{0,60}"
)
_SOMETIME = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")


def read_trial(node: Node, problems: list[Problem], names: Names) -> Trial:
    """Read ``trials/ID.yaml``; ``names`` are those the rules may use."""
    fields = Fields(node, _KEYS, problems)
    record = Trial(
        id=fields.text("id"),
        title=fields.text("title"),
        official_title=fields.text_or_empty("official_title"),
        phases=fields.optional("phases", _phases, ()),
        recruitment=fields.word("recruitment", Recruitment),
        sponsor=fields.text_or_empty("sponsor"),
        conditions=fields.texts("conditions"),
        conditions_open=fields.texts("conditions_open"),
        diseases=_diseases(fields, names),
        interventions=each(fields, "interventions", _intervention, problems),
        age=fields.optional("age", _age, None),
        sex=fields.word("sex", TrialSex) if fields.node.get("sex") else TrialSex.ALL,
        criteria=_rule(fields, names),
        structured=fields.word("structured", Structured),
        cohorts=each(fields, "cohorts", lambda item, told: _cohort(item, told, names), problems),
        sites=each(fields, "sites", _site, problems),
        contacts=each(fields, "contacts", _contact, problems),
        starts=_sometime(fields, "starts"),
        completes=_sometime(fields, "completes"),
        registry_updated=_sometime(fields, "registry_updated"),
        registry_verified=_sometime(fields, "registry_verified"),
        eligibility=fields.text_or_empty("eligibility"),
        sources=each(fields, "sources", read_source, problems),
        evidence=fields.word("evidence", Evidence),
        evidence_note=fields.text_or_empty("evidence_note"),
        checked=fields.day("checked"),
        expires=fields.day("expires"),
        review=fields.word("review", Review),
        digest="",
    )
    return replace(record, digest=digest_of(record))


def trial_faults(records: Mapping[str, Trial], around: Surroundings) -> Iterator[Fault]:
    """Apply the rules of curation for trials."""
    for name, trial in records.items():
        for key, sentence in _faults(trial, around):
            yield name, key, sentence


def _faults(trial: Trial, around: Surroundings) -> Iterator[tuple[str, str]]:
    if not TRIAL_NUMBER.fullmatch(trial.id):
        yield (
            "id",
            f'"{shortened(trial.id)}" is no trial number; write NCT and eight digits, an EU CT '
            "number such as 2023-503456-12-00, or LOCAL- and your own protocol number",
        )
    cohorts = [cohort.id for cohort in trial.cohorts]
    for twice in sorted({one for one in cohorts if cohorts.count(one) > 1}):
        yield "cohorts", f'two cohorts are named "{shortened(twice)}"; give each its own id'
    rules = [trial.criteria, *(cohort.criteria for cohort in trial.cohorts)]
    if trial.structured is Structured.NONE and any(rule is not None for rule in rules):
        yield "structured", "criteria are stated, so structured is part or whole"
    if trial.structured is Structured.WHOLE and all(rule is None for rule in rules):
        yield "structured", "no criteria are stated, so structured is none"
    for condition in trial.conditions_open:
        if condition not in trial.conditions:
            yield "conditions_open", f'"{shortened(condition)}" is none of the conditions'
    # There is no kind of source for an EU register: an EU number is its own entry there.
    if not trial.sources and trial.id.startswith("NCT"):
        yield "sources", "a trial needs its registry entry among the sources"
    if trial.evidence is Evidence.VERIFIED and not trial.evidence_note:
        yield "evidence_note", "say what was compared with the source, and how"
    yield from _on_dates(trial, around)
    if around.shipped and trial.review is not Review.DRAFT:
        yield "review", "shipped content is draft; a hospital's curators approve it"


def _on_dates(trial: Trial, around: Surroundings) -> Iterator[tuple[str, str]]:
    if trial.expires <= trial.checked:
        yield "expires", "the record expires before it was checked; correct one of the dates"
    elif trial.expires - trial.checked > LONGEST_VALIDITY:
        yield "expires", "a check is relied on for two years at most; choose an earlier date"
    if around.today is not None and trial.checked > around.today:
        yield "checked", "the check lies in the future; correct the date"


def _phases(node: Node) -> tuple[str, ...]:
    for item, text in zip(as_items(node), as_texts(node), strict=True):
        if text not in PHASES:
            choice = ", ".join(PHASES)
            raise fault(item, f'"{shortened(text)}" is no phase; write one of {choice}')
    return as_texts(node)


def _diseases(fields: Fields, names: Names) -> tuple[str, ...]:
    """Read the codes; unlike an assertion, a trial may have conditions without any code."""

    def codes(node: Node) -> tuple[str, ...]:
        return read_disease_codes(node, names) if as_items(node) else ()

    return fields.optional("diseases", codes, ())


def _age(node: Node) -> Bounds | None:
    if not isinstance(node, MappingNode):
        raise fault(
            node, f"age needs bounds such as {{at_least: 18, unit: a}}, not {kind_of(node)}"
        )
    return parse_bounds(node, "a")


def _rule(fields: Fields, names: Names) -> Rule | None:
    return fields.optional("criteria", lambda part: parse_rule(part, names), None)


def _cohort(node: Node, problems: list[Problem], names: Names) -> Cohort:
    allowed = ("id", "title", "kind", "status", "interventions", "description", "criteria")
    fields = Fields(node, allowed, problems)
    return Cohort(
        id=fields.text("id"),
        title=fields.text("title"),
        kind=fields.text_or_empty("kind"),
        status=fields.word("status", CohortStatus),
        interventions=fields.texts("interventions"),
        description=fields.text_or_empty("description"),
        criteria=_rule(fields, names),
    )


def _intervention(node: Node, problems: list[Problem]) -> Intervention:
    fields = Fields(node, ("kind", "name"), problems)
    return Intervention(fields.text_or_empty("kind"), fields.text("name"))


def _site(node: Node, problems: list[Problem]) -> Site:
    fields = Fields(node, ("facility", "city", "country", "status"), problems)
    return Site(
        fields.text_or_empty("facility"),
        fields.text_or_empty("city"),
        fields.text_or_empty("country"),
        fields.word("status", Recruitment),
    )


def _contact(node: Node, problems: list[Problem]) -> Contact:
    fields = Fields(node, ("name", "role", "phone", "email"), problems)
    return Contact(*(fields.text_or_empty(key) for key in ("name", "role", "phone", "email")))


def _sometime(fields: Fields, name: str) -> str:
    text = fields.text_or_empty(name)
    if text and not _SOMETIME.fullmatch(text):
        fields.note_at(name, f"{name} is a year, a month or a day: 2019, 2019-10, 2019-10-24")
    return text
