import pytest

from tumorboard.vcf.terms import (
    LEAST_SEVERE,
    REPORTED_TERMS,
    SEVERITY,
    SNPEFF_CLASSIC,
    is_reported,
    severity_rank,
)

# Ensembl's table of calculated consequences, in its order of severity, by impact.
VEP_HIGH = [
    "transcript_ablation",
    "splice_acceptor_variant",
    "splice_donor_variant",
    "stop_gained",
    "frameshift_variant",
    "stop_lost",
    "start_lost",
    "transcript_amplification",
    "feature_elongation",
    "feature_truncation",
]
VEP_MODERATE = [
    "inframe_insertion",
    "inframe_deletion",
    "missense_variant",
    "protein_altering_variant",
]
VEP_LOW = [
    "splice_donor_5th_base_variant",
    "splice_region_variant",
    "splice_donor_region_variant",
    "splice_polypyrimidine_tract_variant",
    "incomplete_terminal_codon_variant",
    "start_retained_variant",
    "stop_retained_variant",
    "synonymous_variant",
]
VEP_MODIFIER = [
    "coding_sequence_variant",
    "mature_miRNA_variant",
    "5_prime_UTR_variant",
    "3_prime_UTR_variant",
    "non_coding_transcript_exon_variant",
    "intron_variant",
    "NMD_transcript_variant",
    "non_coding_transcript_variant",
    "coding_transcript_variant",
    "upstream_gene_variant",
    "downstream_gene_variant",
    "TFBS_ablation",
    "TFBS_amplification",
    "TF_binding_site_variant",
    "regulatory_region_ablation",
    "regulatory_region_amplification",
    "regulatory_region_variant",
    "intergenic_variant",
    "sequence_variant",
]

# SnpEff's terms of impact HIGH, MODERATE or LOW (EffectType.effectImpact), motifs aside.
SNPEFF_REPORTED = [
    "chromosome_number_variation",
    "duplication",
    "inversion",
    "exon_loss_variant",
    "feature_ablation",
    "gene_fusion",
    "bidirectional_gene_fusion",
    "rearranged_at_DNA_level",
    "protein_protein_contact",
    "structural_interaction_variant",
    "rare_amino_acid_variant",
    "disruptive_inframe_insertion",
    "disruptive_inframe_deletion",
    "conservative_inframe_insertion",
    "conservative_inframe_deletion",
    "splice_branch_variant",
    "initiator_codon_variant",
    "stop_retained_variant",
    "feature_fusion",
    "5_prime_UTR_premature_start_codon_gain_variant",
    "non_canonical_start_codon",
]


@pytest.mark.parametrize("term", [*VEP_HIGH, *VEP_MODERATE, *VEP_LOW, *SNPEFF_REPORTED])
def test_what_an_annotator_rates_low_or_worse_is_reported(term: str) -> None:
    assert term in REPORTED_TERMS


def test_coding_of_unknown_effect_is_reported_and_no_other_modifier() -> None:
    assert [term for term in VEP_MODIFIER if term in REPORTED_TERMS] == ["coding_sequence_variant"]


def test_legacy_non_coding_terms_are_not_reported() -> None:
    legacy = {"non_coding_exon_variant", "nc_transcript_variant", "intergenic_region", "miRNA"}
    assert not legacy & REPORTED_TERMS


def test_severity_follows_veps_table() -> None:
    table = [*VEP_HIGH, *VEP_MODERATE, *VEP_LOW, *VEP_MODIFIER]
    ranks = [severity_rank([term]) for term in table]
    assert ranks == sorted(ranks)
    assert max(ranks) < LEAST_SEVERE


def test_no_term_is_ranked_twice() -> None:
    assert len(set(SEVERITY)) == len(SEVERITY)


def test_a_consequence_is_as_severe_as_its_worst_term() -> None:
    both = severity_rank(["intron_variant", "splice_region_variant"])
    assert both == severity_rank(["splice_region_variant"]) < severity_rank(["intron_variant"])
    assert severity_rank(["no_such_term"]) == severity_rank([]) == LEAST_SEVERE


def test_every_old_name_stands_for_known_terms() -> None:
    assert {term for terms in SNPEFF_CLASSIC.values() for term in terms} <= set(SEVERITY)
    assert "NON_SYNONYMOUS_CODING" in REPORTED_TERMS
    assert "INTRON" not in REPORTED_TERMS


@pytest.mark.parametrize(
    ("terms", "impact", "reported"),
    [
        (["missense_variant"], "MODERATE", True),
        (["missense_variant"], "", True),
        (["intron_variant", "splice_region_variant"], "LOW", True),
        (["intron_variant"], "MODIFIER", False),
        (["intron_variant"], "", False),
        (["TF_binding_site_variant"], "LOW", False),
        # A term of a release to come, and an entry that says nothing, are shown.
        (["splice_something_new_variant"], "LOW", True),
        (["splice_something_new_variant"], "", True),
        (["something_new_and_harmless"], "MODIFIER", False),
        (["splice_something_new_variant", "intron_variant"], "LOW", True),
        ([], "", True),
    ],
)
def test_what_cannot_be_judged_is_reported(terms: list[str], impact: str, reported: bool) -> None:
    assert is_reported(terms, impact) is reported
