"""``pathways/ID.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from knowledgebase.curation import date_faults
from knowledgebase.drug_classes import DRUG_CLASSES
from knowledgebase.files.fields import Fields, as_items, as_text, as_texts, as_whole
from knowledgebase.files.problems import Problem
from knowledgebase.files.product import LABEL_REGIONS
from knowledgebase.files.record_data import digest_of
from knowledgebase.files.shared import Fault, Surroundings, each, read_disease_codes, read_source
from knowledgebase.files.strict_yaml import Node, fault, shortened
from knowledgebase.records import (
    CountedFrom,
    Evidence,
    Pathway,
    PathwayStep,
    ProductKind,
    Review,
    Timing,
    Washout,
)
from knowledgebase.rules.names import Names, drug_problem
from knowledgebase.vocabulary import nearest

TRANSPLANTS = ("autologous", "allogeneic")
"""Kinds of transplantation a washout may name; a case states them by the same words."""

_EVIDENCE_KEYS = ("sources", "evidence", "evidence_note")
_KEYS = (
    *("id", "title", "applies_to", "steps", "timings", "washouts", "note"),
    *("checked", "expires", "review"),
)
_STEP_KEYS = (
    *("id", "title", "title_da", "words", "after", "optional", "products"),
    *_EVIDENCE_KEYS,
)
_TIMING_KEYS = (
    *("id", "products", "region", "diseases", "step", "lasts", "until", "counted_from"),
    *("at_least", "at_most", "words", *_EVIDENCE_KEYS, "checked", "expires"),
)
_WASHOUT_KEYS = (
    *("id", "title", "before", "drugs", "classes", "transplants", "at_least", "words"),
    *_EVIDENCE_KEYS,
)


def read_pathway(node: Node, problems: list[Problem], names: Names) -> Pathway:
    """Read ``pathways/ID.yaml``."""
    fields = Fields(node, _KEYS, problems)
    record = Pathway(
        id=fields.text("id"),
        title=fields.text("title"),
        applies_to=fields.word("applies_to", ProductKind),
        steps=each(fields, "steps", _step(names), problems),
        timings=each(fields, "timings", _timing(names), problems),
        washouts=each(fields, "washouts", _washout(names), problems),
        note=fields.text_or_empty("note"),
        checked=fields.day("checked"),
        expires=fields.day("expires"),
        review=fields.word("review", Review),
        digest="",
    )
    return replace(record, digest=digest_of(record))


def _step(names: Names) -> Callable[[Node, list[Problem]], PathwayStep]:
    def read(node: Node, problems: list[Problem]) -> PathwayStep:
        fields = Fields(node, _STEP_KEYS, problems)
        return PathwayStep(
            id=fields.text("id"),
            title=fields.text("title"),
            title_da=fields.text("title_da"),
            words=fields.text("words"),
            after=fields.texts("after"),
            optional=fields.yes("optional"),
            products=fields.optional("products", lambda part: _drugs(part, names), ()),
            sources=each(fields, "sources", read_source, problems),
            evidence=fields.word("evidence", Evidence),
            evidence_note=fields.text("evidence_note"),
        )

    return read


def _timing(names: Names) -> Callable[[Node, list[Problem]], Timing]:
    def read(node: Node, problems: list[Problem]) -> Timing:
        fields = Fields(node, _TIMING_KEYS, problems)
        counted = CountedFrom.FIRST_DAY
        if fields.node.get("counted_from") is not None:
            counted = fields.word("counted_from", CountedFrom)
        record = Timing(
            id=fields.text("id"),
            products=fields.optional("products", lambda part: _drugs(part, names), ()),
            region=fields.optional("region", _region, ""),
            diseases=fields.optional("diseases", lambda part: read_disease_codes(part, names), ()),
            step=fields.text("step"),
            lasts=fields.optional("lasts", as_whole, None),
            until=fields.text_or_empty("until"),
            counted_from=counted,
            at_least=fields.optional("at_least", as_whole, None),
            at_most=fields.optional("at_most", as_whole, None),
            words=fields.text("words"),
            sources=each(fields, "sources", read_source, problems),
            evidence=fields.word("evidence", Evidence),
            evidence_note=fields.text("evidence_note"),
            checked=fields.day("checked"),
            expires=fields.day("expires"),
        )
        for sentence in _bound_faults(record):
            fields.note_at("until", sentence)
        return record

    return read


def _bound_faults(record: Timing) -> Iterator[str]:
    bounds = (record.at_least, record.at_most)
    if bool(record.until) != (bounds != (None, None)):
        yield "until and a bound (at_least, at_most) stand together, or neither does"
    if None not in bounds and bounds != tuple(sorted(one or 0 for one in bounds)):
        yield "at_least is more than at_most"
    if record.lasts == 0:
        yield "a step lasts one day or more"


def _washout(names: Names) -> Callable[[Node, list[Problem]], Washout]:
    def read(node: Node, problems: list[Problem]) -> Washout:
        fields = Fields(node, _WASHOUT_KEYS, problems)
        record = Washout(
            id=fields.text("id"),
            title=fields.text("title"),
            before=fields.text("before"),
            drugs=fields.optional("drugs", lambda part: _drugs(part, names), ()),
            classes=fields.optional("classes", lambda part: _words(part, DRUG_CLASSES), ()),
            transplants=fields.optional("transplants", lambda part: _words(part, TRANSPLANTS), ()),
            at_least=fields.read("at_least", as_whole, 0),
            words=fields.text("words"),
            sources=each(fields, "sources", read_source, problems),
            evidence=fields.word("evidence", Evidence),
            evidence_note=fields.text("evidence_note"),
        )
        if not (record.drugs or record.classes or record.transplants):
            fields.note_at("drugs", "a washout names drugs, classes or a kind of transplantation")
        return record

    return read


def _drugs(node: Node, names: Names) -> tuple[str, ...]:
    for item in as_items(node):
        problem = drug_problem(as_text(item), names)
        if problem:
            raise fault(item, problem)
    return as_texts(node)


def _words(node: Node, known: Iterable[str]) -> tuple[str, ...]:
    words = tuple(known)
    for item in as_items(node):
        text = as_text(item)
        if text not in words:
            near = nearest(text, words)
            raise fault(item, f'"{shortened(text)}" is not known here{near}')
    return as_texts(node)


def _region(node: Node) -> str:
    text = as_text(node)
    if text not in LABEL_REGIONS:
        raise fault(node, f'"{shortened(text)}" is not one of {", ".join(LABEL_REGIONS)}')
    return text


def pathway_faults(records: Mapping[str, Pathway], around: Surroundings) -> Iterator[Fault]:
    """Hold ids apart, references to steps of the record itself, dates sound, sources named."""
    for name, pathway in records.items():
        steps = [step.id for step in pathway.steps]
        for key, ids in (
            ("steps", steps),
            ("timings", [one.id for one in pathway.timings]),
            ("washouts", [one.id for one in pathway.washouts]),
        ):
            for one in sorted({one for one in ids if ids.count(one) > 1}):
                yield name, key, f'the id "{one}" stands twice'
        yield from ((name, key, said) for key, said in _stray(pathway, steps))
        for _, sentence in date_faults(pathway.checked, pathway.expires, around.today):
            yield name, "expires", sentence
        for timing in pathway.timings:
            for _, sentence in date_faults(timing.checked, timing.expires, around.today):
                yield name, "timings", f"{timing.id}: {sentence}"
        told: list[tuple[str, PathwayStep | Timing | Washout]] = []
        told += [("steps", step) for step in pathway.steps]
        told += [("timings", timing) for timing in pathway.timings]
        told += [("washouts", washout) for washout in pathway.washouts]
        for key, part in told:
            if part.evidence is Evidence.VERIFIED and not part.sources:
                yield name, key, f"{part.id}: what is verified names its source"
        if around.shipped and pathway.review is not Review.DRAFT:
            yield name, "review", "shipped content is draft; a hospital's curators approve it"


def _stray(pathway: Pathway, steps: list[str]) -> Iterator[tuple[str, str]]:
    """Name the references to steps that are none, or that stand in the wrong order."""
    for at, step in enumerate(pathway.steps):
        for before in step.after:
            if before not in steps[:at]:
                yield "steps", f'{step.id}: "{before}" is no step before it{nearest(before, steps)}'
    for timing in pathway.timings:
        named = [one for one in (timing.step, timing.until) if one]
        stray = [one for one in named if one not in steps]
        for one in stray:
            yield "timings", f'{timing.id}: "{one}" is no step{nearest(one, steps)}'
        if timing.until and not stray and steps.index(timing.until) <= steps.index(timing.step):
            yield "timings", f'{timing.id}: "{timing.until}" does not come after the step'
    for washout in pathway.washouts:
        if washout.before not in steps:
            near = nearest(washout.before, steps)
            yield "washouts", f'{washout.id}: "{washout.before}" is no step{near}'
