"""Synthetic knowledge of any size: genes, named alterations, fusions, diseases, assertions.

Nothing in it is medicine: names are made up and only the shape and the proportions are those of
a large knowledge base (few genes carry much of the evidence, most assertions ask one finding).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from knowledgebase.files.kinds import KINDS
from knowledgebase.files.record_data import digest_of, digest_of_data
from knowledgebase.records import (
    Alteration,
    Assertion,
    Axis,
    Content,
    Disease,
    Effect,
    Evidence,
    Gene,
    GeneRole,
    Level,
    RegionalStatus,
    RegionStatus,
    Review,
    Source,
    SourceKind,
    VariantPattern,
)
from knowledgebase.rules.criteria import All, AnyOf, Bounds, Criterion, Not, Rule
from knowledgebase.rules.facts import Fact, Facts

GENES, DISEASES, ALTERATIONS_PER_GENE, DRUGS = 800, 200, 12, 500


def synthetic_content(assertions: int, seed: int = 1) -> Content:
    """Make a content with this many assertions; the same seed gives the same content."""
    draw = random.Random(seed)
    genes = {name: _gene(name) for name in _genes()}
    diseases = {
        f"D{n}": Disease(f"D{n}", f"D{n // 4}" if n > 3 else "", f"Disease {n}", "", "", ())
        for n in range(1, DISEASES)
    }
    alterations = {one.id: one for gene in genes for one in _alterations(gene)}
    names = list(alterations)
    made = (_assertion(n, draw, names) for n in range(assertions))
    return sealed(
        Content(
            version="2026.11.21",
            digest="",
            genes=genes,
            diseases=diseases,
            alterations=alterations,
            assertions={one.id: one for one in made},
        )
    )


def sealed(content: Content) -> Content:
    """Give the content with the digest that fits its records."""
    digests = {
        kind.folder: {
            name: getattr(record, "digest", "") or digest_of(record)
            for name, record in getattr(content, kind.folder).items()
        }
        for kind in KINDS
    }
    told = {"version": content.version, "records": digests}
    return replace(content, digest=digest_of_data(told))


def synthetic_case(findings: int, seed: int = 2) -> Facts:
    """Make the facts of one case with this many findings, and what the clinic states."""
    draw = random.Random(seed)
    names = [one.id for gene in _genes() for one in _alterations(gene)]
    facts: dict[tuple[str, str], Fact] = {}
    for name in draw.sample(names, findings * 7 // 10):
        facts["alteration", name] = Fact("alteration", True, name, vaf=Decimal("0.31"))
        gene = name.partition("-")[0]
        facts["gene", gene] = Fact("gene", True, gene, vaf=Decimal("0.31"))
    while sum(name in ("alteration", "fusion") for name, _ in facts) < findings:
        key = f"{draw.choice(_genes())}::{draw.choice(_genes())}"
        facts["fusion", key] = Fact("fusion", True, key)
    facts["disease", ""] = Fact("disease", "D17")
    facts["age", ""] = Fact("age", Decimal(63), unit="a")
    facts["setting", ""] = Fact("setting", "relapsed")
    return Facts.of(facts.values())


def _genes() -> list[str]:
    return [f"SYN{n}" for n in range(GENES)]


def _gene(name: str) -> Gene:
    number = int(name[3:])
    source = Source(SourceKind.PMID, str(10_000_000 + number), "Synthetic")
    transcripts = (f"ENST{number:011d}",)
    return Gene(name, (), GeneRole.OTHER, transcripts, False, False, (), (source,))


def _alterations(gene: str) -> Iterator[Alteration]:
    for n in range(ALTERATIONS_PER_GENE):
        pattern = VariantPattern((), None, (f"R{100 + n}H",), (), None, "", ())
        yield Alteration(f"{gene}-R{100 + n}", gene, f"{gene} R{100 + n}H", (pattern,), (), "")


def _biomarker(draw: random.Random, names: list[str]) -> Rule:
    # The square of a uniform draw puts much of the evidence on few genes.
    name = names[int(len(names) * draw.random() ** 2)]
    gene = name.partition("-")[0]
    kind = draw.random()
    if kind < 0.62:
        return Criterion("alteration", name)
    if kind < 0.72:
        return AnyOf((Criterion("alteration", name), Criterion("alteration", draw.choice(names))))
    if kind < 0.82:
        other = draw.choice(names).partition("-")[0]
        return Criterion("fusion", f"{gene}::{other}")
    if kind < 0.92:
        return All((Criterion("alteration", name), Not(Criterion("gene", draw.choice(_genes())))))
    if kind < 0.96:
        return Criterion("gene", gene, vaf=Bounds(at_least=Decimal("0.1"), unit="1"))
    return Criterion("gene", gene)


def _assertion(number: int, draw: random.Random, names: list[str]) -> Assertion:
    context: Rule | None = None
    if draw.random() < 0.6:
        adult = Criterion("age", bounds=Bounds(at_least=Decimal(18), unit="a"))
        context = All((Criterion("setting", one_of=("relapsed", "refractory")), adult))
    record = Assertion(
        id=f"SYN-{number:06d}",
        axis=Axis.THERAPEUTIC,
        title=f"Synthetic assertion {number}",
        diseases=(f"D{draw.randrange(1, DISEASES)}",),
        biomarker=_biomarker(draw, names),
        context=context,
        effect=draw.choice((Effect.SENSITIVITY, Effect.RESISTANCE)),
        drugs=(f"drug{draw.randrange(DRUGS)}",),
        level=draw.choice(tuple(Level)),
        statement="A statement of the length that curated records have in their own words. " * 3,
        regions=tuple(
            RegionalStatus(region, RegionStatus.UNKNOWN, "", "") for region in ("EMA", "FDA")
        ),
        sources=(
            Source(SourceKind.PMID, str(20_000_000 + number), "A title of usual length"),
            Source(SourceKind.DOI, f"10.1000/{number}", "Another title of usual length"),
        ),
        evidence=Evidence.UNVERIFIED,
        evidence_note="synthetic",
        checked=date(2026, 11, 21),
        expires=date(2027, 5, 21),
        review=Review.DRAFT,
        digest="",
    )
    return replace(record, digest=digest_of(record))
