"""What a record of any kind is about, read off its own fields."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from knowledgebase.catalog import load_content
from knowledgebase.mentions import digest_of_record, kinds_of, mentions_of
from knowledgebase.records import Evidence, Review, Source, SourceKind
from knowledgebase.rules.criteria import All, Criterion, Not, Rule

CONTENT = load_content()
SOURCE = Source(SourceKind.PMID, "1", "a title")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a kind that is not there yet."""

    when: Rule
    drug: str
    evidence: Evidence
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class New:
    """A kind that is not there yet."""

    id: str
    diseases: tuple[str, ...]
    parts: tuple[Part, ...]
    expires: date
    review: Review


RULE = All(
    (
        Criterion("alteration", "FLT3-ITD"),
        Criterion("fusion", "KMT2A::*"),
        Not(Criterion("disease", one_of=("PCM",))),
        Criterion("disease", one_of=("MDS",)),
        Criterion("prior_drug", "midostaurin"),
    )
)
PART = Part(RULE, "gilteritinib", Evidence.VERIFIED, (SOURCE, SOURCE))
RECORD = New("x", ("AML",), (PART, PART), date(2027, 1, 1), Review.DRAFT)


def test_a_kind_that_is_new_is_understood() -> None:
    about = mentions_of("new", "x", RECORD, CONTENT)
    assert about.title == "x"
    assert about.diseases == {"AML", "MDS"}
    assert about.genes == {"FLT3", "KMT2A"}
    assert about.drugs == {"gilteritinib", "midostaurin"}
    assert about.sources == (SOURCE,)
    assert (about.verified, about.expires) == (True, RECORD.expires)
    assert not about.approved_in_file


def test_one_unverified_part_makes_the_record_so() -> None:
    doubtful = replace(RECORD, parts=(PART, replace(PART, evidence=Evidence.UNVERIFIED)))
    assert not mentions_of("new", "x", doubtful, CONTENT).verified
    assert mentions_of(
        "new", "x", replace(RECORD, review=Review.APPROVED), CONTENT
    ).approved_in_file


@pytest.mark.parametrize("kind", [kind for kind, _ in kinds_of(CONTENT)])
def test_every_record_has_a_digest_of_its_own(kind: str) -> None:
    records = dict(kinds_of(CONTENT))[kind]
    digests = {digest_of_record(record) for record in records.values()}
    assert len(digests) == len(records)
    assert all(len(one) == 64 for one in digests)
