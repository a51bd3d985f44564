"""Which genes are mutated and which named alterations are there, by variant file and form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from knowledgebase.asked import asked_of
from knowledgebase.once import once_a_release
from knowledgebase.records import Alteration, Content
from knowledgebase.rules.facts import Fact
from knowledgebase.rules.notation import genes_of_fact
from knowledgebase.vocabulary import is_gene_symbol
from tumorboard.domain.case import Case, GeneState, StatedGene
from tumorboard.domain.conclusion import Finding
from tumorboard.domain.variant import Variant
from tumorboard.interpretation.copy_number_facts import copy_number_facts
from tumorboard.interpretation.coverage import Coverage, not_found, notes_on_coverage
from tumorboard.interpretation.findings import STATED_GENE, names_of_stated
from tumorboard.interpretation.germline import possibly_inherited
from tumorboard.interpretation.hgvs import ChangeKind, parse_protein_change
from tumorboard.interpretation.mutation_facts import (
    GeneSeen,
    found_by,
    more_than_counted,
    mutation_facts,
    possibly_biallelic,
    terms_of_findings,
)
from tumorboard.interpretation.patterns import (
    canonical_symbol,
    change_of,
    is_reported_on,
    net_bases,
)
from tumorboard.interpretation.standing import Standing, is_annotated, judge
from tumorboard.interpretation.unspecific import says_which, unknown_symbols, unspecific_findings

_FORM = "case form: genes"
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class GeneFacts:
    """Facts ``gene`` and ``alteration``, and what must be said beside them."""

    facts: tuple[Fact, ...]
    notes: tuple[str, ...]


def gene_facts(case: Case, findings: tuple[Finding, ...], content: Content) -> GeneFacts:
    """Give the facts on genes and named alterations (``docs/decisions/0006-interpretation.md``)."""
    evidence = _Evidence(case, findings, content)
    copied = copy_number_facts(case, content)
    copies = {fact.key: fact for fact in copied.facts}
    notes = [*evidence.notes(), *copied.notes]
    facts: list[Fact] = [*copied.facts]
    asked = asked_of(content)
    for gene in evidence.genes():
        fact, note = _gene(gene, evidence)
        facts += [fact] if fact else []
        notes += [note] if note else []
        # Of a gene that a test read and nobody speaks of, only what a rule asks is a fact.
        spoken_of = gene in evidence.spoken_of or gene in copies
        if not spoken_of and gene not in _asked_in_detail(content):
            continue
        seen = evidence.seen(gene, fact, copies)
        # What is absent matters only where a rule asks it; every gene has many such facts.
        of_mutations = tuple(
            one for one in mutation_facts(seen) if one.origins or (one.name, one.key) in asked
        )
        facts += of_mutations
        notes += possibly_biallelic(seen, of_mutations, content.genes.get(gene))
        notes += more_than_counted(seen)
    for alteration in _alterations_of(content):
        if alteration.gene not in evidence.spoken_of and not evidence.could_see_this(alteration):
            continue
        fact, note = _alteration(alteration, evidence)
        facts += [fact] if fact else []
        notes += [note] if note else []
    known = {fact.key for fact in facts if fact.name == "alteration"}
    notes += notes_on_coverage(case, evidence.coverage, known)
    return GeneFacts(tuple(facts), tuple(notes))


@once_a_release
def _genes_of(content: Content) -> frozenset[str]:
    return frozenset((*content.genes, *(one.gene for one in content.alterations.values())))


@once_a_release
def _asked_in_detail(content: Content) -> frozenset[str]:
    """Give the genes of which a rule asks more than whether they are mutated."""
    return frozenset(
        gene
        for fact, key in asked_of(content)
        if fact in ("mutation", "mutations", "second_vaf", "biallelic")
        for gene in genes_of_fact(fact, key)
    )


@once_a_release
def _alterations_of(content: Content) -> tuple[Alteration, ...]:
    return tuple(content.alterations.values())


@dataclass(frozen=True)
class _Evidence:
    """All that speaks for or against a gene, sorted once."""

    case: Case
    findings: tuple[Finding, ...]
    content: Content
    variants: dict[str, Variant] = field(init=False)

    def __post_init__(self) -> None:
        file = self.case.variant_file
        variants = {variant.id: variant for variant in file.variants} if file else {}
        object.__setattr__(self, "variants", variants)

    @cached_property
    def positive(self) -> dict[str, list[Finding]]:
        """Findings that count as mutations, by gene."""
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            if finding.kind == STATED_GENE or (
                finding.id in self.judged and self.judged[finding.id][0] is Standing.COUNTS
            ):
                found.setdefault(finding.gene, []).append(finding)
        return found

    @cached_property
    def doubtful(self) -> dict[str, list[Finding]]:
        """Findings that are neither a mutation nor nothing, by gene."""
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            if self.judged.get(finding.id, (None,))[0] is Standing.IN_DOUBT:
                found.setdefault(finding.gene, []).append(finding)
        return found

    @cached_property
    def judged(self) -> dict[str, tuple[Standing, str]]:
        judged = {}
        for finding in self.findings:
            variant = self.variants.get(finding.id)
            if variant is not None:
                one = judge(variant, bool(finding.names))
                judged[finding.id] = (one.standing, one.reason)
        return judged

    @cached_property
    def spoken_of(self) -> frozenset[str]:
        """Genes the form or a finding names."""
        return frozenset((*self.by_gene, *self.positive, *self.doubtful))

    def genes(self) -> list[str]:
        """Every gene anything is said of, in a stable order.

        A gene of the release that nobody tested or names has no fact and no note.
        """
        of_release = _genes_of(self.content)
        known = {*self.positive, *self.doubtful, *self.wild_type}
        copied = (self.symbol(one.gene) for one in self.case.copy_numbers)
        known |= {one for one in copied if is_gene_symbol(one)}
        known |= self.assayed | (of_release & self.by_gene.keys())
        return sorted((known | of_release if self.coverage.everything else known) - {""})

    def symbol(self, gene: str) -> str:
        return canonical_symbol(gene, self.content.genes)

    def stated(self, state: GeneState) -> Iterator[tuple[str, StatedGene]]:
        for one in self.case.genes:
            if one.state is state:
                yield self.symbol(one.gene), one

    @cached_property
    def by_gene(self) -> dict[str, list[StatedGene]]:
        """What the form states, by the gene's symbol."""
        found: dict[str, list[StatedGene]] = {}
        for one in self.case.genes:
            found.setdefault(self.symbol(one.gene), []).append(one)
        return found

    @cached_property
    def wild_type(self) -> frozenset[str]:
        return frozenset(
            gene for gene, one in self.stated(GeneState.WILD_TYPE) if not one.change.strip()
        )

    @cached_property
    def excluded(self) -> frozenset[str]:
        """Alterations the form says are absent while the gene as a whole is not called."""
        return frozenset(
            name
            for _, one in self.stated(GeneState.WILD_TYPE)
            if one.change.strip()
            for name in names_of_stated(one, self.content)
        )

    @cached_property
    def not_tested(self) -> frozenset[str]:
        return frozenset(gene for gene, _ in self.stated(GeneState.NOT_TESTED))

    @cached_property
    def untested(self) -> frozenset[str]:
        """Alterations the form says were not looked for."""
        return frozenset(
            name
            for _, one in self.stated(GeneState.NOT_TESTED)
            if one.change.strip()
            for name in names_of_stated(one, self.content)
        )

    @cached_property
    def disputed(self) -> frozenset[str]:
        """Genes the form calls both wild type and not tested."""
        return self.wild_type & {
            gene for gene, one in self.stated(GeneState.NOT_TESTED) if not one.change.strip()
        }

    @cached_property
    def assayed(self) -> frozenset[str]:
        return frozenset(self.symbol(gene) for assay in self.case.assays for gene in assay.genes)

    @cached_property
    def blind(self) -> str:
        """Why the result cannot show that a gene is wild type; empty when it can."""
        file = self.case.variant_file
        if file is None:
            results = (one for one in self.case.genes if one.state is not GeneState.NOT_TESTED)
            return "" if any(results) else "an assay is stated, but no result of it"
        if file.accounting.rejected:
            lines = file.accounting.rejected
            return f"{lines} line{'s' * (lines > 1)} of the variant file could not be read"
        if any(variant.consequence is None for variant in file.variants):
            return "variants of the file carry no annotation"
        if file.annotation.kind == "none":
            return "the variant file is not annotated"
        return ""

    @cached_property
    def coverage(self) -> Coverage:
        return Coverage(self.case, self.content, self.blind)

    def could_see(self, gene: str) -> bool:
        """Tell whether stated assays would have shown every mutation of the gene."""
        return gene not in self.not_tested and self.coverage.of_every_change(gene)

    def could_see_this(self, alteration: Alteration) -> bool:
        """Tell whether a stated assay would have shown the alteration."""
        seen = bool(self.coverage.of_alteration(alteration))
        return seen and alteration.gene not in self.not_tested

    @cached_property
    def possible(self) -> frozenset[str]:
        """Alterations that a mutation stated too generally may or may not be."""
        unspecific = unspecific_findings(self.case, self.findings, self.content)
        return frozenset(one.id for several in unspecific.values() for one in several)

    def unclear(self, gene: str) -> bool:
        """Tell whether a mutation of the gene is known too vaguely to tell which one it is."""
        seen = (*self.positive.get(gene, ()), *self.doubtful.get(gene, ()))
        return any(not finding.names and self._vague(finding) for finding in seen)

    def all_told(self, gene: str) -> bool:
        """Tell whether a letter counts the mutations of the gene and says which each of them is."""
        if gene not in self.by_gene:
            return False
        stated = [one for symbol, one in self.stated(GeneState.MUTATED) if symbol == gene]
        seen = (*self.positive.get(gene, ()), *self.doubtful.get(gene, ()))
        return (
            all(finding.kind == STATED_GENE for finding in seen)
            and {one.mutations for one in stated} == {len(stated)}
            and all(says_which(one.change.strip()) for one in stated)
        )

    def _vague(self, finding: Finding) -> bool:
        variant = self.variants.get(finding.id)
        if variant is None:
            return True
        shown = variant.consequence
        if shown is None or net_bases(variant) is None:
            return True
        change = change_of(shown)
        vague = change is None or change.kind is ChangeKind.UNREAD
        return vague or not is_reported_on(shown, self.content.genes.get(finding.gene))

    @cached_property
    def terms(self) -> Mapping[str, frozenset[str]]:
        return terms_of_findings(self.case, self.findings, self.variants)

    def seen(self, gene: str, mutated: Fact | None, copies: Mapping[str, Fact]) -> GeneSeen:
        """Gather what the facts on mutations of a gene are told from."""
        stated = self.by_gene.get(gene, ())
        said = {one.biallelic for one in stated if one.biallelic is not None}
        counted = {one.mutations for one in stated if one.mutations is not None}
        return GeneSeen(
            gene,
            mutated,
            self.positive.get(gene, ()),
            self.terms,
            self.variants,
            complete=self.could_see(gene) and gene not in self.doubtful,
            copy_number=copies.get(gene),
            both_hit=said.pop() if len(said) == 1 else None,
            counted=counted.pop() if len(counted) == 1 else None,
        )

    def notes(self) -> Iterator[str]:
        """Say what was not tested, what is in doubt, and what was not understood."""
        if self.not_tested:
            yield f"Not tested, by the form: {', '.join(sorted(self.not_tested))}."
        for gene in sorted(self.disputed):
            yield (
                f"Contradiction: the form says both that {gene} is wild type and that it was not "
                "tested; it counts as unknown until somebody settles it."
            )
        yield from unknown_symbols(self.case, self.content)
        if not self.case.assays:
            yield (
                "No assay with the genes it could see is stated; genes without a finding are "
                "unknown, not wild type."
            )
        elif self.blind:
            yield f"No gene is called wild type from an assay: {self.blind}."
        for gene, one in (*self.stated(GeneState.MUTATED), *self.stated(GeneState.WILD_TYPE)):
            change = one.change.strip()
            mutated = one.state is GeneState.MUTATED
            if mutated and parse_protein_change(change).kind is not ChangeKind.UNREAD:
                continue
            if change and not names_of_stated(one, self.content):
                known = "" if mutated else "; it excludes nothing"
                unread = parse_protein_change(change).kind is ChangeKind.UNREAD
                what = "could not be read and is not" if unread else "is not"
                yield (
                    f"The change stated for {gene} ({change}) {what} a named alteration"
                    f" of the knowledge base{known}."
                )
        yield from self._notes_on_variants()

    def _notes_on_variants(self) -> Iterator[str]:
        others = 0
        bare: list[str] = []
        for gene, findings in self.doubtful.items():
            for finding in findings:
                variant = self.variants[finding.id]
                if not is_annotated(variant) and not finding.names:
                    bare.append(f"{finding.label} (line {variant.line})")
                    continue
                if gene not in self.content.genes:
                    others += 1
                    continue
                yield (
                    f"{finding.label} (line {self.variants[finding.id].line}) is shown, and not "
                    f"counted as a mutation: {self.judged[finding.id][1]}."
                )
        if bare:
            more = f" and {len(bare) - _MOST_NAMED} more" if len(bare) > _MOST_NAMED else ""
            yield f"Not annotated, effect unknown: {', '.join(bare[:_MOST_NAMED])}{more}."
        if others:
            yield (
                f"{others} more variant{'s' * (others > 1)} in genes outside the knowledge base "
                "are shown, and not counted as mutations (filtered, common or near a splice site)."
            )
        yield from self._notes_on_inherited()

    def _notes_on_inherited(self) -> Iterator[str]:
        others = shown = 0
        for gene, findings in self.positive.items():
            for finding in findings:
                variant = self.variants.get(finding.id)
                if variant is None or not possibly_inherited(variant):
                    continue
                shown += 1
                if gene not in self.content.genes:
                    others += 1
                    continue
                yield (
                    f"{finding.label} (line {variant.line}): the normal sample carries it too; "
                    "whether it is inherited is not assessed."
                )
        if others:
            yield (
                f"{others} more variant{'s' * (others > 1)} in genes outside the knowledge base: "
                "the normal sample carries the same; whether inherited is not assessed."
            )
        if shown and self.case.germline_consent.answer is not True:
            said = "is denied" if self.case.germline_consent.answer is False else "is not recorded"
            yield (
                f"Consent to germline results {said}; {shown} variant{'s' * (shown > 1)} may be "
                "inherited: ask clinical genetics before the patient or a relative is told."
            )


def _gene(gene: str, evidence: _Evidence) -> tuple[Fact | None, str]:
    positive = evidence.positive.get(gene, [])
    if positive and gene in evidence.wild_type:
        return None, _contradiction(gene, positive)
    if positive:
        return found_by("gene", gene, positive), _unseen(gene, positive, evidence)
    if gene in evidence.disputed:
        return None, ""
    if gene in evidence.wild_type:
        return Fact("gene", False, gene, source=f"{_FORM}, {gene} wild type"), ""
    if gene in evidence.doubtful or not evidence.could_see(gene):
        return None, ""
    return Fact("gene", False, gene, source=not_found(evidence.coverage.of_gene(gene))), ""


def _alteration(alteration: Alteration, evidence: _Evidence) -> tuple[Fact | None, str]:
    gene, name = alteration.gene, alteration.id
    of_gene = evidence.positive.get(gene, [])
    positive = [finding for finding in of_gene if name in finding.names]
    if of_gene and gene in evidence.wild_type:
        return None, ""
    if positive and name in evidence.excluded:
        return None, _contradiction(name, positive)
    if positive:
        return found_by("alteration", name, positive), ""
    if name in evidence.excluded:
        return Fact("alteration", False, name, source=f"{_FORM}, {name} absent"), ""
    if gene in evidence.disputed or name in evidence.untested:
        return None, ""
    # Without a pattern no variant file or wild-type call of the gene can exclude it (a PTD).
    if alteration.patterns and gene in evidence.wild_type:
        return Fact("alteration", False, name, source=f"{_FORM}, {gene} wild type"), ""
    # Every mutation of the gene is named, and this is none of them.
    if alteration.patterns and name not in evidence.possible and evidence.all_told(gene):
        return Fact("alteration", False, name, source=f"{_FORM}, {gene} has other mutations"), ""
    doubt = any(name in finding.names for finding in evidence.doubtful.get(gene, ()))
    doubt = doubt or name in evidence.possible or name in evidence.untested
    if doubt or evidence.unclear(gene) or not evidence.could_see_this(alteration):
        return None, ""
    file = evidence.case.variant_file
    if any(pattern.genomic for pattern in alteration.patterns) and file and file.assembly is None:
        return None, ""
    seen_by = evidence.coverage.of_alteration(alteration)
    return Fact("alteration", False, name, source=not_found(seen_by)), ""


def _contradiction(name: str, positive: list[Finding]) -> str:
    shown = ", ".join(f"{finding.label} ({finding.source})" for finding in positive)
    return (
        f"Contradiction: the form says that {name} is wild type or absent, but there is {shown}; "
        "it counts as unknown until somebody settles it."
    )


def _unseen(gene: str, positive: list[Finding], evidence: _Evidence) -> str:
    """Say that the file does not show what the form states, where an assay should have."""
    stated_only = all(finding.kind == STATED_GENE for finding in positive)
    if not stated_only or evidence.case.variant_file is None or not evidence.could_see(gene):
        return ""
    return (
        f"The form states {gene} as mutated; the variant file does not show it although a stated "
        "assay covers the gene. The form's word counts; please check."
    )
