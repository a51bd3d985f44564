"""Ask every classification, score and formula of a release about one case."""

from __future__ import annotations

from collections.abc import Iterator

from knowledgebase.records import Content
from knowledgebase.rules.facts import Fact, Facts
from tumorboard.domain.assessment import Assessment, AssessmentStatus
from tumorboard.interpretation.classify import classify
from tumorboard.interpretation.formulas.computed import compute
from tumorboard.interpretation.score import score_case

_CYTOGENETIC_GROUP = "risk.ipssr_cytogenetics"


def assess(facts: Facts, content: Content) -> tuple[Assessment, ...]:
    """Give every assessment of a case, classifications first, by the names of their records.

    A group that other models ask for (the cytogenetic group of IPSS-R) becomes a fact once it is
    reached. Pure.
    """
    classified = [
        classify(record, facts, content.diseases) for record in content.classifications.values()
    ]
    known = Facts.of([*facts, *_groups(classified, facts)])
    scored = [score_case(record, known, content.diseases) for record in content.scores.values()]
    before = {one.key: one for one in (*classified, *scored)}
    computed = [
        compute(record, known, content.diseases, before) for record in content.formulas.values()
    ]
    return (*classified, *scored, *computed)


def _groups(classified: list[Assessment], facts: Facts) -> Iterator[Fact]:
    for one in classified:
        reached = one.status is AssessmentStatus.SINGLE
        if one.key == _CYTOGENETIC_GROUP and reached and not facts.get("ipssr_cytogenetics"):
            yield Fact(
                "ipssr_cytogenetics", one.result, source=f"{one.standard}, from the karyotype"
            )
