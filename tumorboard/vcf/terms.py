"""The words annotators use for consequences: how severe each is, and which are reported.

Sources: Ensembl Variation "Calculated variant consequences" (the table behind
``ensembl-variation/modules/Bio/EnsEMBL/Variation/Utils/Constants.pm``), which gives VEP's order
and impact; SnpEff's ``EffectType.java`` (``effectImpact`` and ``toSequenceOntology``) and its
"Input & output files" page, which give SnpEff's own terms and the names it wrote before the
Sequence Ontology.
"""

from __future__ import annotations

from collections.abc import Iterable

SEVERITY: tuple[str, ...] = (
    # Whole genes, chromosomes and fusions (SnpEff's terms for structural variants stand with
    # VEP's transcript_ablation).
    "transcript_ablation",
    "feature_ablation",
    "chromosome_number_variation",
    "gene_fusion",
    "bidirectional_gene_fusion",
    "rearranged_at_DNA_level",
    "exon_loss_variant",
    # VEP: HIGH.
    "splice_acceptor_variant",
    "splice_donor_variant",
    "stop_gained",
    "frameshift_variant",
    "stop_lost",
    "start_lost",
    "initiator_codon_variant",
    "transcript_amplification",
    "duplication",
    "inversion",
    "feature_elongation",
    "feature_truncation",
    "rare_amino_acid_variant",
    # VEP: MODERATE.
    "disruptive_inframe_insertion",
    "conservative_inframe_insertion",
    "inframe_insertion",
    "inframe_codon_gain",
    "disruptive_inframe_deletion",
    "conservative_inframe_deletion",
    "inframe_deletion",
    "inframe_codon_loss",
    "missense_variant",
    "conservative_missense_variant",
    "non_conservative_missense_variant",
    "protein_altering_variant",
    "structural_interaction_variant",
    "protein_protein_contact",
    # VEP: LOW.
    "splice_donor_5th_base_variant",
    "splice_region_variant",
    "splice_donor_region_variant",
    "splice_polypyrimidine_tract_variant",
    "splice_branch_variant",
    "incomplete_terminal_codon_variant",
    "start_retained_variant",
    "stop_retained_variant",
    "non_canonical_start_codon",
    "synonymous_variant",
    "5_prime_UTR_premature_start_codon_gain_variant",
    "feature_fusion",
    # VEP: MODIFIER, yet in the coding sequence: the effect could not be worked out.
    "coding_sequence_variant",
    # Not reported from here on.
    "mature_miRNA_variant",
    "miRNA",
    "5_prime_UTR_truncation",
    "3_prime_UTR_truncation",
    "5_prime_UTR_variant",
    "3_prime_UTR_variant",
    "non_coding_transcript_exon_variant",
    "non_coding_exon_variant",
    "exon_variant",
    "exon_region",
    "conserved_intron_variant",
    "intron_variant",
    "NMD_transcript_variant",
    "non_coding_transcript_variant",
    "nc_transcript_variant",
    "coding_transcript_variant",
    "intragenic_variant",
    "gene_variant",
    "upstream_gene_variant",
    "downstream_gene_variant",
    "TFBS_ablation",
    "TFBS_amplification",
    "TF_binding_site_variant",
    "regulatory_region_ablation",
    "regulatory_region_amplification",
    "regulatory_region_variant",
    "sequence_feature",
    "conserved_intergenic_variant",
    "intergenic_variant",
    "intergenic_region",
    "sequence_variant",
)
"""Sequence Ontology terms from the most to the least severe, in VEP's order.

Terms only SnpEff writes stand beside the term of the same meaning.
"""

LEAST_SEVERE = len(SEVERITY)
"""The rank of a term that is not in :data:`SEVERITY`."""

_RANK = {term: rank for rank, term in enumerate(SEVERITY)}
_LAST_REPORTED = _RANK["coding_sequence_variant"]

SNPEFF_CLASSIC: dict[str, tuple[str, ...]] = {
    "CDS": ("coding_sequence_variant",),
    "CHROMOSOME_LARGE_DELETION": ("chromosome_number_variation",),
    "CHROMOSOME_LARGE_DUPLICATION": ("duplication",),
    "CHROMOSOME_LARGE_INVERSION": ("inversion",),
    "CODON_CHANGE": ("coding_sequence_variant",),
    "CODON_CHANGE_PLUS_CODON_DELETION": ("disruptive_inframe_deletion",),
    "CODON_CHANGE_PLUS_CODON_INSERTION": ("disruptive_inframe_insertion",),
    "CODON_DELETION": ("conservative_inframe_deletion",),
    "CODON_INSERTION": ("conservative_inframe_insertion",),
    "DOWNSTREAM": ("downstream_gene_variant",),
    "EXON": ("non_coding_exon_variant",),
    "EXON_DELETED": ("exon_loss_variant",),
    "FRAME_SHIFT": ("frameshift_variant",),
    "GENE": ("gene_variant",),
    "GENE_DELETED": ("feature_ablation",),
    "GENE_FUSION": ("gene_fusion",),
    "INTERGENIC": ("intergenic_region",),
    "INTERGENIC_CONSERVED": ("conserved_intergenic_variant",),
    "INTRAGENIC": ("intragenic_variant",),
    "INTRON": ("intron_variant",),
    "INTRON_CONSERVED": ("conserved_intron_variant",),
    "MICRO_RNA": ("miRNA",),
    "MOTIF": ("TF_binding_site_variant",),
    "NEXT_PROT": ("sequence_feature",),
    "NON_SYNONYMOUS_CODING": ("missense_variant",),
    "NON_SYNONYMOUS_START": ("initiator_codon_variant",),
    "NON_SYNONYMOUS_STOP": ("stop_retained_variant",),
    "RARE_AMINO_ACID": ("rare_amino_acid_variant",),
    "REGULATION": ("regulatory_region_variant",),
    "SPLICE_SITE_ACCEPTOR": ("splice_acceptor_variant",),
    "SPLICE_SITE_BRANCH": ("splice_branch_variant",),
    "SPLICE_SITE_BRANCH_U12": ("splice_branch_variant",),
    "SPLICE_SITE_DONOR": ("splice_donor_variant",),
    "SPLICE_SITE_REGION": ("splice_region_variant",),
    "START_GAINED": ("5_prime_UTR_premature_start_codon_gain_variant",),
    "START_LOST": ("start_lost",),
    "STOP_GAINED": ("stop_gained",),
    "STOP_LOST": ("stop_lost",),
    "SYNONYMOUS_CODING": ("synonymous_variant",),
    "SYNONYMOUS_START": ("initiator_codon_variant", "non_canonical_start_codon"),
    "SYNONYMOUS_STOP": ("stop_retained_variant",),
    "TRANSCRIPT": ("non_coding_transcript_variant",),
    "TRANSCRIPT_DELETED": ("transcript_ablation",),
    "UPSTREAM": ("upstream_gene_variant",),
    "UTR_3_DELETED": ("3_prime_UTR_truncation", "exon_loss_variant"),
    "UTR_3_PRIME": ("3_prime_UTR_variant",),
    "UTR_5_DELETED": ("5_prime_UTR_truncation", "exon_loss_variant"),
    "UTR_5_PRIME": ("5_prime_UTR_variant",),
}
"""What SnpEff wrote in ``EFF`` before the Sequence Ontology, with the terms that replaced it."""

_REPORTED_SO = frozenset(SEVERITY[: _LAST_REPORTED + 1])

REPORTED_TERMS: frozenset[str] = _REPORTED_SO | {
    classic for classic, terms in SNPEFF_CLASSIC.items() if not _REPORTED_SO.isdisjoint(terms)
}
"""The terms whose alleles are reported, as they may stand in a file.

All that VEP or SnpEff rate HIGH, MODERATE or LOW on a transcript, and ``coding_sequence_variant``
(rated MODIFIER because the protein could not be worked out; still coding). Left out are changes
of regulatory features and motifs, and what is MODIFIER: untranslated, intronic, intergenic,
non-coding and micro-RNA. VEP gives ``feature_truncation`` and ``feature_elongation`` to structural
variants alone, which may break a gene in an intron (KMT2A), so both are reported. SnpEff's names
before the Sequence Ontology are in the set so that a search of the raw text finds them. Such a
search must look for the impacts too (``|HIGH|``, ``|MODERATE|``, ``|LOW|``) if it is to find what
:func:`is_reported` reports of terms that are not known.
"""


def is_reported(terms: Iterable[str], impact: str) -> bool:
    """Tell whether a consequence makes its allele reported.

    One with a term of :data:`REPORTED_TERMS` does. So does one with a term this module does not
    know (a later release's), or with none at all, unless its impact is MODIFIER: what cannot be
    judged is shown, not dropped.
    """
    written = tuple(terms)
    if not REPORTED_TERMS.isdisjoint(written):
        return True
    known = bool(written) and all(term in _RANK for term in written)
    return not known and impact != "MODIFIER"


def severity_rank(terms: Iterable[str]) -> int:
    """Rank a consequence by its most severe term: 0 is worst, ``LEAST_SEVERE`` none known."""
    return min((_RANK.get(term, LEAST_SEVERE) for term in terms), default=LEAST_SEVERE)
