"""Disease names of other sources → our codes: an explicit table, and the names of the records.

A name is mapped only where a code, or a set of codes, means the same. A name that is wider,
narrower or drawn along another line is listed in :data:`WITHOUT_CODE` with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledgebase.records import Content

# Name as the source writes it, in lower case and American spelling → codes that together mean it.
_NAMES: dict[str, tuple[str, ...]] = {
    # Disease Ontology names as CIViC shows them
    "acute leukemia": ("AML", "APL", "ALL", "ALAL"),
    "acute lymphoblastic leukemia": ("ALL",),
    "acute myeloid leukemia": ("AML",),
    "acute myeloid leukemia with bcr-abl1": ("AMLBCRABL1",),
    "acute myeloid leukemia with inv(16)(p13.1q22) or t(16;16)(p13.1;q22)": ("AMLCBFBMYH11",),
    "acute myeloid leukemia with mecom rearrangement": ("AMLGATA2MECOM",),
    "acute myeloid leukemia with mll rearrangement": ("AMLKMT2A",),
    "acute myeloid leukemia with mutated npm1": ("AMLNPM1",),
    "acute myeloid leukemia with nup98 rearrangement": ("AMLNUP98",),
    "acute myeloid leukemia with t(1;22)(p13;q13)": ("AMLRBM15MKL1",),
    "acute myeloid leukemia with t(6;9) (p23;q34.1)": ("AMLDEKNUP214",),
    "acute myeloid leukemia with t(8;21); (q22; q22.1)": ("AMLRUNX1RUNX1T1",),
    "acute promyelocytic leukemia": ("APL",),
    "acute promyelocytic leukemia with pml-rara": ("APLPMLRARA",),
    "adult t-cell leukemia": ("ATLL",),
    "adult t-cell leukemia/lymphoma": ("ATLL",),
    "anaplastic large cell lymphoma": ("ALCL",),
    "atypical chronic myeloid leukemia": ("ACML",),
    "atypical chronic myeloid leukemia, bcr-abl1 negative": ("ACML",),
    "b-cell acute lymphoblastic leukemia": ("BLL",),
    "b-lymphoblastic leukemia/lymphoma": ("BLL",),
    "b-lymphoblastic leukemia/lymphoma with bcr-abl1": ("BLLBCRABL1",),
    "b-lymphoblastic leukemia/lymphoma with etv6-runx1": ("BLLETV6RUNX1",),
    "b-lymphoblastic leukemia/lymphoma with kmt2a rearrangement": ("BLLKMT2A",),
    "b-lymphoblastic leukemia/lymphoma with tcf3-pbx1": ("BLLTCF3PBX1",),
    "b-lymphoblastic leukemia/lymphoma, bcr-abl1-like": ("BLLBCRABL1L",),
    "chronic lymphocytic leukemia": ("CLL",),
    "chronic lymphocytic leukemia/small lymphocytic lymphoma": ("CLLSLL",),
    "chronic myeloid leukemia": ("CML",),
    "chronic myelomonocytic leukemia": ("CMML",),
    "chronic neutrophilic leukemia": ("CNL",),
    "diffuse large b-cell lymphoma": ("DLBCL",),
    "diffuse large b-cell lymphoma activated b-cell type": ("ABC",),
    "diffuse large b-cell lymphoma germinal center b-cell type": ("GCB",),
    "essential thrombocythemia": ("ET",),
    "follicular lymphoma": ("FL",),
    "hairy cell leukemia": ("HCL",),
    "hematologic cancer": ("HEME",),
    "histiocytic and dendritic cell cancer": ("HDCN",),
    "histiocytic sarcoma": ("HS",),
    "juvenile myelomonocytic leukemia": ("JMML",),
    "langerhans-cell histiocytosis": ("LCH",),
    "lymphoplasmacytic lymphoma": ("LPL",),
    "mantle cell lymphoma": ("MCL",),
    "multiple myeloma": ("PCM",),
    "myelodysplastic syndrome": ("MDS",),
    "myelofibrosis": ("PMF", "ETMF", "PVMF"),
    "myeloid and lymphoid neoplasms with eosinophilia and abnormalities of pdgfra, pdgfrb, "
    "and fgfr1": ("MLNPDGFRA", "MLNPDGFRB", "MLNFGFR1"),
    "myeloid neoplasm": ("MYELOID",),
    "myeloproliferative neoplasm": ("MPN",),
    "polycythemia vera": ("PV",),
    "sezary's disease": ("SS",),
    "systemic mastocytosis": ("SM",),
    "t-cell acute lymphoblastic leukemia": ("TLL",),
    "t-cell large granular lymphocyte leukemia": ("TLGL",),
    "t-cell lymphoblastic leukemia/lymphoma": ("TLL",),
    "waldenstroem's macroglobulinemia": ("WM",),
    # Names and MeSH headings as sponsors write them in ClinicalTrials.gov; OncoTree names
    "acute lymphocytic leukemia": ("ALL",),
    "acute myelogenous leukemia": ("AML",),
    "b acute lymphoblastic leukemia": ("BLL",),
    "b lymphoblastic leukemia": ("BLL",),
    "blood cancer": ("HEME",),
    "burkitt's lymphoma": ("BL",),
    "chronic lymphoid leukemia": ("CLL",),
    "chronic myelogenous leukemia": ("CML",),
    "hematologic malignancies": ("HEME",),
    "hematologic malignancy": ("HEME",),
    "hematologic neoplasms": ("HEME",),
    "hematological malignancies": ("HEME",),
    "hematological malignancy": ("HEME",),
    "hematopoietic and lymphoid cell neoplasm": ("HEME",),
    "hodgkin disease": ("HL",),
    "hodgkin lymphoma": ("HL",),
    "leukemia, lymphocytic, chronic, b-cell": ("CLL",),
    "leukemia, myelogenous, chronic, bcr-abl positive": ("CML",),
    "leukemia, myeloid, acute": ("AML",),
    "lymphoma, follicular": ("FL",),
    "lymphoma, large b-cell, diffuse": ("DLBCL",),
    "lymphoma, mantle-cell": ("MCL",),
    "mantle-cell lymphoma": ("MCL",),
    "myelodysplasia": ("MDS",),
    "myelodysplastic syndromes": ("MDS",),
    "myeloma": ("PCM",),
    "myeloma multiple": ("PCM",),
    "plasma cell myeloma": ("PCM",),
    "precursor b-cell lymphoblastic leukemia-lymphoma": ("BLL",),
    "precursor cell lymphoblastic leukemia-lymphoma": ("ALL",),
    "precursor t-cell lymphoblastic leukemia-lymphoma": ("TLL",),
    "primary mediastinal b-cell lymphoma": ("PMBL",),
    "primary mediastinal large b-cell lymphoma": ("PMBL",),
    "small lymphocytic lymphoma": ("SLL",),
    "smoldering multiple myeloma": ("SMM",),
    "t lymphoblastic leukemia": ("TLL",),
    "t lymphoblastic lymphoma": ("TLL",),
    "waldenstrom's macroglobulinemia": ("WM",),
    "waldenstrom macroglobulinemia": ("WM",),
}

_NARROWER = "narrower than any code here"
_WIDER = "wider than one code and drawn along another line than a set of codes"
_OTHERWISE = "defined otherwise than the code of the like name"

WITHOUT_CODE: dict[str, str] = {
    "acute myeloid leukemia with mutated cebpa": _OTHERWISE + " (in-frame bZIP)",
    "b-cell adult acute lymphocytic leukemia": _NARROWER + " (an age group)",
    "b-cell lymphoma": _WIDER,
    "b-cell non-hodgkin lymphoma": _WIDER,
    "bone marrow cancer": _WIDER,
    "childhood acute lymphocytic leukemia": _NARROWER + " (an age group)",
    "childhood b-cell acute lymphoblastic leukemia": _NARROWER + " (an age group)",
    "chronic leukemia": _WIDER,
    "chuvash polycythemia": "an inherited polycythaemia, no neoplasm",
    "leukemia": _WIDER,
    "lymphoid leukemia": _WIDER,
    "lymphoma": _WIDER,
    "non-hodgkin lymphoma": _WIDER,
    "peripheral t-cell lymphoma": _OTHERWISE + " (not otherwise specified)",
}

_BLOOD = re.compile(
    r"bone marrow|leuk|lymphom|lymphoprolif"
    r"|lymphoid|lymphoblast|myelo(?:id|m|d|p|f)|macroglobulin|mastocyt"
    r"|histiocytosis|histiocytic|polycyth|thrombocyth|h(?:a)?emato|sezary|plasmacyt|castleman"
    r"|\b[bt][ -]cell|(?-i:\bALL\b)|\bheme\b|amyloidosis|\b(?:mm|rrmm|lbcl|ptcl)\b|blood"
    r"|\baml\b|\bmds\b|\bball\b|\bcll\b|\bnhl\b|\bdlbcl\b|plasma cell",
    re.IGNORECASE,
)
_NOT_BLOOD = re.compile(r"fibrous histiocytoma|lymphoepithelioma", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DiseaseNames:
    """Looks up what another source calls a disease."""

    _by_name: dict[str, tuple[str, ...]]
    _codes: frozenset[str]

    @classmethod
    def of(cls, content: Content) -> DiseaseNames:
        """Prepare the names of a release."""
        by_name: dict[str, tuple[str, ...]] = {}
        for disease in content.diseases.values():
            for name in (disease.code, disease.name, *disease.synonyms):
                by_name.setdefault(folded_name(name), (disease.code,))
        codes = frozenset(content.diseases)
        tabled = {
            folded_name(name): found for name, found in _NAMES.items() if codes.issuperset(found)
        }
        return cls(by_name | tabled, codes)

    def codes(self, name: str) -> tuple[str, ...]:
        """Give the codes that together mean the disease; none where no set of codes does."""
        folded = folded_name(name)
        if folded in WITHOUT_CODE:
            return ()
        return self._by_name.get(folded) or self._by_name.get(_without_brackets(folded), ())

    def why_not(self, name: str) -> str:
        """Say why a blood cancer has no code here."""
        return WITHOUT_CODE.get(folded_name(name), "not in the table of names")


def is_blood_cancer(name: str) -> bool:
    """Tell whether a disease name speaks of blood, lymph or their neoplasms."""
    return _BLOOD.search(name) is not None and _NOT_BLOOD.search(name) is None


def folded_name(name: str) -> str:
    """Fold a name for comparing: case, British spelling and typographic marks do not count."""
    text = " ".join(name.casefold().replace("–", "-").replace("’", "'").split())
    for british, american in (("leukaemia", "leukemia"), ("haem", "hem"), ("tumour", "tumor")):
        text = text.replace(british, american)
    text = text.replace("ö", "o").replace("é", "e").replace("cythaem", "cythem")
    text = re.sub(r"\b([bt]) cell", r"\1-cell", text).replace("large-cell", "large cell")
    return re.sub(r"\bnon hodgkin", "non-hodgkin", text).replace("hodgkin's", "hodgkin")


def _without_brackets(folded: str) -> str:
    """Drop an abbreviation: "acute myeloid leukemia (aml)"."""
    return " ".join(re.sub(r"\([a-z-]{2,6}\)", " ", folded).split()).replace(" /", "/")
