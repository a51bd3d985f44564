"""The typed catalogue of facts a rule may ask about. A fact is declared here and nowhere else.

A rule that asks for anything not declared is refused when it is read, with the nearest valid
name. Words of closed lists (settings, regions, antigens) are declared here too; laboratory
tests in :mod:`knowledgebase.laboratory` and what a clinician states in
:mod:`knowledgebase.statements`, both read through here. Names of genes, diseases and alterations
come from their records, the shape of symbols, fusions and karyotype tokens from
:mod:`knowledgebase.rules.notation`.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from knowledgebase.declarations import FactDeclaration as FactDeclaration
from knowledgebase.declarations import Kind as Kind
from knowledgebase.declarations import Labels as Labels
from knowledgebase.laboratory import LABORATORY as LABORATORY
from knowledgebase.rules.notation import (
    is_gene_symbol as is_gene_symbol,  # who asks names asks here
)
from knowledgebase.statements import STATEMENTS

# Words as in the case form; "unknown" is no value, so it is not among them.
SETTINGS = (
    "newly diagnosed",
    "relapsed",
    "refractory",
    "measurable residual disease",
    "remission",
    "chronic phase",
    "accelerated phase",
    "blast phase",
)

MUTATION_CLASSES = ("truncating", "missense", "in-frame", "splice")
"""What a mutation does to the protein, told from its consequence."""

NAMED_CLASSES = {
    "ITD": "{gene}-ITD",
    "TKD": "{gene}-TKD",
    "PTD": "{gene}-PTD",
    "TD": "{gene}-TD",
    "hotspot": "{gene}-hotspot",
    "in-frame bZIP": "{gene}-bZIP-inframe",
}
"""Classes of mutation that a named alteration of the gene defines: class → the alteration's id."""

COPY_STATES = (
    *("normal", "gain", "single-copy gain", "amplification"),
    *("loss", "heterozygous loss", "homozygous loss", "copy-neutral loss of heterozygosity"),
)

CYTOGENETIC_GROUPS = ("very good", "good", "intermediate", "poor", "very poor")
"""The cytogenetic groups of IPSS-R, best first."""

ANTIGEN_METHODS = ("flow cytometry", "immunohistochemistry")

# Best first; the words of the response criteria of leukaemia, lymphoma, myeloma and MDS.
RESPONSES = (
    "stringent complete response",
    "complete remission",
    "complete remission with partial haematological recovery",
    "complete remission with incomplete haematological recovery",
    "morphologic leukaemia-free state",
    "very good partial response",
    "partial remission",
    "minimal response",
    "haematological improvement",
    "stable disease",
    "no response",
    "progressive disease",
)

REGIONS = ("EU", "DK", "NO", "SE", "FI", "IS", "US")
"""Where the patient is treated; the Nordic countries stand for themselves."""


_DECLARED = (
    FactDeclaration("disease", Kind.CODE, Labels("disease", "sygdom", "sykdom", "sjukdom")),
    FactDeclaration(
        "setting",
        Kind.WORD,
        Labels("setting", "sygdomssituation", "sykdomssituasjon", "sjukdomssituasjon"),
        words=SETTINGS,
    ),
    FactDeclaration("age", Kind.NUMBER, Labels("age", "alder", "alder", "alder"), unit="a"),
    FactDeclaration(
        "sex", Kind.WORD, Labels("sex", "køn", "kjønn", "kjønn"), words=("female", "male")
    ),
    FactDeclaration(
        "alteration",
        Kind.YES_NO,
        Labels("alteration", "forandring", "forandring", "forandring"),
        keyed_by="alteration",
        has_vaf=True,
    ),
    FactDeclaration(
        "gene",
        Kind.YES_NO,
        Labels("mutated gene", "muteret gen", "mutert gen", "mutert gen"),
        keyed_by="gene",
        has_vaf=True,
    ),
    FactDeclaration(
        "mutation",
        Kind.YES_NO,
        Labels("class of mutation", "mutationstype", "mutasjonstype", "mutasjonstype"),
        keyed_by="mutation of a gene",
        has_vaf=True,
        written_under="gene",
    ),
    FactDeclaration(
        "mutations",
        Kind.NUMBER,
        Labels(
            "number of mutations", "antal mutationer", "antall mutasjoner", "talet på mutasjonar"
        ),
        keyed_by="gene",
        unit="1",
        written_under="gene",
    ),
    FactDeclaration(
        "second_vaf",
        Kind.NUMBER,
        Labels(
            "allele fraction of the second mutation",
            "allelfraktion af den anden mutation",
            "allelfraksjon av den andre mutasjonen",
            "allelfraksjon av den andre mutasjonen",
        ),
        keyed_by="gene",
        unit="1",
        written_under="gene",
    ),
    FactDeclaration(
        "biallelic",
        Kind.YES_NO,
        Labels(
            "both alleles hit", "begge alleler ramt", "begge alleler rammet", "begge allel ramma"
        ),
        keyed_by="gene",
        written_under="gene",
    ),
    FactDeclaration(
        "copy_number",
        Kind.WORD,
        Labels("copy number", "kopital", "kopitall", "kopital"),
        keyed_by="gene or chromosome region",
        words=COPY_STATES,
        wider=(
            ("single-copy gain", "gain"),
            ("amplification", "gain"),
            ("heterozygous loss", "loss"),
            ("homozygous loss", "loss"),
        ),
    ),
    FactDeclaration(
        "fusion",
        Kind.YES_NO,
        Labels("gene fusion", "genfusion", "genfusjon", "genfusjon"),
        keyed_by="fusion",
    ),
    FactDeclaration(
        "cytogenetics",
        Kind.YES_NO,
        Labels(
            "chromosome abnormality",
            "kromosomforandring",
            "kromosomforandring",
            "kromosomforandring",
        ),
        keyed_by="cytogenetics",
    ),
    FactDeclaration(
        "prior_drug",
        Kind.YES_NO,
        Labels(
            "prior drug", "tidligere lægemiddel", "tidligere legemiddel", "tidlegare legemiddel"
        ),
        keyed_by="drug",
    ),
    FactDeclaration(
        "prior_class",
        Kind.YES_NO,
        Labels(
            "prior drug class",
            "tidligere lægemiddelgruppe",
            "tidligere legemiddelgruppe",
            "tidlegare legemiddelgruppe",
        ),
        keyed_by="drug class",
    ),
    FactDeclaration(
        "refractory_to",
        Kind.YES_NO,
        Labels("refractory to", "refraktær over for", "refraktær for", "refraktær for"),
        keyed_by="drug or class",
    ),
    FactDeclaration(
        "best_response",
        Kind.WORD,
        Labels("best response", "bedste respons", "beste respons", "beste respons"),
        keyed_by="drug or class",
        words=RESPONSES,
        wider=(("stringent complete response", "complete remission"),),
    ),
    FactDeclaration(
        "lines_of_therapy",
        Kind.NUMBER,
        Labels(
            "lines of therapy",
            "antal behandlingslinjer",
            "antall behandlingslinjer",
            "talet på behandlingslinjer",
        ),
        unit="1",
    ),
    FactDeclaration(
        "ecog",
        Kind.NUMBER,
        Labels(
            "ECOG performance status",
            "ECOG-performancestatus",
            "ECOG-funksjonsstatus",
            "ECOG-funksjonsstatus",
        ),
        unit="1",
    ),
    FactDeclaration(
        "laboratory",
        Kind.NUMBER,
        Labels("laboratory value", "laboratorieværdi", "laboratorieverdi", "laboratorieverdi"),
        keyed_by="laboratory test",
    ),
    FactDeclaration(
        "antigen",
        Kind.YES_NO,
        Labels("antigen expressed", "antigen udtrykt", "antigen uttrykt", "antigen uttrykt"),
        keyed_by="antigen",
    ),
    FactDeclaration(
        "antigen_percentage",
        Kind.NUMBER,
        Labels(
            "percentage of cells with the antigen",
            "procent celler med antigenet",
            "prosent celler med antigenet",
            "prosent celler med antigenet",
        ),
        keyed_by="antigen",
        unit="%",
        written_under="antigen",
    ),
    FactDeclaration(
        "cytogenetic_abnormalities",
        Kind.NUMBER,
        Labels(
            "number of chromosome abnormalities",
            "antal kromosomforandringer",
            "antall kromosomforandringer",
            "talet på kromosomforandringar",
        ),
        unit="1",
    ),
    FactDeclaration(
        "ipssr_cytogenetics",
        Kind.WORD,
        Labels(
            "IPSS-R cytogenetic group",
            "cytogenetisk IPSS-R-gruppe",
            "cytogenetisk IPSS-R-gruppe",
            "cytogenetisk IPSS-R-gruppe",
        ),
        words=CYTOGENETIC_GROUPS,
    ),
    FactDeclaration(
        "relapses",
        Kind.NUMBER,
        Labels(
            "number of relapses", "antal recidiver", "antall tilbakefall", "talet på tilbakefall"
        ),
        unit="1",
    ),
    FactDeclaration(
        "region",
        Kind.WORD,
        Labels(
            "region of treatment", "behandlingsregion", "behandlingsregion", "behandlingsregion"
        ),
        words=REGIONS,
        wider=(("DK", "EU"), ("SE", "EU"), ("FI", "EU")),
    ),
    # A criterion of a source that no other fact can ask: kept in words, it stays unknown.
    FactDeclaration(
        "in_words",
        Kind.YES_NO,
        Labels("criterion in words", "kriterium i ord", "kriterium i ord", "kriterium i ord"),
        keyed_by="criterion in words",
    ),
)

FACTS: dict[str, FactDeclaration] = {
    declared.name: declared for declared in (*_DECLARED, *STATEMENTS)
}


ANTIGENS = (
    *("CD1a", "CD2", "CD3", "CD4", "CD5", "CD7", "CD8", "CD10", "CD13", "CD19", "CD20", "CD22"),
    *("CD23", "CD25", "CD30", "CD33", "CD34", "CD38", "CD45", "CD52", "CD56", "CD70", "CD79b"),
    *("CD117", "CD123", "CD138", "BCMA", "CCR4", "FCRH5", "GPRC5D", "PD-L1", "ROR1", "SLAMF7"),
)


def nearest(text: str, names: Iterable[str]) -> str:
    """End a sentence with the nearest valid name, or with nothing when none is near."""
    by_fold = {name.casefold(): name for name in names}
    close = get_close_matches(text.casefold(), by_fold, n=1, cutoff=0.6)
    return f'; did you mean "{by_fold[close[0]]}"?' if close else ""
