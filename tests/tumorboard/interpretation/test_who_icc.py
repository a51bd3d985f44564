"""WHO-HAEM5 and ICC 2022 by worked cases: every class, every difference, every missing fact."""

import pytest

from knowledgebase.catalog import load_content
from tests.tumorboard.interpretation.who_icc_cases import facts_for, meant_for
from tumorboard.domain.assessment import AssessmentStatus
from tumorboard.interpretation.classify import classify

CONTENT = load_content()
WHO, ICC = (
    [one for one in CONTENT.classifications.values() if one.key == key]
    for key in ("classification.who5", "classification.icc2022")
)
SINGLE = AssessmentStatus.SINGLE

# disease | what was found | class of WHO-HAEM5 | class of ICC 2022
CASES = """
AML | marrow=4 f:PML::RARA | APL-PML-RARA | below-10
APL | marrow=60 c:t(15;17) | APL-PML-RARA | APL-PML-RARA
APL | marrow=60 f:RARA::* | other-defined | APL-RARA-other
AML | marrow=8 c:t(8;21) | RUNX1-RUNX1T1 | below-10
AML | marrow=12 c:t(8;21) | RUNX1-RUNX1T1 | RUNX1-RUNX1T1
AML | marrow=40 c:inv(16) g:ASXL1 | CBFB-MYH11 | CBFB-MYH11
AML | marrow=40 c:t(6;9) | DEK-NUP214 | DEK-NUP214
AML | marrow=40 c:t(1;22)(p13;q13) | RBM15-MRTFA | rare
AML | marrow=40 c:t(9;11) | KMT2A | MLLT3-KMT2A
AML | marrow=40 f:KMT2A::AFDN | KMT2A | KMT2A-other
AML | marrow=40 c:inv(3) | MECOM | GATA2-MECOM
AML | marrow=40 f:MECOM::* | MECOM | MECOM-other
AML | marrow=40 f:NUP98::NSD1 | NUP98 | rare
AML | marrow=40 c:t(8;16) | other-defined | rare
AML | marrow=40 age=2 f:CBFA2T3::GLIS2 | other-defined | rare
AML | marrow=7 a:NPM1c | NPM1 | below-10
AML | marrow=14 a:NPM1c | NPM1 | NPM1
AML | marrow=40 a:NPM1c g:TP53@0.4 | NPM1 | NPM1
AML | marrow=40 f:BCR::ABL1 | BCR-ABL1 | BCR-ABL1
AML | marrow=15 f:BCR::ABL1 | below-20 | NOS-MDS-AML
AML | marrow=40 a:CEBPA-bZIP-inframe g:CEBPA | CEBPA | CEBPA
AML | marrow=15 a:CEBPA-bZIP-inframe g:CEBPA | below-20 | CEBPA
AML | marrow=40 g:CEBPA m:CEBPA=2 | CEBPA | NOS
AML | marrow=40 g:CEBPA | differentiation | NOS
AML | marrow=40 g:TP53@0.3 c:complex | MR | TP53
AML | marrow=40 g:TP53@0.3 | differentiation | TP53
AML | marrow=40 g:TP53@0.05 | differentiation | NOS
AML | marrow=15 g:TP53@0.3 | below-20 | TP53-MDS-AML
AML | marrow=40 g:SRSF2 | MR | MR-genes
AML | marrow=40 g:RUNX1 | differentiation | MR-genes
AML | marrow=15 g:RUNX1 | below-20 | MR-genes-MDS-AML
AML | marrow=40 c:+8 | differentiation | MR-karyotype
AML | marrow=40 c:del(20q) | differentiation | MR-karyotype
AML | marrow=40 c:del(11q) | MR | NOS
AML | marrow=40 c:del(13q) | MR | NOS
AML | marrow=40 c:-13 | MR | NOS
AML | marrow=40 c:loss(5q) | MR | MR-karyotype
AML | marrow=15 c:+8 | below-20 | MR-karyotype-MDS-AML
AML | marrow=40 antecedent_mds_or_mds_mpn | MR | NOS
AML | marrow=40 | differentiation | NOS
AML | marrow=3 blood=25 | differentiation | NOS
AML | marrow=15 | below-20 | NOS-MDS-AML
AML | marrow=3 g:SRSF2 | below-20 | below-10
MDS | marrow=3 a:NPM1c | AML-defining | NOS-single
MDS | marrow=12 a:NPM1c | AML-defining | AML-defining
MDS | marrow=24 | AML-blasts | AML-blasts
MDS | g:TP53@0.2 m:TP53=2 | biTP53 | TP53
MDS | g:TP53@0.2 n:TP53=loss marrow=7 | biTP53 | TP53
MDS | g:TP53@0.2 c:complex abn=4 | LB | NOS-single
MDS | g:TP53@0.2 c:complex abn=4 ?n:TP53 ?n:17p ?b:TP53 | biTP53, LB | TP53
MDS | g:TP53@0.2 c:complex abn=4 ?b:TP53 ?n:17p | biTP53, LB | NOS-single
MDS | g:TP53@0.3 m:TP53=2 v:TP53=0.04 | biTP53 | NOS-single
MDS | g:TP53@0.3 m:TP53=2 v:TP53=0.10 | biTP53 | TP53
MDS | g:TP53@0.6 | LB | TP53
MDS | g:TP53@0.05 m:TP53=2 | biTP53 | NOS-single
MDS | g:TP53@0.2 | LB | NOS-single
MDS | g:TP53@0.2 marrow=13 | IB2 | TP53-MDS-AML
MDS | g:ASXL1 marrow=13 | IB2 | MR-genes-MDS-AML
MDS | c:del(20q) marrow=13 | IB2 | MR-karyotype-MDS-AML
MDS | marrow=13 | IB2 | NOS-MDS-AML
MDS | blood=12 | IB2 | NOS-MDS-AML
MDS | c:del(5q) abn=1 | del5q | del5q
MDS | c:del(5q) c:-7 abn=2 | LB | NOS-single
MDS | c:del(5q) abn=3 c:complex | LB | NOS-single
MDS | c:del(5q) abn=1 g:SF3B1@0.4 | del5q | del5q
MDS | g:SF3B1@0.4 rs=40 | SF3B1 | SF3B1
MDS | g:SF3B1@0.07 rs=5 | SF3B1 | NOS-single
MDS | g:SF3B1@0.4 g:RUNX1 | SF3B1 | NOS-single
MDS | g:SF3B1@0.4 c:inv(3) | AML-defining | NOS-single
MDS | g:SF3B1@0.4 c:rearranged(3q26) | SF3B1 | NOS-single
MDS | g:SF3B1@0.4 c:del(7q) | SF3B1 | NOS-single
MDS | g:SF3B1@0.4 c:-7 | LB | NOS-single
MDS | rs=30 | LB-RS | NOS-single
MDS | rs=30 dys=2 | LB-RS | NOS-multilineage
MDS | blood=7 | IB2 | EB
MDS | blood=3 | IB1 | EB
MDS | marrow=6 | IB1 | EB
MDS | marrow=6 fib=2 | fibrosis | EB
MDS | auer_rods | IB2 | EB
MDS | cell=15 | hypoplastic | NOS-single
MDS | dys=0 c:-7 | no-dysplasia | NOS-without
MDS | dys=0 | no-dysplasia | no-dysplasia
MDSMPN | marrow=25 | AML | AML
MDSMPN | f:BCR::ABL1 | BCR-ABL1 | BCR-ABL1
MDSMPN | f:PDGFRB::* | TK-fusion | TK-fusion
CMML | mono=2 monop=20 g:TET2@0.4 plt=90 wbc=9 | CMML-1-MD | CMML-1-MD
CMML | mono=6 monop=20 g:TET2@0.4 plt=90 wbc=30 | CMML-1-MP | CMML-1-MP
CMML | mono=2 monop=20 g:TET2@0.4 plt=90 marrow=14 | CMML-2-MD | CMML-2-MD
CMML | mono=6 monop=20 g:TET2@0.4 plt=90 wbc=30 blood=8 | CMML-2-MP | CMML-2-MP
CMML | mono=0.7 monop=20 g:TET2@0.4 plt=90 dys=0 | NOS | CMML-1-MD
CMML | mono=2 monop=20 g:TET2@0.4 | CMML-1-MD | NOS
CMML | mono=0.7 monop=15 g:TET2@0.04 dys=0 | NOS | CMUS
MDSMPN | plt=700 hb=9 g:SF3B1@0.4 | SF3B1-T | SF3B1-T
MDSMPN | plt=700 hb=9 rs=40 | SF3B1-T | NOS
MDSMPN | wbc=40 dys=1 plt=100 g:SETBP1 | neutrophilia | neutrophilia
MDSMPN | wbc=40 dys=1 | neutrophilia | NOS
MPNU | f:BCR::ABL1 | CML | CML
MPNU | f:BCR::ABL1 marrow=14 | CML | CML-AP
MPNU | f:BCR::ABL1 marrow=9 | CML | CML
MPNU | f:BCR::ABL1 c:inv(3) | CML | CML-AP
MPNU | f:BCR::ABL1 blood=19 | CML | CML-AP
MPNU | f:BCR::ABL1 marrow=30 | CML-BP | CML-BP
MPNU | marrow=30 a:JAK2-V617F | AML | AML
MPNU | a:CSF3R-T618I wbc=30 | CNL | CNL
MPNU | a:CSF3R-T618I wbc=15 | none | CNL
MPNU | a:CSF3R-T618I wbc=12 | none | none
CNL | g:CSF3R wbc=15 | none | CNL
CNL | wbc=24 | none | none
CNL | wbc=25 | CNL | CNL
MPNU | f:PDGFRB::* eos=3 | TK-fusion | TK-fusion
CNL | f:FLT3::* wbc=30 | TK-fusion | TK-fusion
CELNOS | eos=1.5 | CEL | CEL
CELNOS | eos=1.4 | none | none
MPNU | a:JAK2-V617F hb=17 | PV | PV
MPNU | a:JAK2-V617F hb=16.5 sex=male | driver | driver
MPNU | a:JAK2-V617F hb=16.5 sex=female | PV | PV
MPNU | a:JAK2-exon12 hct=49 sex=male | driver | driver
MPNU | a:JAK2-exon12 hct=49 sex=female | PV | PV
PV | a:JAK2-V617F hb=17 fib=2 | post-PV | post-PV
ET | a:CALR-exon9 plt=300 fib=3 | post-ET | post-ET
PMF | fib=2 | PMF-overt | PMF-overt
PMF | fib=1 | PMF-early | PMF-early
MPNU | a:JAK2-V617F fib=2 | PMF-overt | PMF-overt
PMF | a:CALR-exon9 plt=600 fib=1 | PMF-early | PMF-early
ET | a:CALR-exon9 plt=600 | ET | ET
ET | plt=450 | ET | ET
MPNU | a:MPL-W515 plt=449 | driver | driver
MPNU | a:JAK2-V617F | driver | driver
MPNU | | none | none
SM | marrow=30 | AML | AML
SMMCL | | MCL | MCL
SMAHN | | AHN | AHN
ASM | | ASM | ASM
SSM | | SSM | SSM
ISM | | ISM | ISM
CMCD | tryp=30 a:KIT-D816V s:CD25 | SM-minor | SM-minor
CMCD | tryp=30 a:KIT-D816V | SM-one-more | SM-one-more
CMCD | | not-shown | not-shown
CHIP | marrow=7 | blasts | blasts
CCUS | unexplained_cytopenia g:SF3B1@0.2 dys=0 | CCUS | MDS-genetic
CCUS | unexplained_cytopenia g:TET2@0.2 dys=2 | dysplasia | dysplasia
CCUS | unexplained_cytopenia g:TET2@0.2 dys=0 | CCUS | CCUS
CHIP | g:DNMT3A@0.03 dys=0 | CHIP | CHIP
CCUS | unexplained_cytopenia g:SF3B1@0.2 g:RUNX1 dys=0 | CCUS | CCUS
CCUS | unexplained_cytopenia c:-7 abn=1 dys=0 | CCUS | MDS-genetic
CCUS | unexplained_cytopenia abn=1 dys=0 | CCUS | CCUS
CHIP | abn=1 dys=0 | none | CHIP
CHIP | c:-7 abn=1 dys=0 | none | none
CHIP | g:BCOR@0.03 sex=male dys=0 | none | CHIP
CHIP | g:BCOR@0.04 sex=male dys=0 | CHIP | CHIP
CHIP | g:BCOR@0.03 sex=female dys=0 | CHIP | CHIP
CHIP | g:DNMT3A@0.01 dys=0 | none | none
BLL | f:BCR::ABL1 | BCR-ABL1 | BCR-ABL1
BLL | f:KMT2A::* | KMT2A | KMT2A
BLL | f:ETV6::RUNX1 | ETV6-RUNX1 | ETV6-RUNX1
BLL | c:t(1;19) | TCF3-PBX1 | TCF3-PBX1
BLL | f:TCF3::HLF f:HLF::* | TCF3-HLF | HLF
BLL | c:t(17;19) | TCF3-HLF | HLF
BLL | f:HLF::* | NOS | HLF
BLL | f:IGH::IL3 | IGH-IL3 | IGH-IL3
BLL | c:t(5;14) | IGH-IL3 | IGH-IL3
BLL | f:DUX4::* | other-defined | DUX4
BLL | f:MEF2D::* | other-defined | MEF2D
BLL | f:MEF2D::* f:CSF1R::* | like | like-ABL
BLL | f:ZNF384::* | other-defined | ZNF384
BLL | f:ZNF362::* | NOS | ZNF384
BLL | f:NUTM1::* | other-defined | NUTM1
BLL | f:UBTF::ATXN7L3 | other-defined | CDX2-UBTF
BLL | a:PAX5-P80R | other-defined | PAX5-P80R
BLL | a:IKZF1-N159Y | other-defined | IKZF1-N159Y
BLL | f:PAX5::* | other-defined | PAX5alt
BLL | f:PAX5::* f:JAK2::* | like | like-JAK-STAT
BLL | f:MYC::* | NOS | MYC
BLL | f:IGH::MYC f:MYC::* | other-defined | MYC
BLL | c:t(8;14) | other-defined | MYC
BLL | f:ABL2::* | like | like-ABL
BLL | f:PDGFRB::* c:hyperdiploid | like | like-ABL
BLL | f:CRLF2::* | like | like-JAK-STAT
BLL | f:CRLF2::* n:21q=amplification | iAMP21 | iAMP21
BLL | f:CRLF2::* c:hyperdiploid | hyperdiploid | hyperdiploid
BLL | f:CRLF2::* f:DUX4::* | other-defined | DUX4
BLL | f:NTRK3::* f:ETV6::* | like | like-NOS
BLL | n:21q=amplification | iAMP21 | iAMP21
BLL | c:hyperdiploid | hyperdiploid | hyperdiploid
BLL | c:low_hypodiploid | hypodiploid | low-hypodiploid
BLL | c:near-haploid | hypodiploid | near-haploid
BLL | a:ZEB2-H1038R | NOS | ZEB2-CEBPE
BLL | f:IGH::CEBPE | NOS | ZEB2-CEBPE
BLL | f:ETV6::* | ETV6-RUNX1-like, NOS | ETV6-RUNX1-like, NOS
BLL | f:MED12::HOXA9 | NOS | KMT2A-like, NOS
BLL | | NOS | NOS
ETPLL | f:BCL11B::* | ETP | ETP-BCL11B
ETPLL | f:BCL11B::* f:TLX3::* | ETP | TLX3-rearrangement
ETPLL | f:BCL11B::* ?f:TLX3::* | ETP | ETP-BCL11B
ETPLL | | ETP | ETP
TLL | f:TLX1::* | ETP, NOS | TLX1-rearrangement
TLL | f:TLX3::* | ETP, NOS | TLX3-rearrangement
TLL | f:HOXA9::* | ETP, NOS | HOXA-rearrangement
TLL | f:SPI1::* | ETP, NOS | SPI1-rearrangement
TLL | f:TAL1::* | ETP, NOS | TAL1-rearrangement
TLL | f:TAL1::* f:LMO2::* | ETP, NOS | TAL1-rearrangement
TLL | f:LMO1::* | ETP, NOS | LMO-rearrangement
TLL | f:LMO2::* | ETP, NOS | LMO-rearrangement
TLL | | ETP, NOS | ETP, NOS
CLL | f:CCND1::* | MCL | MCL
MCBCL | | MBL | MBL
SLL | | SLL | SLL
CLL | | CLL | CLL
PCM | c:t(11;14) | PCM | CCND
PCM | c:t(14;16) | PCM | MAF
PCM | c:t(4;14) | PCM | NSD2
PCM | c:hyperdiploid | PCM | hyperdiploid
PCM | | PCM | NOS
MGUS | | MGUS | MGUS
EP | | plasmacytoma | plasmacytoma
SPB | | plasmacytoma | plasmacytoma
MIDDA | | AL | AL
PCL | | other | other
SMM | c:t(11;14) | other | other
BL | f:MYC::* | BL | BL
BL | | BL-without | BL-without
DLBCLNOS | f:MYC::* f:BCL2::* | DH-BCL2 | DH-BCL2
DLBCLNOS | f:MYC::* f:BCL6::* | NOS | DH-BCL6
HGBCL | f:MYC::* f:BCL6::* | HGBL | DH-BCL6
HGBCL | c:gain(11q) c:del(11q) | 11q | 11q
DLBCLNOS | f:IRF4::* | IRF4 | IRF4
DLBCLNOS | f:ALK::* | ALK | ALK
HGBCL | f:MYC::* | HGBL | HGBL
PMBL | | site | site
DLBCLNOS | | NOS | NOS
MCL | c:t(11;14) | MCL | MCL
MCL | f:CCND2::* | MCL | MCL
MCL | | MCL-review | MCL-review
FL | c:t(14;18) | FL-BCL2 | FL-BCL2
FL | c:t(14;18) s:CD23 | FL-BCL2 | FL-BCL2
FL | s:CD23 | FL-other | FL-CD23
FL | ?s:CD23 | FL-other | FL-other
FL | | FL-other | FL-other
WM | a:MYD88-L265P | WM | LPL
WM | | WM-wt | LPL-wt
LPL | a:MYD88-L265P | WM, LPL | LPL
LPL | | WM-wt, LPL-wt | LPL-wt
HCL | a:BRAF-V600E | HCL | HCL
HCL | | HCL-wt | HCL-wt
HCLV | | prominent-nucleoli | prominent-nucleoli
BPLL | | prominent-nucleoli | B-PLL
BPLL | s:CD5 | B-PLL-CLL | B-PLL
BPLL | s:CD5 c:t(11;14) | B-PLL-MCL | B-PLL
BPLL | ?s:CD5 | B-PLL-CLL, prominent-nucleoli | B-PLL
ALCLALKP | f:ALK::* | ALK | ALK
BIALCL | | BIA | BIA
ALCLALKN | f:DUSP22::* | ALCL | DUSP22
ALCLALKN | | ALCL | ALCL
AITL | | AITL | AITL
NTFHLF | | TFH-F | TFH-F
NPTLTFH | | AITL, TFH-F, TFH | AITL, TFH-F, TFH
"""
TABLE = [tuple(part.strip() for part in row.split("|")) for row in CASES.strip().splitlines()]


def reached(records, disease, line):
    """Give the one document that is meant for the disease, and its answer."""
    (record,) = meant_for(records, disease, CONTENT.diseases)
    facts = facts_for(disease, line, [record])
    found = classify(record, facts, CONTENT.diseases)
    return record, found


def classes_of(records, disease, line):
    """Give the document and the ids of the classes that are possible."""
    record, found = reached(records, disease, line)
    ids = tuple(one.id for one in record.classes if one.name in found.possible)
    assert (found.status is SINGLE) is (len(ids) == 1), (found.status, found.missing)
    return record.id, ids


@pytest.mark.parametrize(("disease", "line", "who", "icc"), TABLE)
def test_worked_cases(disease, line, who, icc):
    assert classes_of(WHO, disease, line)[1] == tuple(who.split(", "))
    assert classes_of(ICC, disease, line)[1] == tuple(icc.split(", "))


@pytest.mark.parametrize("records", [WHO, ICC], ids=["WHO-HAEM5", "ICC 2022"])
def test_every_class_is_reached_by_a_case(records):
    every = {(record.id, one.id) for record in records for one in record.classes}
    seen = set()
    for disease, line, *_ in TABLE:
        record, ids = classes_of(records, disease, line)
        seen |= {(record, one) for one in ids}
    assert every - seen == set()


@pytest.mark.parametrize("records", [WHO, ICC], ids=["WHO-HAEM5", "ICC 2022"])
def test_class_names_are_told_apart(records):
    for record in records:
        names = [one.name for one in record.classes]
        assert len(set(names)) == len(names), record.id


# What a side-by-side screen must show: disease, what was found, words of both results.
DIFFERENCES = [
    ("fusion below 10 %", "AML", "marrow=8 c:t(8;21)", "RUNX1::RUNX1T1", "No AML"),
    ("RUNX1 among the genes", "AML", "marrow=40 g:RUNX1", "differentiation", "gene mutations"),
    ("del(11q)", "AML", "marrow=40 c:del(11q)", "myelodysplasia-related", "not otherwise"),
    ("del(13q)", "AML", "marrow=40 c:del(13q)", "myelodysplasia-related", "not otherwise"),
    ("+8", "AML", "marrow=40 c:+8", "differentiation", "cytogenetic abnormalities"),
    ("del(20q)", "AML", "marrow=40 c:del(20q)", "differentiation", "cytogenetic abnormalities"),
    ("history", "AML", "marrow=40 antecedent_mds_or_mds_mpn", "related", "not otherwise"),
    ("10 to 19 % blasts", "MDS", "marrow=13", "MDS-IB2", "MDS/AML"),
    ("TP53 in AML", "AML", "marrow=40 g:TP53@0.3 c:complex", "-related", "mutated TP53"),
    ("TP53 fraction", "MDS", "g:TP53@0.05 m:TP53=2", "MDS-biTP53", "single-lineage"),
    ("SF3B1 fraction", "MDS", "g:SF3B1@0.07", "MDS-SF3B1", "single-lineage"),
    ("SF3B1 with RUNX1", "MDS", "g:SF3B1@0.4 g:RUNX1", "MDS-SF3B1", "single-lineage"),
    ("SF3B1 with 3q26", "MDS", "g:SF3B1@0.4 c:rearranged(3q26)", "MDS-SF3B1", "single-lineage"),
    ("SF3B1 with del(7q)", "MDS", "g:SF3B1@0.4 c:del(7q)", "MDS-SF3B1", "single-lineage"),
    ("ring sideroblasts", "MDS", "rs=30", "ring sideroblasts", "single-lineage"),
    ("5 to 9 % in blood", "MDS", "blood=7", "MDS-IB2", "MDS-EB"),
    ("Auer rods", "MDS", "auer_rods", "MDS-IB2", "MDS-EB"),
    ("CEBPA outside bZIP", "AML", "marrow=40 g:CEBPA m:CEBPA=2", "CEBPA", "not otherwise"),
    ("CML, 10 to 19 % blasts", "MPNU", "f:BCR::ABL1 marrow=14", "leukaemia", "accelerated"),
    (
        "neutrophilic leukocytes",
        "MPNU",
        "a:CSF3R-T618I wbc=15",
        "without BCR::ABL1",
        "neutrophilic",
    ),
    ("clone by karyotype", "CHIP", "abn=1 dys=0", "No clone", "CHIP"),
    ("X-linked in a man", "CHIP", "g:BCOR@0.03 sex=male dys=0", "No clone", "CHIP"),
    ("groups of myeloma", "PCM", "c:t(4;14)", "Plasma cell", "NSD2"),
    ("CEBPA below 20 %", "AML", "marrow=15 a:CEBPA-bZIP-inframe", "No AML", "bZIP"),
    ("HLF with TCF4", "BLL", "f:HLF::*", "NOS", "HLF rearrangement"),
    ("MYC without IG", "BLL", "f:MYC::*", "NOS", "MYC rearrangement"),
    ("ZEB2", "BLL", "a:ZEB2-H1038R", "NOS", "ZEB2"),
    ("SPI1 in early T-precursor", "ETPLL", "f:SPI1::*", "Early T-precursor", "SPI1"),
    ("DUSP22", "ALCLALKN", "f:DUSP22::*", "ALK-negative", "DUSP22"),
]


@pytest.mark.parametrize(
    ("disease", "line", "who", "icc"), [row[1:] for row in DIFFERENCES], ids=lambda value: value
)
def test_the_standards_differ(disease, line, who, icc):
    five, consensus = (reached(records, disease, line)[1] for records in (WHO, ICC))
    assert (five.status, consensus.status) == (SINGLE, SINGLE)
    assert who in five.result
    assert icc in consensus.result
    assert five.result != consensus.result


KARYOTYPE = "?c:complex ?c:loss(5q) ?c:loss(7q) ?c:del(5q) ?c:-7 ?abn"
# disease, what is known and not, standard, classes still possible, a fact that is named
MISSING = [
    ("MDS", "?marrow_blasts", WHO, {"AML-blasts", "IB2", "IB1", "LB"}, "marrow_blasts"),
    (
        *("MDS", "?marrow_blasts", ICC),
        {"AML-blasts", "NOS-MDS-AML", "EB", "NOS-single"},
        "marrow_blasts",
    ),
    ("MDS", "?blood_blasts", WHO, {"AML-blasts", "IB2", "IB1", "LB"}, "blood_blasts"),
    ("MDS", "g:SF3B1@0.4 " + KARYOTYPE, WHO, {"del5q", "SF3B1", "LB"}, "del(5q)"),
    ("MDS", "g:TP53@0.2 ?n:TP53 ?b:TP53", WHO, {"biTP53", "LB"}, "TP53"),
    ("MDS", "g:TP53@0.2 ?n:TP53 ?b:TP53", ICC, {"TP53", "NOS-single"}, "TP53"),
    ("MDS", "?dys", ICC, {"NOS-multilineage", "NOS-single", "no-dysplasia"}, "dysplastic_lineages"),
    ("MDS", "?g:SF3B1", WHO, {"SF3B1", "LB"}, "SF3B1"),
    ("AML", "marrow=40 ?g:RUNX1", ICC, {"MR-genes", "NOS"}, "RUNX1"),
    ("AML", "marrow=40 ?c:complex", WHO, {"MR", "differentiation"}, "complex"),
    ("AML", "marrow=40 ?antecedent_mds_or_mds_mpn", WHO, {"MR", "differentiation"}, ""),
    ("AML", "marrow=40 ?a:NPM1c", ICC, {"NPM1", "NOS"}, "NPM1c"),
    ("AML", "?marrow_blasts", WHO, {"differentiation", "below-20"}, "marrow_blasts"),
    ("CMML", "mono=2 monop=20 ?wbc", WHO, {"CMML-1-MP", "CMML-1-MD"}, "leukocytes"),
    ("DLBCLNOS", "f:MYC::* ?f:BCL6::* ?f:BCL2::* ?c:t(14;18)", ICC,
     {"DH-BCL2", "DH-BCL6", "NOS"}, "BCL6::*"),
    ("BLL", "f:ETV6::*", WHO, {"ETV6-RUNX1-like", "NOS"}, "gene expression as with ETV6::RUNX1"),
    ("BLL", "f:MYC::* ?f:IGH::MYC", WHO, {"other-defined", "NOS"}, "IGH::MYC"),
    ("BLL", "f:CRLF2::* ?n:21q ?n:21q22", WHO, {"like", "iAMP21", "NOS"}, "21q"),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "line", "records", "ids", "key"), MISSING)
def test_what_is_missing_leaves_a_set_and_is_named(disease, line, records, ids, key):
    record, found = reached(records, disease, line)
    assert found.status is AssessmentStatus.SET
    assert found.result == ""
    assert {one.id for one in record.classes if one.name in found.possible} == ids
    assert key in {one.key for one in found.missing}


def test_what_a_report_leaves_out_is_presumed_and_said():
    _, found = reached(WHO, "MDS", "marrow=13 ?fib ?auer_rods")
    assert (found.status, found.result) == (SINGLE, "MDS with increased blasts 2 (MDS-IB2)")
    assert "taken for granted: no marrow fibrosis" in found.flags[0]
    assert "Otherwise also possible: MDS with fibrosis (MDS-f)" in found.flags[0]
    assert [one.key for one in found.missing] == ["fibrosis_grade"]


def test_what_is_stated_is_never_presumed():
    _, found = reached(WHO, "MDS", "marrow=13 fib=3")
    assert found.result == "MDS with fibrosis (MDS-f)"
    assert not any("taken for granted" in flag for flag in found.flags)


# disease, what was found, standard, words of a flag, whether it is shown
REMARKS = [
    ("MPNU", "f:BCR::ABL1 marrow=14", WHO, "High-risk feature of chronic phase", True),
    ("MPNU", "f:BCR::ABL1 marrow=30", WHO, "High-risk feature of chronic phase", False),
    ("PMF", "a:JAK2-V617F blood=12", WHO, "accelerated phase", True),
    ("PMF", "a:JAK2-V617F blood=12", ICC, "accelerated phase", True),
    ("PV", "a:JAK2-V617F therapy_related", WHO, "not MPN; the class stands", True),
    ("MPNU", "a:JAK2-V617F f:PDGFRA::*", ICC, "also beside a driver mutation", True),
    ("ISM", "a:KIT-D816V@0.12", WHO, "B finding", True),
    ("ISM", "a:KIT-D816V@0.09", WHO, "B finding in WHO-HAEM5; ICC", False),
    ("ISM", "a:KIT-D816V@0.12", ICC, "B finding", False),
    ("ISM", "tryp=200", WHO, "by itself", True),
    ("ISM", "tryp=200", ICC, "only together", False),
    ("ISM", "tryp=201", ICC, "only together", True),
    ("ISM", "tryp=124", WHO, "Bone marrow mastocytosis is possible", True),
    ("ISM", "tryp=125", WHO, "Bone marrow mastocytosis is possible", False),
    ("SM", "hb=9.9", ICC, "C finding", True),
    ("SM", "hb=10", WHO, "C finding where", False),
    ("CHIP", "g:BCOR@0.03 sex=male dys=0", ICC, "none in WHO-HAEM5", True),
    ("CHIP", "g:BCOR@0.04 sex=male dys=0", ICC, "none in WHO-HAEM5", False),
    ("MGUS", "pc=10", WHO, "review the diagnosis", True),
    ("MGUS", "pc=9", ICC, "review the diagnosis", False),
    ("MGUS", "mp=30", ICC, "review the diagnosis", True),
    ("MGUS", "c:t(11;14)", ICC, "plasma cell type", True),
    ("SMM", "pc=61", WHO, "Smouldering myeloma has", True),
    ("PCM", "pc=5 setting=newly_diagnosed", WHO, "needs a plasmacytoma", True),
    ("PCM", "pc=5 setting=relapsed", WHO, "needs a plasmacytoma", False),
]


@pytest.mark.parametrize(("disease", "line", "records", "words", "shown"), REMARKS)
def test_remarks_that_no_class_can_make(disease, line, records, words, shown):
    _, found = reached(records, disease, line)
    assert any(words in flag for flag in found.flags) is shown


@pytest.mark.parametrize("records", [WHO, ICC], ids=["WHO-HAEM5", "ICC 2022"])
@pytest.mark.parametrize(
    ("disease", "line", "ids"),
    [
        ("PMF", "a:JAK2-V617F ?fib", ("PMF-overt", "PMF-early")),
        ("PMFPES", "a:JAK2-V617F ?fib", ("PMF-early",)),
        ("PMFOFS", "a:JAK2-V617F ?fib", ("PMF-overt",)),
        ("PMFOFS", "a:JAK2-V617F fib=1", ("PMF-early",)),
        ("PVMF", "a:JAK2-V617F ?fib", ("post-PV",)),
        ("ETMF", "a:CALR-exon9 ?fib", ("post-ET",)),
        ("PV", "a:JAK2-V617F hb=17 ?fib", ("PV",)),
        ("ET", "a:CALR-exon9 plt=600 ?fib", ("ET",)),
    ],
)
def test_the_stated_disease_speaks_for_fibrosis_that_is_not_stated(records, disease, line, ids):
    assert classes_of(records, disease, line)[1] == ids


def test_qualifiers_are_flags():
    _, who = reached(WHO, "AML", "marrow=40 therapy_related g:TP53@0.5")
    _, icc = reached(ICC, "AML", "marrow=40 therapy_related g:TP53@0.5")
    assert any("post cytotoxic therapy" in flag for flag in who.flags)
    assert any(flag == "Qualifier: therapy-related." for flag in icc.flags)
    assert any("germline" in flag for flag in icc.flags)
    assert icc.result == "AML with mutated TP53"
    assert who.result == "AML, defined by differentiation"
