"""What the tests of a case could have shown: absent is said of nothing else.

What a kind of test sees stands in its record (``assays/``); which genes a laboratory reads and
what more it says its test shows stands in the case. A test of no stated kind is believed its list
of genes for small variants, and nothing beyond.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from knowledgebase.once import once_a_release
from knowledgebase.records import Alteration, AssayKind, Content, Scope
from knowledgebase.rules.facts import Fact
from knowledgebase.rules.notation import (
    CYTOGENETIC_WORDS,
    fusion_partners,
    is_cytogenetic_token,
)
from tumorboard.domain.case import Assay, Case
from tumorboard.interpretation.patterns import canonical_symbol

# Insertions up to this length are small variants like others where no record says its own limit
# (the review named in the record of the myeloid panel).
SHORT_INSERTION = 15
_NO_KIND = "the kind of test is not stated, so only short variants of its genes are believed seen"


@dataclass(frozen=True)
class Coverage:
    """Tells of one case what its tests could have shown, and why not.

    ``blind`` says why the result read into the case shows no absence; empty when it does.
    """

    case: Case
    content: Content
    blind: str = ""

    @cached_property
    def hidden(self) -> Mapping[str, tuple[Alteration, ...]]:
        """Alterations, by gene, that reading the gene for small variants may miss."""
        return _hidden(self.content)

    @cached_property
    def everything(self) -> bool:
        """Tell whether some test reads every gene."""
        return any(reads is None for reads in self._read)

    @cached_property
    def _read(self) -> tuple[frozenset[str] | None, ...]:
        """The genes each test reads for small variants; ``None`` are all of them."""
        return tuple(self._genes_of(assay) for assay in self.case.assays)

    def of_gene(self, gene: str) -> tuple[str, ...]:
        """Name the tests that would have shown small variants of a gene."""
        return tuple(
            one.name
            for one, read in zip(self.case.assays, self._read, strict=True)
            if read is None or gene in read
        )

    def of_every_change(self, gene: str) -> bool:
        """Tell whether nothing that counts as a mutation of the gene could have been missed."""
        hidden = self.hidden.get(gene, ())
        return bool(self.of_gene(gene)) and all(self.of_alteration(one) for one in hidden)

    def of_alteration(self, alteration: Alteration) -> tuple[str, ...]:
        """Name the tests that would have shown a named alteration."""
        return tuple(
            one.name
            for one, read in zip(self.case.assays, self._read, strict=True)
            if self._shows(one, alteration, reads=read is None or alteration.gene in read)
        )

    def of_fusion(self, fusion: str) -> tuple[str, ...]:
        """Name the tests that would have shown a fusion (``BCR::ABL1``)."""
        names = {fusion, "::".join(reversed(fusion.split("::")))}
        return tuple(
            one.name
            for one in self.case.assays
            if one.complete and names & set(one.sees) and self._sees_fusion(one, names)
        )

    def of_token(self, token: str) -> tuple[str, ...]:
        """Name the tests that would have shown a karyotype token (``del(17p)``)."""
        return tuple(
            one.name
            for one in self.case.assays
            if one.complete and token in one.sees and self._sees_token(one, token)
        )

    def why_hidden(self, alteration: Alteration) -> str:
        """Say which test reads the gene and why it leaves the alteration open; else empty."""
        said = [
            f"{one.name}: {self._why(one, alteration)}"
            for one, read in zip(self.case.assays, self._read, strict=True)
            if read is None or alteration.gene in read
        ]
        return "; ".join(said)

    def _kind(self, assay: Assay) -> AssayKind | None:
        return self.content.assays.get(assay.kind)

    def _genes_of(self, assay: Assay) -> frozenset[str] | None:
        kind = self._kind(assay)
        nothing = kind is None and assay.kind  # of a kind this release does not know
        scope = Scope.LISTED if kind is None else kind.small_variants.scope
        if nothing or scope not in (Scope.ALL, Scope.LISTED) or not self._has_result(assay):
            return frozenset()
        if scope is Scope.ALL or (kind is None and assay.whole_genome):
            return None
        return frozenset(canonical_symbol(one, self.content.genes) for one in assay.genes)

    def _has_result(self, assay: Assay) -> bool:
        """Tell whether nothing reported means that nothing was found.

        No laboratory's word makes up for lines of the variant file that were not understood.
        """
        kind = self._kind(assay)
        of_variants = kind is None or kind.small_variants.scope is not Scope.NONE
        if of_variants and self.blind and self.case.variant_file is not None:
            return False
        return assay.complete or (of_variants and not self.blind)

    def _shows(self, assay: Assay, alteration: Alteration, *, reads: bool) -> bool:
        kind = self._kind(assay)
        made_for = kind is not None and alteration.id in kind.alterations
        if made_for or alteration.id in assay.sees:
            return self._has_result(assay) and (made_for or self._may_see(kind))
        if not alteration.patterns or not reads:
            return False
        length = longest_insertion(alteration)
        if kind is None:
            return length <= SHORT_INSERTION
        if kind.why_blind(alteration.id):
            return False
        inserted = kind.long_insertions
        if length <= (inserted.up_to or SHORT_INSERTION):
            return True
        return inserted.scope is Scope.ALL and inserted.up_to is None

    def _may_see(self, kind: AssayKind | None) -> bool:
        """Tell whether the laboratory's word on an alteration may hold for this kind of test."""
        if kind is None:
            return True
        sights = (kind.small_variants, kind.long_insertions, kind.rna_fusions)
        return any(one.scope is not Scope.NONE for one in sights)

    def _sees_fusion(self, assay: Assay, names: set[str]) -> bool:
        kind = self._kind(assay)
        if kind is None:
            return not assay.kind
        scopes = {kind.dna_rearrangements.scope, kind.rna_fusions.scope}
        return scopes != {Scope.NONE} and not any(kind.why_blind(name) for name in names)

    def _sees_token(self, assay: Assay, token: str) -> bool:
        kind = self._kind(assay)
        if kind is None:
            return not assay.kind and token not in CYTOGENETIC_WORDS
        scope = kind.karyotype.scope
        return scope is Scope.ALL or (scope is not Scope.NONE and token not in CYTOGENETIC_WORDS)

    def _why(self, assay: Assay, alteration: Alteration) -> str:
        kind = self._kind(assay)
        if kind is None:
            return _NO_KIND
        return kind.why_blind(alteration.id) or kind.long_insertions.why


@once_a_release
def _hidden(content: Content) -> Mapping[str, tuple[Alteration, ...]]:
    named = {miss.alteration for kind in content.assays.values() for miss in kind.misses}
    found: dict[str, list[Alteration]] = {}
    for one in content.alterations.values():
        if longest_insertion(one) > SHORT_INSERTION or (not one.patterns and one.id in named):
            found.setdefault(one.gene, []).append(one)
    return {gene: tuple(several) for gene, several in found.items()}


def longest_insertion(alteration: Alteration) -> int:
    """Give the most bases the alteration may insert; 0 where its patterns say no length."""
    lengths = (one.inserted_bases for one in alteration.patterns)
    return max((length[1] for length in lengths if length is not None), default=0)


def not_found(by: tuple[str, ...]) -> str:
    """Give the source of an absence: which tests did not find it."""
    return "no mutation found by " + ", ".join(by)


def notes_on_coverage(case: Case, coverage: Coverage, known: set[str]) -> Iterator[str]:
    """Say what is not called absent although its gene was read, and what a test cannot tell.

    ``known`` are the alterations that are facts already, found or excluded.
    """
    for several in coverage.hidden.values():
        for one in several:
            why = "" if one.id in known else coverage.why_hidden(one)
            if why:
                yield f"{one.id} is not called absent. {why}."
    for assay in case.assays:
        if assay.kind and assay.kind not in coverage.content.assays:
            yield (
                f"{assay.name}: the kind of test stated is not in this release, so nothing is "
                "called absent by it."
            )
        elif not assay.kind and (assay.genes or assay.whole_genome):
            yield f"{assay.name}: {_NO_KIND}."


def excluded_by_tests(case: Case, content: Content, known: Iterable[Fact]) -> Iterator[Fact]:
    """Give the fusions and karyotype tokens that a complete test would have shown and did not.

    ``known`` are the facts the form states of both; against these no absence is concluded.
    """
    coverage = Coverage(case, content)
    stated = {(fact.name, key) for fact in known for key in _also_named(fact)}
    for one in dict.fromkeys(seen for assay in case.assays for seen in assay.sees):
        if fusion_partners(one) is not None:
            name, by = "fusion", coverage.of_fusion(one)
        elif is_cytogenetic_token(one):
            name, by = "cytogenetics", coverage.of_token(one)
        else:
            continue
        if by and (name, one) not in stated:
            yield Fact(name, False, one, source=f"not found by {', '.join(by)}")


def _also_named(fact: Fact) -> set[str]:
    """Give the names under which a fact speaks; a fusion found speaks of any partner too."""
    partners = fusion_partners(fact.key) if fact.name == "fusion" else None
    if partners is None:
        return {fact.key}
    five, three = partners
    names = {fact.key, f"{three}::{five}"}
    if fact.value is True:
        names |= {f"{five}::*", f"*::{five}", f"{three}::*", f"*::{three}"}
    return names
