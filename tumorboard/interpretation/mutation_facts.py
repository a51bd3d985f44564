"""What kind of mutations a gene has, how many, and whether both alleles are hit.

Two mutations of a gene may lie on one allele, so they alone do not say that both are hit; a rule
whose source counts them (the International Consensus Classification 2022 and WHO-HAEM5 do for
TP53) asks for two mutations beside ``biallelic``. A mutation with loss of a copy, or with
copy-neutral loss of heterozygosity, and the loss of both copies do say it; one mutation, known to
be the only one, with a normal copy number says that they are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from knowledgebase.records import Gene, GeneRole
from knowledgebase.rules.facts import Fact
from knowledgebase.rules.notation import mutation_key
from knowledgebase.vocabulary import MUTATION_CLASSES
from tumorboard.domain.case import Case, GeneState
from tumorboard.domain.conclusion import Finding
from tumorboard.domain.variant import Variant
from tumorboard.interpretation.findings import STATED_GENE
from tumorboard.interpretation.hgvs import parse_protein_change
from tumorboard.interpretation.patterns import observe_stated

# Sequence Ontology terms, as VEP and SnpEff write them, to the classes a rule may ask for.
_CLASS_OF_TERM: Mapping[str, str] = {
    "stop_gained": "truncating",
    "frameshift_variant": "truncating",
    "missense_variant": "missense",
    "inframe_insertion": "in-frame",
    "inframe_deletion": "in-frame",
    "conservative_inframe_insertion": "in-frame",
    "disruptive_inframe_insertion": "in-frame",
    "conservative_inframe_deletion": "in-frame",
    "disruptive_inframe_deletion": "in-frame",
    "splice_acceptor_variant": "splice",
    "splice_donor_variant": "splice",
}
_ONE_COPY_LEFT = ("loss", "heterozygous loss", "copy-neutral loss of heterozygosity")
_NOT_BOTH_LOST = (
    *("normal", "gain", "single-copy gain", "amplification", "heterozygous loss"),
    "copy-neutral loss of heterozygosity",
)
_FORM = "case form"
# Calls nearer to each other than this may be one complex change that was written in parts.
_ONE_EVENT = 10


@dataclass(frozen=True, slots=True)
class GeneSeen:
    """What is known of one gene: is it mutated, by which findings, and could all have been seen.

    ``terms`` are the consequences of each finding, empty where its change is not understood.
    ``complete`` tells that an assay could have seen every mutation and none is in doubt.
    ``copy_number`` is the stated state, ``both_hit`` what a letter says of both alleles,
    ``counted`` how many mutations it says there are.
    """

    gene: str
    mutated: Fact | None
    findings: Sequence[Finding]
    terms: Mapping[str, frozenset[str]]
    variants: Mapping[str, Variant]
    complete: bool
    copy_number: Fact | None = None
    both_hit: bool | None = None
    counted: int | None = None


def terms_of_findings(
    case: Case, findings: Iterable[Finding], variants: Mapping[str, Variant]
) -> Mapping[str, frozenset[str]]:
    """Give the consequences of each finding on a gene, empty where a change is not understood."""
    stated = (one for one in case.genes if one.state is GeneState.MUTATED)
    letters = (finding for finding in findings if finding.kind == STATED_GENE)
    found = {
        finding.id: observe_stated(finding.gene, parse_protein_change(one.change.strip())).terms
        for finding, one in zip(letters, stated, strict=False)
    }
    shown = {name: variant.consequence for name, variant in variants.items()}
    return found | {
        name: frozenset(one.terms) if one else frozenset() for name, one in shown.items()
    }


def mutation_facts(seen: GeneSeen) -> Iterator[Fact]:
    """Give the facts ``mutation``, ``mutations``, ``second_vaf`` and ``biallelic`` of one gene."""
    number = None
    if seen.mutated is not None:
        yield from _classes(seen, seen.mutated)
        number = _number(seen, seen.mutated)
        yield number
        second = _second(seen, number)
        if second is not None:
            yield second
    biallelic = _biallelic(seen, number)
    if biallelic is not None:
        yield biallelic


def possibly_biallelic(seen: GeneSeen, facts: Iterable[Fact], gene: Gene | None) -> Iterator[str]:
    """Say that a tumour suppressor has several mutations, and nothing tells on which alleles."""
    known = {fact.name: fact for fact in facts}
    count = known["mutations"].value if "mutations" in known else None
    suppressor = gene is not None and gene.role in (GeneRole.TUMOUR_SUPPRESSOR, GeneRole.BOTH)
    if "biallelic" in known or not suppressor or not isinstance(count, Decimal) or count < 2:
        return
    yield (
        f"{seen.gene} has {count} mutations; whether they lie on different alleles is not known, "
        "so it counts as possibly biallelic only."
    )


def _classes(seen: GeneSeen, mutated: Fact) -> Iterator[Fact]:
    by_class: dict[str, list[Finding]] = {}
    unclear = not seen.complete
    for finding in seen.findings:
        told = {_CLASS_OF_TERM[term] for term in seen.terms[finding.id] if term in _CLASS_OF_TERM}
        unclear = unclear or not told
        for one in told:
            by_class.setdefault(one, []).append(finding)
    for one in MUTATION_CLASSES:
        key = mutation_key(seen.gene, one)
        if one in by_class:
            yield found_by("mutation", key, by_class[one])
        elif mutated.value is False or not unclear:
            yield Fact("mutation", False, key, source=mutated.source)


def _number(seen: GeneSeen, mutated: Fact) -> Fact:
    if mutated.value is False:
        return Fact("mutations", Decimal(0), seen.gene, "1", source=mutated.source)
    called = [seen.variants[one.id] for one in seen.findings if one.id in seen.variants]
    stated = len(seen.findings) - len(called)
    events = _events(called)
    # A letter and the file may speak of the same mutation, so they are never added up.
    exact = seen.complete and not stated and events == len(called)
    count, source = max(events, stated), mutated.source
    if seen.counted is not None and seen.counted >= count:
        # Calls next to each other are one or several; a letter that counts them knows.
        count, source, exact = seen.counted, f"{_FORM}: genes, number of mutations", True
    return Fact(
        "mutations",
        Decimal(count),
        seen.gene,
        "1",
        source=source,
        origins=mutated.origins,
        lower_bound=not exact,
    )


def _second(seen: GeneSeen, number: Fact) -> Fact | None:
    """Give the second largest allele fraction; without a second mutation it is 0."""
    if number.value in (0, 1) and not number.lower_bound:
        return Fact("second_vaf", Decimal(0), seen.gene, "1", source=number.source)
    called = [one for one in seen.findings if one.id in seen.variants]
    stated = [one for one in seen.findings if one.id not in seen.variants]
    if _events(seen.variants[one.id] for one in called) < len(called):
        return None
    # A letter and the file may speak of the same mutations: the one that tells of more goes.
    findings = max(called, stated, key=len)
    fractions = sorted((one.vaf for one in findings if one.vaf is not None), reverse=True)
    if len(fractions) < 2:
        return None
    whole = number.value == len(fractions) and not number.lower_bound
    return replace(number, name="second_vaf", value=fractions[1], lower_bound=not whole)


def more_than_counted(seen: GeneSeen) -> Iterator[str]:
    """Say that more mutations of a gene are known than the letter counts; the count is open."""
    called = [seen.variants[one.id] for one in seen.findings if one.id in seen.variants]
    found = max(_events(called), len(seen.findings) - len(called))
    if seen.counted is not None and found > seen.counted:
        yield (
            f"Contradiction: the form counts {seen.counted} mutation{'s' * (seen.counted > 1)} of "
            f"{seen.gene}, but {found} are known; how many there are counts as unknown."
        )


def _events(variants: Iterable[Variant]) -> int:
    """Count variants, those next to each other as one."""
    places = sorted((variant.chrom, variant.pos) for variant in variants)
    count = 0
    last: tuple[str, int] | None = None
    for chrom, pos in places:
        count += last is None or last[0] != chrom or pos - last[1] > _ONE_EVENT
        last = chrom, pos
    return count


def _biallelic(seen: GeneSeen, number: Fact | None) -> Fact | None:
    state = seen.copy_number.value if seen.copy_number is not None else None
    copies = seen.copy_number.source if seen.copy_number is not None else ""
    mutated = seen.mutated.value if seen.mutated is not None else None
    lost = state == "homozygous loss"
    hit_and_lost = mutated is True and state in _ONE_COPY_LEFT
    if seen.both_hit is False and (lost or hit_and_lost):
        return None
    if seen.both_hit is not None:
        source = f"{_FORM}: genes, both alleles"
        origins = seen.mutated.origins if seen.mutated is not None and seen.both_hit else ()
        return Fact("biallelic", seen.both_hit, seen.gene, source=source, origins=origins)
    if lost and seen.copy_number is not None:
        origins = seen.copy_number.origins
        return Fact("biallelic", True, seen.gene, source=copies, origins=origins)
    if hit_and_lost and seen.mutated is not None and seen.copy_number is not None:
        source = f"{seen.mutated.source}; {copies}"
        origins = (*seen.mutated.origins, *seen.copy_number.origins)
        return Fact("biallelic", True, seen.gene, source=source, origins=origins)
    if mutated is False and seen.mutated is not None and state in _NOT_BOTH_LOST:
        return Fact("biallelic", False, seen.gene, source=f"{seen.mutated.source}; {copies}")
    only = number is not None and number.value == 1 and not number.lower_bound
    if only and number is not None and state == "normal":
        return Fact("biallelic", False, seen.gene, source=f"{number.source}; {copies}")
    return None


def found_by(name: str, key: str, findings: Sequence[Finding]) -> Fact:
    """Give the fact that rests on findings; one without an allele fraction may have a higher."""
    fractions = [one.vaf for one in findings if one.vaf is not None]
    return Fact(
        name,
        True,
        key,
        source="; ".join(dict.fromkeys(finding.source for finding in findings)),
        origins=tuple(finding.id for finding in findings),
        vaf=max(fractions, default=None),
        lower_bound=0 < len(fractions) < len(findings),
    )
