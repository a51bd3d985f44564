"""Options from whole case files: labels, worked combinations, order, and "why not this?"."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledgebase.catalog import Catalog, load_content
from knowledgebase.records.trial import Recruitment
from tumorboard.domain.conclusion import CaseEvaluation
from tumorboard.domain.option import Option, Use
from tumorboard.interpretation.evaluate import evaluate_case
from tumorboard.interpretation.facts import facts_of
from tumorboard.interpretation.options.beside import against
from tumorboard.interpretation.options.engine import grouped, order, standing, why_not
from tumorboard.interpretation.options.found import Asking
from tumorboard.interpretation.options.trials import TrialIndex, trial_option
from tumorboard.services.case_file import case_from_data
from tumorboard.storage.freezing import freeze, thaw

DAY = date(2026, 11, 21)
CATALOG = Catalog(load_content())
DOUBLE = [{"line": 1, "drugs": ["bortezomib", "lenalidomide"]}]
TRIPLE = ["bortezomib", "lenalidomide", "daratumumab"]


def read(disease, *, age=60, setting="relapsed", **fields):
    data = {"id": "C-1", "patient": {"pseudonym": "P-1", "age": age}, "disease": disease}
    return case_from_data({**data, "setting": setting, **fields}, CATALOG, folder=Path(), on=DAY)


def concluded(disease, **fields) -> CaseEvaluation:
    return evaluate_case(read(disease, **fields), CATALOG, DAY)


def option(evaluation: CaseEvaluation, name: str) -> Option:
    return next(one for one in evaluation.options if one.id == name)


def lines(*drugs):
    return [{"line": n, "drugs": list(each)} for n, each in enumerate(drugs, start=1)]


FL = {"disease": "FL", "prior_therapies": lines(["rituximab"], ["lenalidomide"])}
ALL_25 = {"disease": "BLL", "age": 25, "prior_therapies": lines(["vincristine"])}
MM_2 = {"disease": "PCM", "prior_therapies": lines(["bortezomib"], ["lenalidomide"])}
MM_3 = {
    "disease": "PCM",
    "prior_therapies": lines(["bortezomib"], ["lenalidomide"], ["daratumumab"]),
    "clinician": {"progression_on_last_therapy": "yes"},
}
MCL = {"disease": "MCL", "prior_therapies": lines(["rituximab"], ["bendamustine"])}


def mm_1(refractory):
    therapy = {**DOUBLE[0], "refractory": refractory}
    stated = {"progression_on_last_therapy": "yes"}
    return {"disease": "PCM", "prior_therapies": [therapy], "clinician": stated}


def first_line(disease, *, early, refractory):
    stated = {"relapse_within_12_months_of_first_line": early}
    stated["refractory_to_first_line"] = refractory
    return {"disease": disease, "prior_therapies": lines(["rituximab"]), "clinician": stated}


LATE = first_line("DLBCL", early="no", refractory="no")
EARLY = first_line("DLBCL", early="yes", refractory="no")
PMBL = first_line("PMBL", early="no", refractory="yes")

LABELS = [
    ("L6", LATE, "AXI-EMA-LBCL-2L", "label mismatch"),
    ("L6", LATE, "LIS-EMA-LBCL-2L", "label mismatch"),
    ("L7", EARLY, "AXI-EMA-LBCL-2L", "label match"),
    ("L7", EARLY, "LIS-EMA-LBCL-2L", "label match"),
    ("L8", PMBL, "LIS-EMA-LBCL-2L", "label match"),
    ("L1", FL, "AXI-EMA-FL", "label mismatch"),
    ("L1", FL, "AXI-FDA-FL", "label match"),
    ("L1", FL, "LIS-EMA-FL", "label match"),
    ("L1", FL, "KYM-EMA-FL", "label match"),
    ("L2", ALL_25, "BRE-EMA-ALL", "label mismatch"),
    ("L2", ALL_25, "OBE-EMA-ALL", "label mismatch"),
    ("L2", ALL_25, "OBE-FDA-ALL", "label match"),
    ("L2", ALL_25, "KYM-EMA-ALL", "label match unknown"),
    ("L3", mm_1("no"), "CIL-EMA-MM", "label mismatch"),
    ("L4", mm_1("yes"), "CIL-EMA-MM", "label match"),
    ("L4", mm_1("yes"), "IDE-EMA-MM", "label mismatch"),
    ("L5", MM_2, "IDE-EMA-MM", "label mismatch"),
    ("L9", MCL, "BRE-EMA-MCL", "label mismatch"),
    ("L9", MCL, "LIS-EMA-MCL", "label mismatch"),
    ("L10", MM_3, "TEC-EMA-MM", "label match"),
    ("L10", MM_3, "TAL-EMA-MM", "label match"),
    ("L10", MM_3, "ELR-EMA-MM", "label match"),
    ("L10", MM_3, "LIN-EMA-MM", "label match"),
]


@pytest.mark.parametrize(("name", "case", "use", "words"), LABELS)
def test_the_label_cases_through_whole_case_files(name, case, use, words):
    assert option(concluded(**case), use).words.startswith(words), name


def test_l11_a_lost_antigen_is_told_beside_every_cd19_product():
    lost = concluded("BLL", age=30, setting="relapsed", antigens={"CD19": "no"})
    products = [one for one in lost.options if one.record == "obecabtagene autoleucel"]
    assert products
    for one in products:
        assert one.checks[0].state.value == "met"  # the disease
        assert "CD19" in one.beside[0].words
        assert one.beside[0].state.value == "not met"


def test_a_ras_mutation_stands_against_venetoclax_beside_idh2():
    genes = [
        {"gene": "IDH2", "state": "mutated", "change": "R140Q"},
        {"gene": "NRAS", "state": "mutated", "change": "G12D"},
    ]
    found = concluded("AML", genes=genes)
    assert option(found, "AML-IDH2-enasidenib").state.value == "met"
    hurt = [one for one in found.options if "venetoclax" in one.drugs]
    assert hurt
    assert all(any("RAS" in each.words for each in one.against) for one in hurt)


def test_flt3_itd_with_npm1_opens_options_of_both():
    genes = [
        {"gene": "FLT3", "state": "mutated", "change": "ITD"},
        {"gene": "NPM1", "state": "mutated", "change": "W288fs*12"},
    ]
    found = concluded("AML", genes=genes)
    assert option(found, "AML-FLT3-gilteritinib").state.value == "met"
    assert option(found, "AML-NPM1-revumenib").state.value == "met"


def gene(name, change):
    return {"gene": name, "state": "mutated", "change": change}


def told_against(evaluation: CaseEvaluation, drug: str) -> set[str]:
    return {
        each.record for one in evaluation.options if one.drugs == (drug,) for each in one.against
    }


BCR_ABL1 = {"fusions": [{"gene5": "BCR", "gene3": "ABL1", "present": "yes"}]}
SENSITIVE = [
    ("CLL", {"genes": [gene("BTK", "C481S")]}, "pirtobrutinib", "acalabrutinib"),
    ("CML", {"genes": [gene("ABL1", "T315I")], **BCR_ABL1}, "ponatinib", "nilotinib"),
    ("CML", {"genes": [gene("ABL1", "T315I")], **BCR_ABL1}, "asciminib", "bosutinib"),
    ("AML", {"genes": [gene("FLT3", "D835Y")]}, "gilteritinib", "quizartinib"),
    ("AML", {"genes": [gene("FLT3", "D835Y")]}, "midostaurin", "quizartinib"),
]


@pytest.mark.parametrize(("disease", "stated", "helped", "hurt"), SENSITIVE)
def test_resistance_to_others_is_not_told_of_the_drug_a_finding_calls_for(
    disease, stated, helped, hurt
):
    found = concluded(disease, **stated)
    assert any(helped in one.drugs for one in found.options)
    assert not told_against(found, helped)
    if any(one.drugs == (hurt,) for one in found.options):
        assert told_against(found, hurt)


def test_a_further_change_of_the_target_still_stands_against_its_drugs():
    both = concluded("AML", genes=[gene("FLT3", "D835Y"), gene("FLT3", "F691L")])
    assert told_against(both, "midostaurin") == {"AML-FLT3-F691L-resistance"}
    changed = [gene("ABL1", "T315I"), gene("ABL1", "F317L")]
    compound = concluded("CML", genes=changed, **BCR_ABL1)
    assert "CML-T315I-compound-ponatinib" in told_against(compound, "ponatinib")


def test_a_target_spreads_no_resistance_from_another_disease():
    found = concluded("MCL", genes=[gene("BTK", "C481S")])
    hurt = [each for one in found.options for each in one.against if "same target" in each.how]
    assert not [each for each in hurt if "another disease" in each.how]


TP53 = gene("TP53", "R175H")
VEN_HMA, R_ARA_C, VEN_R2 = (
    "AML-TP53-venetoclax",
    "MCL-TP53-chemotherapy",
    "MCL-TP53-venetoclax-R2",
)


def told(disease: str, *genes, records=(VEN_HMA, R_ARA_C, VEN_R2)):
    """Give what these records are told beside: drugs of the options, and how."""
    found = concluded(disease, genes=[*genes])
    return [
        (one.drugs, each.record, each.how)
        for one in found.options
        for each in one.against
        if each.record in records
    ]


def test_a_combination_speaks_against_what_holds_its_leading_drug():
    found = told("AML", TP53, gene("IDH1", "R132H"), gene("IDH2", "R140Q"))
    assert any({"venetoclax", "azacitidine"} <= {*drugs} for drugs, *_ in found)
    assert all("venetoclax" in drugs for drugs, *_ in found)
    assert {record for _, record, _ in found} == {VEN_HMA}


def bearing(disease: str, drugs: tuple[str, ...], *genes) -> dict[str, str]:
    case = read(disease, genes=[*genes])
    evaluation = evaluate_case(case, CATALOG, DAY)
    facts = facts_of(case, evaluation.findings, CATALOG.content)
    asking = Asking(case.disease, facts, evaluation.matches, CATALOG.content, DAY)
    return {one.record: one.how for one in against(drugs, asking)}


def test_a_combination_in_another_disease_speaks_against_the_whole_of_it():
    whole = bearing("MDS", ("venetoclax", "decitabine"), TP53)[VEN_HMA]
    assert whole.startswith("resistance, same drug (venetoclax, decitabine)")
    assert whole.endswith("another disease")
    for drugs in (("venetoclax",), ("azacitidine",), ("ivosidenib", "azacitidine")):
        assert VEN_HMA not in bearing("MDS", drugs, TP53)
    assert R_ARA_C not in bearing("AML", ("cytarabine", "daunorubicin"), TP53)
    assert R_ARA_C in bearing("DLBCL", ("rituximab", "cytarabine"), TP53)


def test_the_partners_of_a_combination_carry_no_resistance():
    for partner in ("rituximab", "lenalidomide", "obinutuzumab", "fludarabine"):
        assert not {VEN_R2, R_ARA_C} & {*bearing("MCL", (partner,), TP53)}
    assert R_ARA_C in bearing("MCL", ("cytarabine", "ibrutinib"), TP53)
    # What the same finding calls for, and the whole of what failed.
    assert VEN_R2 not in bearing("MCL", ("zanubrutinib", "obinutuzumab", "venetoclax"), TP53)
    assert VEN_R2 in bearing("MCL", ("venetoclax", "lenalidomide", "rituximab"), TP53)


def test_alternatives_of_a_record_each_carry_its_resistance():
    found = concluded("CLL", genes=[TP53])
    hurt = {
        drug
        for one in found.options
        for each in one.against
        for drug in one.drugs
        if each.record == "CLL-TP53-chemoimmunotherapy"
    }
    assert {"fludarabine", "cyclophosphamide"} & hurt
    genes = [gene("IDH1", "R132H"), gene("IDH2", "R140Q")]
    switched = told("AML", *genes, records=("AML-IDH1-isoform-switch-resistance",))
    assert {("ivosidenib",), ("enasidenib",)} <= {drugs for drugs, *_ in switched}


def test_biallelic_loss_of_tnfrsf17_stands_against_what_aims_at_bcma_alone():
    genes = [{"gene": "TNFRSF17", "state": "mutated", "biallelic": "yes"}]
    found = concluded(**MM_3, genes=genes)
    assert option(found, "TEC-EMA-MM").against
    assert not any("BCMA" in one.words for one in option(found, "TAL-EMA-MM").against)


def test_earlier_exposure_and_refractoriness_are_told():
    therapy = [{"line": 1, "drugs": ["daratumumab"], "refractory": "yes"}]
    told = option(concluded("PCM", prior_therapies=therapy), "MM-CD38-daratumumab").exposure
    assert "refractory to daratumumab" in told
    assert "daratumumab was given before" in told


def test_options_are_ordered_deterministic_and_never_called_eligible():
    one, other = concluded(**MM_3), concluded(**MM_3)
    assert one == other
    assert list(one.options) == sorted(one.options, key=order)
    assert len({each.id for each in one.options}) == len(one.options)
    assert not any("eligible" in each.words for each in one.options)


def test_the_drugs_of_a_trial_are_found_by_any_of_their_names():
    trials = TrialIndex(CATALOG.content).drugs
    assert trials["NCT04067336"] == ("ziftomenib",)
    assert "ciltacabtagene autoleucel" in trials["NCT04923893"]
    therapy = [{"line": 1, "drugs": ["ziftomenib"], "refractory": "yes"}]
    genes = [{"gene": "MEN1", "state": "mutated", "change": "M327I"}]
    found = option(concluded("AML", prior_therapies=therapy, genes=genes), "NCT04067336")
    assert "refractory to ziftomenib" in found.exposure
    assert found.against, "resistance stands beside a trial of the drug"


def test_expanded_access_is_told_apart_from_a_trial():
    trial = replace(CATALOG.content.trials["NCT04067336"], recruitment=Recruitment.AVAILABLE)
    case = read("AML")
    asking = Asking("AML", facts_of(case, (), CATALOG.content), (), CATALOG.content, DAY)
    assert trial_option(trial, asking).option.use is Use.COMPASSIONATE
    assert option(concluded("AML"), "NCT04067336").use is Use.TRIAL


def test_grouping_loses_nothing():
    options = concluded(**MM_3).options
    by_kind = grouped(options, "kind")
    assert set(by_kind) == {"therapy", "product", "trial"}
    assert sum(map(len, by_kind.values())) == len(options)
    assert {o.id for those in grouped(options, "drug").values() for o in those} == {
        o.id for o in options
    }
    assert "TNFRSF17" not in grouped(concluded("AML").options, "gene")


def test_why_not_names_the_failing_criterion():
    case = read(**mm_1("no"))
    evaluation = evaluate_case(case, CATALOG, DAY)
    facts = facts_of(case, evaluation.findings, CATALOG.content)
    asking = Asking(case.disease, facts, evaluation.matches, CATALOG.content, DAY)
    assert any("lenalidomide" in one for one in why_not("CIL-EMA-MM", asking))
    assert any(one.startswith("AXI-EMA-FL: not met") for one in why_not(AXI, asking))
    for name in (*CATALOG.content.assertions, *CATALOG.content.trials):
        assert isinstance(why_not(name, asking), tuple)
    with pytest.raises(KeyError):
        why_not("no such record", asking)


@pytest.mark.parametrize(
    ("case", "record", "use"),
    [
        (FL, "FL-CD19-axicabtagene", "AXI-EMA-FL"),
        (ALL_25, "ALL-CD19-obecabtagene", "OBE-EMA-ALL"),
        (MM_2, "MM-BCMA-idecabtagene", "IDE-EMA-MM"),
        (MCL, "MCL-CD19-lisocabtagene", "LIS-EMA-MCL"),
    ],
)
def test_a_therapy_record_of_a_product_gives_way_to_the_uses_on_its_labels(case, record, use):
    patient = read(**case)
    evaluation = evaluate_case(patient, CATALOG, DAY)
    assert record not in {one.id for one in evaluation.options}
    assert option(evaluation, use).words.startswith("label mismatch")
    facts = facts_of(patient, evaluation.findings, CATALOG.content)
    asking = Asking(patient.disease, facts, evaluation.matches, CATALOG.content, DAY)
    first = why_not(record, asking)[0]
    assert first.startswith("no option of its own")
    assert use in first


def test_a_therapy_record_of_a_product_without_a_use_here_stays():
    found = concluded("MZL", antigens={"CD19": "yes"})
    assert "LIS-FDA-MZL" in {one.id for one in found.options}
    assert option(found, "FL-CD19-axicabtagene").use is Use.OFF_LABEL


LINES = [
    (mm_1("no"), "TEC-FDA-MM-daratumumab", "DK", ["unknown"]),
    (MM_3, "TEC-EMA-MM-daratumumab", "DK", ["unknown"]),
    (MM_3, "TEC-EMA-MM", "DK", ["reimbursed"]),
    (MM_3, "TEC-FDA-MM", "DK", ["reimbursed"]),
    (MM_3, "CIL-EMA-MM", "DK", ["reimbursed"]),
    (MM_3, "TAL-EMA-MM", "DK", ["not reimbursed"]),
    (EARLY, "AXI-EMA-LBCL-2L", "DK", ["reimbursed", "unknown"]),
    (EARLY, "AXI-EMA-LBCL-3L", "NO", ["reimbursed", "unknown"]),
    (EARLY, "GLO-FDA-GemOx", "DK", ["unknown"]),
    (EARLY, "GLO-EMA-DLBCL", "DK", ["not reimbursed"]),
    (ALL_25, "KYM-EMA-ALL", "NO", ["reimbursed"]),
]


@pytest.mark.parametrize(("case", "use", "region", "statuses"), LINES)
def test_what_a_payer_decided_counts_for_the_use_it_was_decided_for(case, use, region, statuses):
    told = [one for one in option(concluded(**case), use).regions if one.region == region]
    assert sorted(one.status.value for one in told) == statuses
    other = [one.note for one in told if "for another use: " in one.note]
    assert len(other) == statuses.count("unknown")


def test_a_decision_of_another_use_does_not_lift_an_option():
    found = [one.id for one in concluded(**MM_3).options]
    assert found.index("TEC-EMA-MM") < found.index("TEC-EMA-MM-daratumumab")
    use = option(concluded(**mm_1("no")), "TEC-FDA-MM-daratumumab")
    assert standing(use)[1] == standing(option(concluded(**mm_1("no")), "CIL-FDA-MM"))[1] + 1


AXI = "axicabtagene ciloleucel"


def test_a_stale_record_says_so():
    case = read(**MM_3)
    late = evaluate_case(case, CATALOG, date(2036, 1, 1))
    assert late.options
    assert all(one.expired for one in late.options)


def test_options_come_back_from_rest_as_they_were():
    evaluation = concluded(**MM_3)
    assert evaluation.options
    assert thaw(CaseEvaluation, freeze(evaluation)) == evaluation


def beside(found: Option, *words: str) -> list[tuple[str, str]]:
    told = ((one.state.value, one.words) for one in found.beside)
    return [(state, said) for state, said in told if all(word in said for word in words)]


@pytest.mark.parametrize(
    ("stated", "state", "told"),
    [
        ({"clinician": {"active_infection": "yes"}}, "not met", "precaution APPLIES: "),
        ({"clinician": {"active_infection": "no"}}, "met", "precaution does not apply: "),
        ({}, "unknown", "precaution, not known whether it applies: "),
    ],
)
def test_a_precaution_says_whether_it_applies_and_a_stated_fact_counts(stated, state, told):
    found = option(concluded("DLBCL", **stated), "AXI-EMA-LBCL-3L")
    words = "The infusion waits while an infection is active"
    assert [(state, told in said) for state, said in beside(found, words)] == [(state, True)]


def test_guidance_that_a_stated_value_speaks_for_applies():
    stated = {"clinician": {"active_gvhd": "yes", "cns_involvement": "yes"}, "ecog": 3}
    stated["laboratory"] = {"bilirubin": {"value": 60, "unit": "umol/L"}}
    found = option(concluded("DLBCL", **stated), "AXI-EMA-LBCL-3L")
    for name in ("Performance status", "Bilirubin", "Central nervous system", "graft-versus-host"):
        told = beside(found, name)
        assert told, name
        assert all(state == "not met" and " APPLIES: " in said for state, said in told), name
    held = [one for one in found.beside if one.state.value == "not met"]
    assert not any("the board decides" in one.missing for one in held)
