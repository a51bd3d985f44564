"""Ask every classification, score and formula of a release about one case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledgebase.records import Content
from knowledgebase.rules.facts import Fact, Facts
from tumorboard.domain.assessment import Assessment, AssessmentStatus, Step
from tumorboard.interpretation.chromosome_facts import SOURCE as KARYOTYPE
from tumorboard.interpretation.classify import classify
from tumorboard.interpretation.formulas.computed import compute
from tumorboard.interpretation.score import score_case

_CYTOGENETIC_GROUP = "risk.ipssr_cytogenetics"
_GROUP_FACT = "ipssr_cytogenetics"
_STATED = "stated on the case form"


def assess(facts: Facts, content: Content) -> tuple[Assessment, ...]:
    """Give every assessment of a case, classifications first, by the names of their records.

    A group that other models ask for (the cytogenetic group of IPSS-R) becomes a fact once it is
    reached. Stated on the form it counts, unless the chromosomes lead to another one. Pure.
    """
    classified = [
        _with_stated_group(classify(record, facts, content.diseases), facts)
        for record in content.classifications.values()
    ]
    groups = [one for one in classified if one.key == _CYTOGENETIC_GROUP]
    told = any(one.status is not AssessmentStatus.NOT_APPLICABLE for one in groups)
    others = (fact for fact in facts if not told or fact.name != _GROUP_FACT)
    known = Facts.of([*others, *_reached(groups)])
    scored = [score_case(record, known, content.diseases) for record in content.scores.values()]
    before = {one.key: one for one in (*classified, *scored)}
    computed = [
        compute(record, known, content.diseases, before) for record in content.formulas.values()
    ]
    return (*classified, *scored, *computed)


def _reached(groups: list[Assessment]) -> Iterator[Fact]:
    for one in groups:
        if one.status is AssessmentStatus.SINGLE:
            source = _STATED if one.path[-1].name == _STATED else "from the karyotype"
            yield Fact(_GROUP_FACT, one.result, source=f"{one.standard}, {source}")


def _with_stated_group(one: Assessment, facts: Facts) -> Assessment:
    """Let the group that the form states settle the cytogenetic groups, or contradict them.

    Against abnormalities that only the form lists, the group counts: the list need not be whole,
    the group is a laboratory's conclusion. Against a karyotype that was read, neither counts.
    """
    stated = facts.get(_GROUP_FACT)
    if one.key != _CYTOGENETIC_GROUP or stated is None or not isinstance(stated.value, str):
        return one
    if one.status is AssessmentStatus.NOT_APPLICABLE:
        return one
    path = (*one.path, Step(_STATED, stated.value, None, None))
    if stated.value in one.possible:
        return replace(
            one,
            status=AssessmentStatus.SINGLE,
            result=stated.value,
            possible=(stated.value,),
            path=path,
            missing=(),
        )
    said = (
        f"Contradiction: the form states {stated.value}, the chromosome abnormalities say "
        f"{', '.join(one.possible)}"
    )
    if not any(fact.source.startswith(KARYOTYPE) for fact in facts.family("cytogenetics")):
        flag = f"{said}; the group stated counts. Please check."
        return replace(
            one,
            status=AssessmentStatus.SINGLE,
            result=stated.value,
            possible=(stated.value,),
            path=path,
            missing=(),
            flags=(*one.flags, flag),
        )
    flag = f"{said}; the group counts as unknown until somebody settles it."
    return replace(
        one,
        status=AssessmentStatus.SET,
        result="",
        possible=(*one.possible, stated.value),
        path=path,
        flags=(*one.flags, flag),
    )
