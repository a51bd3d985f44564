"""The case form: what is typed is read without guessing, and comes back as it was."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledgebase.catalog import Catalog, load_content
from knowledgebase.vocabulary import (
    ANTIGEN_METHODS,
    ANTIGENS,
    COPY_STATES,
    CYTOGENETIC_GROUPS,
    LABORATORY,
    REGIONS,
)
from tumorboard.domain.case import (
    DONORS,
    STOP_REASONS,
    TISSUES,
    Assay,
    Case,
    DatedAnswer,
    GeneState,
    Patient,
    PriorTherapy,
    Quantity,
    Setting,
    Sex,
    Specimen,
    StatedAntigen,
    StatedChromosomes,
    StatedCopyNumber,
    StatedFusion,
    StatedGene,
    Transplant,
)
from ui.window.case_page import ANSWERS
from ui.window.case_texts import NEW, FieldFault, case_of, texts_of

TODAY = date(2026, 11, 21)
CATALOG = Catalog(load_content())
FILLED = {**NEW, "id": "1", "pseudonym": "P-1", "disease": "AML"}

genes = st.sampled_from(["TP53", "FLT3", "NPM1", "H3-3A", "C17orf99"])
GRADED = {
    "fibrosis_grade",
    "dysplastic_lineages",
    "ann_arbor_stage",
    "rai_stage",
    "extranodal_sites",
    "nodal_areas",
}
# Old enough to be born before any of the days drawn.
ages = st.none() | st.integers(77, 120)
SEEN = ("FLT3-ITD", "KMT2A::*", "del(17p)", "t(11;14)")
words = st.text(st.sampled_from("abcdefghW"), min_size=1, max_size=8)
vafs = st.none() | st.integers(0, 1000).map(lambda n: Decimal(n) / 1000)
stated = st.builds(
    StatedGene,
    genes,
    st.just(GeneState.MUTATED),
    st.just("") | words,
    vafs,
    st.none() | st.booleans(),
    st.none() | st.integers(1, 4),
) | st.builds(
    StatedGene,
    genes,
    st.sampled_from([GeneState.WILD_TYPE, GeneState.NOT_TESTED]),
    st.just("") | words,
)
days = st.none() | st.dates(date(1950, 1, 1), TODAY)
answers = st.builds(DatedAnswer, st.none() | st.booleans(), days)
therapies = st.builds(
    PriorTherapy,
    st.integers(1, 3),
    st.lists(words, min_size=1, max_size=3).map(tuple),
    st.lists(words, max_size=2).map(tuple),
    st.just("") | words,
    st.none() | st.booleans(),
    st.none() | st.just(date(2020, 1, 2)),
    st.none() | st.dates(date(2020, 1, 2), TODAY),
    st.sampled_from(("", *STOP_REASONS)),
)
measured = st.builds(
    StatedAntigen,
    st.sampled_from(ANTIGENS),
    st.sampled_from(ANTIGEN_METHODS),
    st.booleans(),
    st.none() | st.integers(0, 1000).map(lambda n: Decimal(n) / 10),
    st.just("") | st.sampled_from(ANTIGENS),
) | st.builds(
    StatedAntigen,
    st.sampled_from(ANTIGENS),
    st.sampled_from(ANTIGEN_METHODS),
    st.none(),
    st.integers(0, 100).map(Decimal),
)
cases = st.builds(
    Case,
    id=words,
    patient=st.builds(Patient, words, ages, st.sampled_from(Sex)),
    disease=st.just("AML"),
    setting=st.sampled_from(Setting),
    question=words,
    diagnosis_date=st.none() | st.dates(date(1950, 1, 1), TODAY),
    genes=st.lists(stated, max_size=3).map(tuple),
    fusions=st.lists(
        st.builds(StatedFusion, genes, st.just("") | genes, st.booleans()), max_size=2
    ).map(tuple),
    karyotype=words,
    chromosomes=st.builds(
        StatedChromosomes,
        st.dictionaries(
            st.sampled_from(("del(5q)", "-7", "t(9;22)", "i(17q)", "monosomal")),
            st.booleans(),
            max_size=3,
        ),
        st.none() | st.integers(1, 9),
        st.sampled_from(("", *CYTOGENETIC_GROUPS)),
    ),
    assays=st.lists(
        st.builds(
            Assay,
            words,
            st.lists(genes, max_size=3).map(tuple),
            st.booleans(),
            st.sampled_from(("", *sorted(CATALOG.content.assays))),
            st.lists(st.sampled_from(SEEN), max_size=3, unique=True).map(tuple),
            st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
    prior_therapies=st.lists(therapies, max_size=3).map(tuple),
    prior_therapies_known=st.booleans(),
    ecog=st.none() | st.integers(0, 4),
    laboratory=st.dictionaries(
        st.sampled_from(sorted(set(LABORATORY) - GRADED)), st.just(None), max_size=2
    ).map(lambda names: {name: Quantity(Decimal("7.5"), LABORATORY[name].unit) for name in names}),
    antigens=st.dictionaries(st.sampled_from(ANTIGENS), st.booleans(), max_size=2),
    statements=st.dictionaries(st.sampled_from(ANSWERS), st.booleans(), max_size=3),
    relapses=st.none() | st.integers(0, 9),
    region=st.sampled_from(("", *REGIONS)),
    copy_numbers=st.lists(
        st.builds(
            StatedCopyNumber,
            genes | st.sampled_from(("17p", "13q14")),
            st.sampled_from(COPY_STATES),
        ),
        max_size=2,
    ).map(tuple),
    antigen_measurements=st.lists(measured, max_size=2).map(tuple),
    transplants=st.lists(
        st.builds(Transplant, st.just("allogeneic"), days, st.sampled_from(("", *DONORS)))
        | st.builds(Transplant, st.just("autologous"), days),
        max_size=2,
    ).map(tuple),
    specimens=st.lists(st.builds(Specimen, st.sampled_from(TISSUES), days, vafs), max_size=2).map(
        tuple
    ),
    germline_sample=answers,
    germline_consent=answers,
    comorbidities=st.lists(words, max_size=3).map(tuple),
)


@settings(deadline=None)
@given(cases)
def test_a_case_written_into_the_form_is_read_back_as_it_was(case):
    assert case_of(texts_of(case), CATALOG, TODAY) == case


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("id", " "),
        ("pseudonym", ""),
        ("age", "-3"),
        ("age", "140"),
        ("age", "6²"),
        ("ecog", "6"),
        ("relapses", "-1"),
        ("region", "SJ"),
        ("copy_numbers", "17p"),
        ("copy_numbers", "17z loss"),
        ("copy_numbers", "17p lost"),
        ("genes", "TP53 wild type biallelic"),
        ("antigens", "CD19 by flow cytometry"),
        ("antigens", "CD19 yes by smell"),
        ("antigens", "CD19 yes 85 %"),
        ("antigens", "CD19 no by flow cytometry 140 %"),
        ("antigens", "CD19 no by flow cytometry after CD199"),
        ("disease", "gout"),
        ("diagnosis_date", "2027-01-01"),
        ("diagnosis_date", "1.2.2020"),
        ("genes", "TP53 maybe"),
        ("genes", "TP53 mutated R175H 140 %"),
        ("fusions", "BCR-ABL1 found"),
        ("laboratory", "leukocytes high"),
        ("laboratory", "leukocytes 8 10*9/L\nleukocytes 9 10*9/L"),
        ("laboratory", "leukocytes 8 m"),
        ("laboratory", "leukocytos 8 10*9/L"),
        ("laboratory", "marrow_blasts 140 %"),
        ("antigens", "CD199 yes"),
        ("antigens", "CD19 maybe"),
        ("clinician", "fit yes"),
        ("id", "010190-1234"),
        ("prior_therapies", "(class without a drug)"),
        ("assays", "panel: tp53;flt3"),
        ("assays", "panel [myeloid-pannel]: TP53"),
        ("assays", "panel [fish] [karyotype]"),
        ("assays", "panel: TP53; shows FLT3-ITT"),
    ],
)
def test_what_cannot_be_read_is_a_fault_at_its_field(field, text):
    with pytest.raises(FieldFault) as fault:
        case_of({**FILLED, field: text}, CATALOG, TODAY)
    assert fault.value.field == field
    assert fault.value.sentence


@pytest.mark.parametrize("text", ["AML", "acute myeloid leukaemia", "Akut myeloid leukæmi"])
def test_a_disease_is_found_by_code_or_name(text):
    assert case_of({**FILLED, "disease": text}, CATALOG, TODAY).disease == "AML"


def test_treatments_are_unknown_none_or_known():
    def read(text: str, known: str):
        case = case_of({**FILLED, "prior_therapies": text, "prior_known": known}, CATALOG, TODAY)
        return len(case.prior_therapies), case.prior_therapies_known

    assert read("", "") == (0, False)
    assert read("", "yes") == (0, True)
    assert read("ibrutinib", "") == (1, False)
    assert read("ibrutinib", "yes") == (1, True)


@pytest.mark.parametrize("written", ["31 %", "31%", "31,0 %", "0.31", "0,31", ".31"])
def test_an_allele_fraction_is_read_however_it_is_written(written):
    case = case_of({**FILLED, "genes": f"FLT3 mutated ITD {written}"}, CATALOG, TODAY)
    assert [(one.change, one.vaf) for one in case.genes] == [("ITD", Decimal("0.31"))]


def test_an_identity_number_goes_through_the_form():
    texts = {**FILLED, "cpr": "0707614285", "birth_date": "1961-07-07"}
    case = case_of(texts, CATALOG, TODAY)
    assert texts_of(case)["cpr"] == "070761-4285"
    assert case_of(texts_of(case), CATALOG, TODAY) == case


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("blood_counts", "haemoglobin 95 g/dL"),
        ("marrow", "marrow_blasts 140 %"),
        ("laboratory", "platelets 250000 10*9/L"),
        ("cpr", "300270-4118"),
        ("fnr", "31129956716"),
        ("birth_date", "2027-01-01"),
        ("transplants", "syngeneic 2025-01-01"),
        ("specimens", "bone marrow 2027-01-01 60 %"),
        ("germline_sample", "perhaps"),
        ("germline_consent", "yes 2027-01-01"),
        ("prior_therapies", "azacitidine [2025-02-01 to 2025-01-01]"),
        ("diagnosis_date", "2027-01-01"),
        ("comorbidities", "asthma\n070761-4285"),
        ("marrow", "auer_rods perhaps"),
        ("marrow", "auer_rods yes\nauer_rods yes"),
    ],
)
def test_what_cannot_be_is_a_fault_at_the_field_it_was_typed_in(field, text):
    with pytest.raises(FieldFault) as caught:
        case_of({**FILLED, field: text}, CATALOG, TODAY)
    assert caught.value.field == field


def test_auer_rods_stand_with_the_marrow_and_are_read_wherever_they_are_typed():
    typed = {**FILLED, "marrow": "marrow_blasts 12 %\nauer_rods no"}
    typed["clinician"] = "transplant_candidate yes"
    case = case_of(typed, CATALOG, TODAY)
    assert dict(case.statements) == {"transplant_candidate": True, "auer_rods": False}
    shown = texts_of(case)
    assert (shown["marrow"], shown["clinician"]) == (typed["marrow"], typed["clinician"])
    other = case_of({**FILLED, "clinician": "auer_rods yes"}, CATALOG, TODAY)
    assert texts_of(other)["marrow"] == "auer_rods yes"


def test_auer_rods_typed_twice_are_a_fault_at_the_marrow():
    with pytest.raises(FieldFault) as caught:
        case_of({**FILLED, "marrow": "auer_rods no", "clinician": "auer_rods yes"}, CATALOG, TODAY)
    assert caught.value.field == "marrow"


def test_comorbidities_are_one_a_line():
    case = case_of({**FILLED, "comorbidities": "asthma\n\n type 2 diabetes "}, CATALOG, TODAY)
    assert case.comorbidities == ("asthma", "type 2 diabetes")


def test_the_steps_to_a_product_are_one_a_line_and_come_back_as_they_were():
    lines = (
        "axicabtagene ciloleucel: leukapheresis 2026-12-01 planned\n"
        "axicabtagene ciloleucel: lymphodepletion 2026-12-28 to 2026-12-30 planned\n"
        "tisagenlecleucel: referral 2026-11-02 done"
    )
    case = case_of({**FILLED, "cell_therapy": lines}, CATALOG, TODAY)
    assert [one.product for one in case.cell_therapy] == [
        "axicabtagene ciloleucel",
        "tisagenlecleucel",
    ]
    assert case.cell_therapy[0].steps[1].until == date(2026, 12, 30)
    assert texts_of(case)["cell_therapy"] == lines


def test_a_brand_will_do_for_a_product():
    case = case_of({**FILLED, "cell_therapy": "Yescarta: referral 2026-11-02 done"}, CATALOG, TODAY)
    assert case.cell_therapy[0].product == "axicabtagene ciloleucel"


@pytest.mark.parametrize(
    "line",
    [
        "Yescarta leukapheresis 2026-12-01 planned",
        "Yescarta: leukapheresis",
        "Yescarta: leukapheresis 2026-12-01 done",
        "Yescarta: leukapheresis 2026-13-01 planned",
        "Yescarta: leukapherese 2026-12-01 planned",
        "Yescatra: leukapheresis 2026-12-01 planned",
        "Yescarta: leukapheresis 2026-12-01 maybe",
    ],
)
def test_a_step_that_cannot_be_read_is_a_fault_at_its_field(line):
    with pytest.raises(FieldFault) as caught:
        case_of({**FILLED, "cell_therapy": line}, CATALOG, TODAY)
    assert caught.value.field == "cell_therapy"
