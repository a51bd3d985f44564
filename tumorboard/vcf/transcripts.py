"""Which of an allele's consequences is shown: the choice of gene and transcript, with its reason.

The order is the project's (``docs/decisions/0004-transcript-choice-and-allele-fractions.md``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from tumorboard.domain.variant import Consequence
from tumorboard.vcf.annotation_header import Style
from tumorboard.vcf.entry_fields import EntryFields
from tumorboard.vcf.terms import is_reported, severity_rank

Chosen = tuple[int, str]
Severity = tuple[bool, bool, int]
"""Not reported, not on a coding transcript, VEP's rank: less is worse."""

_CODING_BIOTYPES = frozenset({"protein_coding", "mRNA", "Coding", "CODING", ""})


def _gene(consequence: Consequence) -> str:
    return consequence.gene or consequence.gene_id


def _is_reported(consequence: Consequence) -> bool:
    return not _severity(consequence)[0]


def _is_coding(biotype: str) -> bool:
    return biotype in _CODING_BIOTYPES or biotype.startswith(("IG_", "TR_"))


def _compares_two_alleles(consequence: Consequence) -> bool:
    """Tell whether SnpEff's cancer mode compared somatic with germline allele (``G-C``)."""
    fields = consequence.fields
    if isinstance(fields, EntryFields) and fields.style is not Style.ANN:
        return False
    return "-" in fields.get("Allele", "")[1:]


def _severity(consequence: Consequence) -> Severity:
    return _severity_of(consequence.terms, consequence.impact, consequence.biotype)


@lru_cache(maxsize=8192)
def _severity_of(terms: tuple[str, ...], impact: str, biotype: str) -> Severity:
    """Order consequences from the worst: coding or splice change, coding transcript, VEP rank.

    A splice change of a non-coding RNA thus never outranks a change of a protein.
    """
    reported = is_reported(terms, impact)
    return not reported, reported and not _is_coding(biotype), severity_rank(terms)


def _choose_gene(
    consequences: Sequence[Consequence], preferred: Mapping[str, tuple[str, ...]]
) -> str:
    """Choose the gene hit worst; of equals, one the knowledge base knows, then the first."""
    best: dict[str, Severity] = {}
    for consequence in consequences:
        gene, severity = _gene(consequence), _severity(consequence)
        best[gene] = min(best.get(gene, severity), severity)
    # What belongs to no gene (a regulatory region) comes after every gene of equal severity.
    return min(best, key=lambda gene: (best[gene], gene not in preferred, not gene))


def _without_version(transcript: str) -> str:
    return transcript.partition(".")[0]


def _first(
    consequences: Sequence[Consequence],
    indices: Sequence[int],
    condition: Callable[[Consequence], bool],
) -> int | None:
    return next((index for index in indices if condition(consequences[index])), None)


def _choose_transcript(
    consequences: Sequence[Consequence], indices: Sequence[int], gene: str, wanted: Sequence[str]
) -> Chosen:
    """Apply the order of transcripts to consequences of one gene, the worst of them first."""
    index = _first(consequences, indices, lambda c: bool(c.mane_select))
    if index is not None:
        return index, "MANE Select"
    index = _first(consequences, indices, lambda c: bool(c.mane_plus_clinical))
    if index is not None:
        return index, "MANE Plus Clinical"
    for transcript in wanted:
        for index in indices:
            if _without_version(consequences[index].transcript) == transcript:
                return index, f"preferred transcript of the knowledge base for {gene}"
    index = _first(consequences, indices, lambda c: c.canonical)
    if index is not None:
        return index, "canonical"
    return indices[0], "most severe"


def choose(
    consequences: Sequence[Consequence], preferred: Mapping[str, tuple[str, ...]]
) -> tuple[int | None, str]:
    """Choose the consequence to show: its index and a fragment of a sentence that says why.

    First the gene: the one with the most severe consequence, in which a coding or splice change
    of a protein-coding transcript comes before that of any other, and everything else after
    both; of equals, a gene the knowledge base knows (``preferred``, transcripts per symbol
    without version), then the first written. Then the transcript, among those of that gene with
    a coding or splice change if there are any: MANE Select; MANE Plus Clinical or the knowledge
    base's preferred transcript; canonical; most severe. Equals are settled by severity, then by
    the order of the file. The reason also names what was passed over: a MANE Select transcript
    without such a change, other genes of the knowledge base with one. ``(None, "")`` when there
    are no consequences.
    """
    if not consequences:
        return None, ""
    plain = [i for i, c in enumerate(consequences) if not _compares_two_alleles(c)]
    eligible = plain or list(range(len(consequences)))
    gene = _choose_gene([consequences[i] for i in eligible], preferred)
    of_gene = [i for i in eligible if _gene(consequences[i]) == gene]
    coding = [i for i in of_gene if _is_reported(consequences[i])] or of_gene
    coding.sort(key=lambda i: _severity(consequences[i]))
    wanted = preferred.get(gene, ())
    index, reason = _choose_transcript(consequences, coding, gene, wanted)
    remarks = _mane_remark(consequences, of_gene, coding, index)
    return index, reason + remarks + _known_genes_remark(consequences, eligible, gene, preferred)


def _known_genes_remark(
    consequences: Sequence[Consequence],
    eligible: Sequence[int],
    chosen: str,
    preferred: Mapping[str, tuple[str, ...]],
) -> str:
    """Name genes of the knowledge base that the allele changes too but that are not shown."""
    also = dict.fromkeys(
        gene
        for gene in (_gene(consequences[i]) for i in eligible if _is_reported(consequences[i]))
        if gene != chosen and gene in preferred
    )
    return f"; also a coding or splice change in {', '.join(also)}" if also else ""


def _mane_remark(
    consequences: Sequence[Consequence],
    of_gene: Sequence[int],
    coding: Sequence[int],
    chosen: int,
) -> str:
    """Say so when the gene's MANE Select transcript was passed over, as nothing coding changes."""
    if len(coding) == len(of_gene) or consequences[chosen].mane_select:
        return ""
    if not any(consequences[i].mane_select for i in of_gene):
        return ""
    return "; the MANE Select transcript has no coding or splice change"
