"""The shapes of names a record may use: gene symbols, fusions, karyotype tokens, consequences."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# Sequence Ontology terms as VEP and SnpEff write them, plus those both use for splice regions.
_TERMS = """
transcript_ablation splice_acceptor_variant splice_donor_variant stop_gained
frameshift_variant stop_lost start_lost transcript_amplification feature_elongation
feature_truncation inframe_insertion inframe_deletion missense_variant
protein_altering_variant splice_donor_5th_base_variant splice_region_variant
splice_donor_region_variant splice_polypyrimidine_tract_variant
incomplete_terminal_codon_variant start_retained_variant stop_retained_variant
synonymous_variant coding_sequence_variant mature_miRNA_variant 5_prime_UTR_variant
3_prime_UTR_variant non_coding_transcript_exon_variant intron_variant
NMD_transcript_variant non_coding_transcript_variant coding_transcript_variant
upstream_gene_variant downstream_gene_variant TFBS_ablation TFBS_amplification
TF_binding_site_variant regulatory_region_ablation regulatory_region_amplification
regulatory_region_variant intergenic_variant sequence_variant
conservative_inframe_insertion disruptive_inframe_insertion
conservative_inframe_deletion disruptive_inframe_deletion initiator_codon_variant
5_prime_UTR_premature_start_codon_gain_variant exon_loss_variant
rare_amino_acid_variant bidirectional_gene_fusion gene_fusion duplication
inframe_duplication exon_variant gene_variant
"""
CONSEQUENCE_TERMS = frozenset(_TERMS.split())

# A karyotype token is a word or an ISCN-like abnormality without clone, cells or spaces.
CYTOGENETIC_WORDS = (
    "normal",
    "complex",
    "monosomal",
    "trisomies only",
    "hyperdiploid",
    "hypodiploid",
    "low hypodiploid",
    "near-haploid",
)
_CHROMOSOME = r"(?:[1-9]|1[0-9]|2[0-2]|X|Y|v)"
_BAND = r"[pq](?:[0-9]{1,2}(?:\.[0-9]{1,2})?)?"
_TOKEN = re.compile(
    rf"[+-]{_CHROMOSOME}(?:[pq])?"
    rf"|(?:del|dup|add|i|gain|loss|amp|inv|abn|r|rearranged)\({_CHROMOSOME}(?:{_BAND}){{0,2}}\)"
    rf"|(?:del|dup|add|inv|i|idic)\({_CHROMOSOME}\)\({_BAND}(?:{_BAND})?\)"
    rf"|(?:t|dic|der|idic|ins)\({_CHROMOSOME}(?:;{_CHROMOSOME}){{1,2}}\)"
    rf"(?:\((?:{_BAND}|v)(?:;(?:{_BAND}|v)){{1,2}}\))?"
    rf"|t\({_CHROMOSOME}(?:{_BAND})?;{_CHROMOSOME}(?:{_BAND})?\)"
)
_REGION = re.compile(r"(?:[1-9]|1[0-9]|2[0-2]|X|Y)[pq](?:[0-9]{1,2}(?:\.[0-9]{1,2})?)?")
_GENE_SYMBOL = re.compile(r"[A-Z][A-Za-z0-9-]*")
_FREE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ,()+/.'-]*[A-Za-z0-9)]")


def is_cytogenetic_token(text: str) -> bool:
    """Tell whether a text is a karyotype token a rule may ask for."""
    return text in CYTOGENETIC_WORDS or _TOKEN.fullmatch(text) is not None


def is_gene_symbol(text: str) -> bool:
    """Tell whether a text has the shape of an HGNC symbol."""
    return _GENE_SYMBOL.fullmatch(text) is not None


def is_free_name(text: str) -> bool:
    """Tell whether a text can name a drug or a drug class."""
    return _FREE_NAME.fullmatch(text) is not None


def is_chromosome_region(text: str) -> bool:
    """Tell whether a text is an arm or a band of a chromosome: ``17p``, ``13q14.2``."""
    return _REGION.fullmatch(text) is not None


class AntigenAsked(NamedTuple):
    """An antigen as it was measured: by which method, after a therapy against which antigen.

    An empty part was not asked or not stated.
    """

    antigen: str
    method: str = ""
    after: str = ""


def antigen_key(asked: AntigenAsked) -> str:
    """Write the key of a measured antigen: ``CD19 by flow cytometry after CD19``."""
    method = f" by {asked.method}" if asked.method else ""
    return f"{asked.antigen}{method}" + (f" after {asked.after}" if asked.after else "")


def antigen_asked(key: str) -> AntigenAsked:
    """Take the key of a measured antigen apart again."""
    rest, _, after = key.partition(" after ")
    antigen, _, method = rest.partition(" by ")
    return AntigenAsked(antigen, method, after)


def mutation_key(gene: str, mutation_class: str) -> str:
    """Write the key of a class of mutation of a gene: ``ASXL1 truncating``."""
    return f"{gene} {mutation_class}"


def mutation_asked(key: str) -> tuple[str, str]:
    """Take the key of a class of mutation apart: gene, class."""
    gene, _, mutation_class = key.partition(" ")
    return gene, mutation_class


def genes_of_fact(fact: str, key: str) -> tuple[str, ...]:
    """Give the genes a fact's key names; of an ``alteration`` its record tells the gene."""
    if fact == "fusion":
        return tuple(gene for gene in fusion_partners(key) or () if gene != "*")
    if fact == "mutation":
        return (mutation_asked(key)[0],)
    if fact == "copy_number":
        return () if is_chromosome_region(key) else (key,)
    return (key,) if fact in ("gene", "mutations", "second_vaf", "biallelic") else ()


@lru_cache(maxsize=4096)
def fusion_partners(text: str) -> tuple[str, str] | None:
    """Split ``BCR::ABL1`` or ``KMT2A::*``; ``None`` when it is neither."""
    five, mark, three = text.partition("::")
    valid = all(part == "*" or is_gene_symbol(part) for part in (five, three))
    if not mark or not valid or (five, three) == ("*", "*"):
        return None
    return five, three
