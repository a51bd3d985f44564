"""The case form: what is typed is read without guessing, and comes back as it was."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledgebase.records import Disease
from tumorboard.domain.case import (
    Assay,
    Case,
    GeneState,
    Patient,
    PriorTherapy,
    Quantity,
    Setting,
    Sex,
    StatedFusion,
    StatedGene,
)
from ui.window.case_texts import NEW, FieldFault, case_of, texts_of

TODAY = date(2026, 11, 21)
DISEASES = {
    "AML": Disease("AML", "", "Acute myeloid leukaemia", "Akut myeloid leukæmi", "", ("ANLL",))
}
FILLED = {**NEW, "id": "1", "pseudonym": "P-1", "disease": "AML"}

genes = st.sampled_from(["TP53", "FLT3", "NPM1", "H3-3A", "C17orf99"])
words = st.text(st.sampled_from("abcdefgh*W28"), min_size=1, max_size=8)
vafs = st.none() | st.integers(0, 1000).map(lambda n: Decimal(n) / 1000)
stated = st.builds(
    StatedGene, genes, st.just(GeneState.MUTATED), st.just("") | words, vafs
) | st.builds(StatedGene, genes, st.sampled_from([GeneState.WILD_TYPE, GeneState.NOT_TESTED]))
therapies = st.builds(
    PriorTherapy,
    st.just(0),
    st.lists(words, min_size=1, max_size=3).map(tuple),
    st.lists(words, max_size=2).map(tuple),
    st.just("") | words,
    st.none() | st.booleans(),
)
cases = st.builds(
    Case,
    id=words,
    patient=st.builds(Patient, words, st.none() | st.integers(0, 120), st.sampled_from(Sex)),
    disease=st.just("AML"),
    setting=st.sampled_from(Setting),
    question=words,
    diagnosis_date=st.none() | st.dates(date(1950, 1, 1), TODAY),
    genes=st.lists(stated, max_size=3).map(tuple),
    fusions=st.lists(
        st.builds(StatedFusion, genes, st.just("") | genes, st.booleans()), max_size=2
    ).map(tuple),
    karyotype=words,
    assays=st.lists(
        st.builds(Assay, words, st.lists(genes, max_size=3).map(tuple)), max_size=2
    ).map(tuple),
    prior_therapies=st.lists(therapies, max_size=3).map(
        lambda them: tuple(
            PriorTherapy(n, one.drugs, one.classes, one.best_response, one.refractory)
            for n, one in enumerate(them, 1)
        )
    ),
    prior_therapies_known=st.booleans(),
    ecog=st.none() | st.integers(0, 4),
    laboratory=st.dictionaries(
        words.filter(lambda w: "*" not in w),
        st.builds(Quantity, st.integers(0, 9999).map(lambda n: Decimal(n) / 10), words),
        max_size=2,
    ),
)


@given(cases)
def test_a_case_written_into_the_form_is_read_back_as_it_was(case):
    assert case_of(texts_of(case), DISEASES, TODAY) == case


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("id", " "),
        ("pseudonym", ""),
        ("age", "-3"),
        ("age", "140"),
        ("age", "6²"),
        ("ecog", "5"),
        ("disease", "gout"),
        ("diagnosis_date", "2027-01-01"),
        ("diagnosis_date", "1.2.2020"),
        ("genes", "TP53 maybe"),
        ("genes", "TP53 mutated R175H 140 %"),
        ("fusions", "BCR-ABL1 found"),
        ("laboratory", "leukocytes high"),
        ("prior_therapies", "(class without a drug)"),
        ("assays", "panel: tp53;flt3"),
    ],
)
def test_what_cannot_be_read_is_a_fault_at_its_field(field, text):
    with pytest.raises(FieldFault) as fault:
        case_of({**FILLED, field: text}, DISEASES, TODAY)
    assert fault.value.field == field
    assert fault.value.sentence


@pytest.mark.parametrize("text", ["AML", "acute myeloid leukaemia", "anll", "Akut myeloid leukæmi"])
def test_a_disease_is_found_by_code_name_or_synonym(text):
    assert case_of({**FILLED, "disease": text}, DISEASES, TODAY).disease == "AML"
