import json
import zlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledgebase.catalog import Catalog, load_content
from knowledgebase.errors import UserError
from knowledgebase.vocabulary import FACTS, Kind
from tumorboard.domain.case import (
    Case,
    CellTherapy,
    CellTherapyStep,
    DatedAnswer,
    GeneState,
    Setting,
    Sex,
    Specimen,
    StatedAntigen,
    StepStatus,
    Transplant,
)
from tumorboard.errors import CaseFileError, VariantFileError
from tumorboard.services.case_file import case_from_data, case_schema, read_case_file
from tumorboard.services.case_form import ClinicianForm
from tumorboard.storage.freezing import freeze, thaw

DAY = date(2026, 11, 21)
CATALOG = Catalog(load_content())
SMALLEST = "id: C-1\npatient: {pseudonym: P-1}\ndisease: AML\n"


@pytest.fixture
def read(tmp_path):
    def reading(text: str, encoding: str = "utf-8"):
        path = tmp_path / "case.yaml"
        path.write_bytes(text.encode(encoding))
        return read_case_file(path, CATALOG, on=DAY)

    return reading


@pytest.fixture
def fault(read):
    def faulty(text: str) -> str:
        with pytest.raises(CaseFileError) as caught:
            read(text)
        sentence = caught.value.sentence
        assert sentence.startswith("case.yaml, line ")
        assert sentence.endswith(".")
        assert "\n" not in sentence
        return sentence

    return faulty


def test_what_is_left_out_is_unknown(read):
    case = read(SMALLEST)
    assert (case.id, case.disease, case.setting) == ("C-1", "AML", Setting.UNKNOWN)
    assert (case.patient.age_years, case.patient.sex) == (None, Sex.UNKNOWN)
    assert case.variant_file is None
    assert not case.prior_therapies_known


def test_what_letters_say_of_copies_antigens_and_course(read):
    case = read(
        SMALLEST
        + """\
region: DK
relapses: 2
genes: [{gene: TP53, state: mutated, change: R175H, biallelic: no}]
copy_numbers: [{gene: 13q14, state: loss}, {gene: CDKN2A, state: homozygous loss}]
antigen_measurements:
  - {antigen: CD19, method: flow cytometry, expressed: no, percentage: 4.5, after: CD19}
clinician: {active_infection: no, prior_autologous_transplant: yes}
laboratory: {mrd: {value: 0.01, unit: "%"}, haemoglobin: {value: 1.5, unit: "mmol{Hb4}/L"}}
"""
    )
    assert (case.region, case.relapses) == ("DK", 2)
    assert case.genes[0].biallelic is False
    assert [(one.gene, one.state) for one in case.copy_numbers] == [
        ("13q14", "loss"),
        ("CDKN2A", "homozygous loss"),
    ]
    assert case.antigen_measurements == (
        StatedAntigen("CD19", "flow cytometry", False, Decimal("4.5"), "CD19"),
    )
    assert dict(case.statements) == {"active_infection": False, "prior_autologous_transplant": True}
    assert set(case.laboratory) == {"mrd", "haemoglobin"}


def test_empty_fields_count_as_left_out(read):
    case = read(SMALLEST + 'ecog:\nquestion: ""\nprior_therapies:\n')
    assert (case.ecog, case.question, case.prior_therapies_known) == (None, "", False)


def test_everything_that_can_be_stated(read):
    case = read(
        """
id: C-2
patient: {pseudonym: P-2, age: 71, sex: male}
disease: chronic lymphocytic leukemia
setting: relapsed
question: Which class comes next?
diagnosis_date: 2020-02-29
genes:
  - {gene: BTK, state: mutated, change: C481S, vaf: 0.10}
  - {gene: TP53, state: wild type}
fusions:
  - {gene5: KMT2A}
  - {gene5: BCR, gene3: ABL1, present: no}
karyotype: 46,XY,del(13)(q12q14)[12]
assays: [{name: Panel, genes: [BTK, TP53]}, {name: Genome, whole_genome: yes}]
prior_therapies: [{line: 1, drugs: [ibrutinib], classes: [BTK inhibitor], refractory: yes}]
prior_therapies_complete: no
ecog: 1
laboratory: {haemoglobin: {value: 6.10, unit: mmol/L}}
antigens: {CD20: yes, CD33: no}
clinician: {transplant_candidate: no}
"""
    )
    assert case.disease == "CLL"
    assert case.diagnosis_date == date(2020, 2, 29)
    assert case.genes[0].vaf == Decimal("0.10")
    assert str(case.genes[0].vaf) == "0.10"
    assert case.genes[1].state is GeneState.WILD_TYPE
    assert [(one.gene5, one.gene3, one.present) for one in case.fusions] == [
        ("KMT2A", "", True),
        ("BCR", "ABL1", False),
    ]
    assert case.assays[1].whole_genome
    assert case.prior_therapies[0].refractory is True
    assert not case.prior_therapies_known
    assert case.laboratory["haemoglobin"].value == Decimal("6.10")
    assert dict(case.antigens) == {"CD20": True, "CD33": False}
    assert dict(case.statements) == {"transplant_candidate": False}


def test_an_empty_list_of_therapies_says_that_none_was_given(read):
    assert read(SMALLEST + "prior_therapies: []\n").prior_therapies_known


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (SMALLEST.replace("P-1", "P-1, age: -3"), 2, "patient.age: the age in years must lie"),
        (SMALLEST.replace("P-1", "P-1, age: 131"), 2, "between 0 and 130"),
        (SMALLEST.replace("P-1", "P-1, age: sixty"), 2, "write a whole number"),
        (SMALLEST.replace("P-1", "P-1, sex: f"), 2, "write one of: 'female', 'male', 'unknown'"),
        (SMALLEST.replace("P-1", "010190-1234"), 2, "looks like a personal identity number"),
        (SMALLEST.replace("P-1", "01019012345"), 2, "looks like a personal identity number"),
        (SMALLEST.replace("AML", "AMLX"), 3, "disease: this disease is not in the knowledge base"),
        (SMALLEST.replace("disease: AML\n", ""), 1, "disease: this field is missing; add it"),
        (SMALLEST + "diagnosis_date: 2026-11-22\n", 4, "lies in the future"),
        (SMALLEST + "diagnosis_date: 2026-02-30\n", 4, "no such day"),
        (SMALLEST + "diagnosis_date: 21.11.2026\n", 4, "YYYY-MM-DD"),
        (SMALLEST + "karyotyp: 46,XX\n", 4, 'there is no such field; did you mean "karyotype"?'),
        (SMALLEST + "ecog: 6\n", 4, "between 0 and 5"),
        (SMALLEST + "ecog: 1.5\n", 4, "write a whole number"),
        (SMALLEST + "genes: [{gene: flt3 , state: mutated}]\n", 4, "genes.0.gene: this is not a"),
        (
            SMALLEST + "genes:\n  - gene: TP53\n    state: unsure\n",
            6,
            "genes.0.state: write one of",
        ),
        (SMALLEST + "genes: [{gene: TP53, state: mutated, vaf: 45}]\n", 4, "between 0 and 1"),
        (SMALLEST + "genes: [{gene: TP53, state: wild type, vaf: 0.1}]\n", 4, "remove vaf"),
        (SMALLEST + "genes: TP53\n", 4, "genes: write a list"),
        (SMALLEST + "patients: 1\n", 4, "no such field"),
        (
            SMALLEST + 'laboratory:\n  marrow_blasts: {value: 140, unit: "%"}\n',
            5,
            "marrow_blasts cannot be more than 100 %",
        ),
        (SMALLEST + "laboratory: {blast: {value: 1, unit: g/L}}\n", 4, "not in the vocabulary"),
        (
            SMALLEST + "laboratory: {leukocytes: {value: 1, unit: g/L}}\n",
            4,
            "leukocytes cannot be read in this unit; use ",
        ),
        (SMALLEST + "laboratory: {leukocytes: {value: -1, unit: 10*9/L}}\n", 4, "negative"),
        (SMALLEST + "laboratory: {leukocytes: {value: nan, unit: 10*9/L}}\n", 4, "plain number"),
        (SMALLEST + "antigens: {CD3333: yes}\n", 4, "an antigen is not in the vocabulary"),
        (SMALLEST + "antigens: {CD33: Y}\n", 4, "write yes or no"),
        (SMALLEST + "clinician: {fit: yes}\n", 4, "there is no such field"),
        (SMALLEST + "clinician: {active_infektion: no}\n", 4, 'did you mean "active_infection"'),
        (SMALLEST + "region: Denmark\n", 4, "region: write one of: EU, DK"),
        (SMALLEST + "relapses: -1\n", 4, "the number of relapses must lie between"),
        (SMALLEST + "copy_numbers: [{gene: 17z, state: loss}]\n", 4, "a region such as 17p"),
        (SMALLEST + "copy_numbers: [{gene: 17p, state: lost}]\n", 4, "write one of: normal"),
        (
            SMALLEST + "antigen_measurements: [{antigen: CD19, method: smell, expressed: no}]\n",
            4,
            "write as method one of: flow cytometry",
        ),
        (
            SMALLEST + "antigen_measurements: [{antigen: CD19, method: flow cytometry}]\n",
            4,
            "or the percentage of cells",
        ),
        (
            SMALLEST + "antigen_measurements:\n  - antigen: CD19\n    method: flow cytometry\n"
            "    percentage: 140\n",
            5,
            "a percentage lies between 0 and 100",
        ),
        (
            SMALLEST + "genes: [{gene: TP53, state: wild type, biallelic: yes}]\n",
            4,
            "remove biallelic",
        ),
        (SMALLEST + "id: C-2\n", 4, "stands twice"),
        (SMALLEST + "question: &a x\n", 4, "anchors"),
        ("- a\n", 1, "a case is a mapping of fields"),
        ("id: [\n", 2, "this is not YAML"),
        ("", 1, "the file is empty"),
    ],
)
def test_a_fault_is_one_sentence_with_line_and_field(fault, text, line, said):
    sentence = fault(text)
    assert sentence.startswith(f"case.yaml, line {line}")
    assert said in sentence


def test_further_faults_are_counted(fault):
    assert "(1 more fault after this one)" in fault(SMALLEST + "ecog: 9\nkaryo: x\n")


def test_an_unknown_disease_gets_the_nearest_names(fault):
    assert "AML (Acute myeloid leukaemia)" in fault(
        SMALLEST.replace("AML", "acute myeloid leukemias")
    )


@pytest.mark.parametrize("secret", ["Jensen Karl", "0101901234"])
def test_errors_never_repeat_what_was_written(fault, secret):
    for text in (
        SMALLEST.replace("P-1", f"P-1, age: {secret}"),
        SMALLEST.replace("P-1", f"'{secret}!'"),
        SMALLEST.replace("AML", secret),
        SMALLEST + f"genes: [{{gene: {secret}, state: mutated}}]\n",
        SMALLEST + f"setting: {secret}\n",
        SMALLEST + f"variants: {{file: a.vcf, assembly: {secret}}}\n",
    ):
        assert secret not in fault(text)


@pytest.mark.parametrize("number", ["070761-4285", "0707614285", "07.07.61 4285", "070761428512"])
def test_no_number_shows_in_the_place_of_a_fault(tmp_path, number):
    path = tmp_path / f"case {number}.yaml"
    for text, field in (
        (SMALLEST + f"{number}: x\n", "(hidden)"),
        (SMALLEST.replace("P-1", f"P-1, {number}: x"), "patient.(hidden)"),
        (SMALLEST + f"laboratory: {{'{number}': {{value: 1, unit: g/L}}}}\n", "(hidden)"),
        (SMALLEST + f"antigens: {{'{number}': yes}}\n", "antigens"),
        (SMALLEST + f"cytogenetics: {{findings: {{'{number}': yes}}}}\n", "findings"),
        (SMALLEST + f"{number}: x\n{number}: x\n", "stands twice"),
        ("- a\n", "a case is a mapping"),
    ):
        path.write_text(text)
        with pytest.raises(CaseFileError) as caught:
            read_case_file(path, CATALOG, on=DAY)
        assert caught.value.sentence.startswith("case (hidden).yaml, line ")
        assert field in caught.value.sentence
        assert number not in f"{caught.value.sentence} {caught.value.field}"
    path.unlink()
    with pytest.raises(CaseFileError, match=r"^case \(hidden\)\.yaml: cannot be read"):
        read_case_file(path, CATALOG, on=DAY)


def test_text_that_is_not_utf8_is_refused(read):
    with pytest.raises(CaseFileError, match="not UTF-8"):
        read(SMALLEST + "question: blå\n", encoding="latin-1")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CaseFileError, match=r"^missing\.yaml: cannot be read") as caught:
        read_case_file(tmp_path / "missing.yaml", CATALOG)
    assert str(tmp_path) not in caught.value.sentence


def test_the_variant_file_is_relative_to_the_case_file(tmp_path, read):
    vcf = (
        "##fileformat=VCFv4.2\n##contig=<ID=1,length=248956422>\n"
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tT\tN\n"
    )
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.vcf").write_text(vcf)
    case = read(SMALLEST + "variants: {file: sub/a.vcf, tumour: N, normal: T}\n")
    assert [(one.name, one.role.value) for one in case.variant_file.samples] == [
        ("T", "normal"),
        ("N", "tumour"),
    ]
    with pytest.raises(VariantFileError):
        read(SMALLEST + "variants: {file: sub/b.vcf}\n")
    with pytest.raises(VariantFileError):
        read(SMALLEST + "variants: {file: sub/a.vcf, tumour: nobody}\n")


def test_the_schema_names_every_field_and_refuses_others():
    schema = case_schema()
    assert schema["additionalProperties"] is False
    assert {"id", "patient", "disease"} == set(schema["required"])
    assert "genes" in schema["properties"]
    json.dumps(schema)


def test_the_clinician_may_state_what_the_vocabulary_holds():
    declared = {name for name, one in FACTS.items() if one.kind is Kind.YES_NO and not one.keyed_by}
    assert set(ClinicianForm.model_fields) == declared


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.decimals(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["gene", "state", "value", "unit", "x"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
FIELDS = st.sampled_from(list(case_schema()["properties"]))


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(FIELDS, JSON, max_size=4))
def test_any_object_is_read_or_refused_with_one_sentence(extra):
    data = {"id": "C-1", "patient": {"pseudonym": "P-1"}, "disease": "AML", **extra}
    try:
        case_from_data(data, CATALOG, folder=Path("/nowhere"), on=DAY)
        sentence = ""
    except UserError as error:
        sentence = error.sentence
    assert "\n" not in sentence


def test_tumour_and_normal_are_two_samples(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(
        "id: C-1\npatient: {pseudonym: P-1}\ndisease: AML\n"
        "variants: {file: a.vcf, tumour: X, normal: X}\n"
    )
    with pytest.raises(CaseFileError, match="tumour and normal name the same sample"):
        read_case_file(path)


def test_an_assay_names_its_kind_and_what_more_it_would_have_shown(read):
    case = read(
        SMALLEST
        + "assays:\n  - {name: Panel, kind: myeloid-panel, genes: [FLT3], "
        + 'sees: [FLT3-ITD, "KMT2A::*", del(17p)], complete: yes}\n'
    )
    assay = case.assays[0]
    assert (assay.kind, assay.complete) == ("myeloid-panel", True)
    assert assay.sees == ("FLT3-ITD", "KMT2A::*", "del(17p)")
    plain = read(SMALLEST + "assays: [{name: Panel, genes: [FLT3]}]\n").assays[0]
    assert (plain.kind, plain.sees, plain.complete) == ("", (), False)


@pytest.mark.parametrize(
    ("assay", "said"),
    [
        ("kind: myeloid-pannel", "kind: this kind of test is not in the knowledge base"),
        ("sees: [FLT3-ITT]", "sees.0: write a named alteration, a fusion"),
        ("sees: [del 17p]", "sees.0: write a named alteration, a fusion"),
    ],
)
def test_an_assay_of_no_known_kind_or_sight_is_refused(fault, assay, said):
    assert said in fault(SMALLEST + f"assays: [{{name: Panel, {assay}}}]\n")


COURSE = """\
diagnosis_date: 2024-02-01
prior_therapies:
  - {line: 1, drugs: [azacitidine], start: 2024-03-01, stop: 2024-09-01, stop_reason: progression}
  - {line: 2, drugs: [venetoclax], start: 2024-10-01}
transplants: [{kind: allogeneic, date: 2025-05-06, donor: matched unrelated}]
specimens: [{tissue: bone marrow, date: 2026-10-01, tumour_fraction: 0.6}]
germline: {sample: {answer: yes, date: 2026-10-02}, consent: {answer: no}}
"""


def test_the_course_has_days_reasons_transplants_samples_and_consent(read):
    case = read(SMALLEST + COURSE)
    first, second = case.prior_therapies
    assert (first.start, first.stop) == (date(2024, 3, 1), date(2024, 9, 1))
    assert (first.stop_reason, second.stop) == ("progression", None)
    assert case.transplants == (Transplant("allogeneic", date(2025, 5, 6), "matched unrelated"),)
    assert case.specimens == (Specimen("bone marrow", date(2026, 10, 1), Decimal("0.6")),)
    assert case.germline_sample == DatedAnswer(True, date(2026, 10, 2))
    assert case.germline_consent == DatedAnswer(False)
    assert thaw(Case, freeze(case)) == case


def test_comorbidities_are_plain_words_and_unknown_when_left_out(read):
    case = read(SMALLEST + "comorbidities: [atrial fibrillation, type 2 diabetes]\n")
    assert case.comorbidities == ("atrial fibrillation", "type 2 diabetes")
    assert thaw(Case, freeze(case)) == case
    assert read(SMALLEST).comorbidities == ()


def test_a_case_frozen_before_comorbidities_is_read_as_it_was(read):
    case = read(SMALLEST + COURSE)
    stored = json.loads(zlib.decompress(freeze(case)))
    del stored["record"]["comorbidities"]
    assert thaw(Case, zlib.compress(json.dumps(stored).encode())) == case


@pytest.mark.parametrize(
    ("extra", "field"),
    [
        ("comorbidities: asthma", "comorbidities"),
        ('comorbidities: [asthma, "070761-4285"]', "comorbidities.1"),
        ('comorbidities: ["asthma\\nCOPD"]', "comorbidities.0"),
        ('prior_therapies: [{line: 1, drugs: ["x 070761-4285"]}]', "prior_therapies.0.drugs.0"),
        (
            'prior_therapies: [{line: 1, drugs: [x], best_response: "070761-4285"}]',
            "prior_therapies.0.best_response",
        ),
    ],
)
def test_a_text_of_the_course_is_one_line_without_an_identity_number(fault, extra, field):
    said = fault(f"{SMALLEST}{extra}\n")
    assert f"line 4, {field}: " in said
    assert "070761" not in said


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("2024-02-01", "2026-11-22", 4, "diagnosis_date"),
        ("start: 2024-03-01", "start: 2024-11-01", 6, "prior_therapies.0.stop"),
        ("start: 2024-10-01", "start: 2024-01-01", 7, "prior_therapies.1.start"),
        ("2025-05-06", "2027-05-06", 8, "transplants.0.date"),
        ("kind: allogeneic", "kind: autologous", 8, "transplants.0.donor"),
        ("tumour_fraction: 0.6", "tumour_fraction: 60", 9, "specimens.0.tumour_fraction"),
        ("2026-10-02", "2026-13-02", 10, "germline.sample.date"),
        ("stop_reason: progression", "stop_reason: bored", 6, "prior_therapies.0.stop_reason"),
    ],
)
def test_a_day_or_word_that_cannot_be_is_refused_at_its_field(fault, old, new, line, field):
    assert COURSE.count(old) == 1
    assert f"line {line}, {field}: " in fault(SMALLEST + COURSE.replace(old, new))


def with_patient(extra: str) -> str:
    return SMALLEST.replace("P-1}", f"P-1, {extra}}}")


def test_no_day_lies_before_birth(fault):
    said = fault(with_patient("cpr: 070761-4285") + "diagnosis_date: 1961-07-06\n")
    assert "line 4, diagnosis_date: this day lies before the day of birth" in said


def test_an_identity_number_is_held_and_shown_nowhere(read):
    case = read(with_patient("cpr: 0707614285, fnr: 55018510013, birth_date: 1961-07-07"))
    assert [one.reveal() for one in case.patient.numbers] == ["070761-4285", "550185 10013"]
    assert "0707" not in repr(case)
    assert "1961" not in repr(case)
    assert thaw(Case, freeze(case)) == case


@pytest.mark.parametrize("number", ["cpr: 300270-4118", "fnr: 31129956716"])
def test_an_impossible_identity_number_is_refused_unrepeated(fault, number):
    said = fault(with_patient(number))
    assert f"line 2, patient.{number[:3]}: " in said
    assert number[5:11] not in said


def test_an_identity_number_in_the_question_is_refused(fault):
    assert "line 4, question: the text holds" in fault(SMALLEST + "question: see 070761-4285\n")


@pytest.mark.parametrize(
    ("test", "value", "unit", "said"),
    [
        ("haemoglobin", "95", "g/dL", "g/L"),
        ("haemoglobin", "6", "g/L", "g/dL"),
        ("haemoglobin", "12.5", "g/L", "g/dL"),
        ("haemoglobin", "100", "mmol/L", "g/L"),
        ("platelets", "250000", "10*9/L", "/uL"),
        ("basophils", "5600", "10*9/L", "/uL"),
        ("creatinine", "1.1", "umol/L", "mg/dL"),
        ("creatinine", "0.09", "umol/L", "mmol/L"),
        ("creatinine", "97", "mg/dL", "umol/L"),
        ("albumin", "4.2", "g/L", "g/dL"),
        ("albumin", "600", "g/L", "umol/L"),
        ("beta_2_microglobulin", "350", "mg/L", "nmol/L"),
        ("beta_2_microglobulin", "3.5", "nmol/L", "mg/L"),
        ("haematocrit", "0.45", "'%'", 'parts of one (unit "1")'),
    ],
)
def test_a_number_in_a_wrong_unit_is_refused_with_the_likely_one(fault, test, value, unit, said):
    sentence = fault(SMALLEST + f"laboratory:\n  {test}: {{value: {value}, unit: {unit}}}\n")
    assert f"line 5, laboratory.{test}: " in sentence
    assert sentence.endswith(f"was it measured in {said}.")


@pytest.mark.parametrize(
    ("test", "value", "unit", "how"),
    [
        ("haemoglobin", "1.5", "g/dL", "low"),
        ("haemoglobin", "30", "g/dL", "high"),
        ("platelets", "200000000", "10*9/L", "high"),
        ("calcium", "10", "mmol/L", "high"),
        ("bilirubin", "9999", "umol/L", "high"),
    ],
)
def test_a_number_likely_in_no_unit_is_to_be_compared(fault, test, value, unit, how):
    sentence = fault(SMALLEST + f"laboratory:\n  {test}: {{value: {value}, unit: {unit}}}\n")
    assert sentence.endswith(f"{test} cannot be so {how} in {unit}; compare it with its source.")


@pytest.mark.parametrize(("value", "unit"), [("2.6", "g/dL"), ("26", "g/L"), ("9.5", "mmol/L")])
def test_a_rare_but_possible_value_is_read(read, value, unit):
    case = read(SMALLEST + f"laboratory: {{haemoglobin: {{value: {value}, unit: {unit}}}}}\n")
    assert case.laboratory["haemoglobin"].value == Decimal(value)


@pytest.mark.parametrize(
    ("test", "value", "unit", "said"),
    [
        ("ann_arbor_stage", "9", "1", "ann_arbor_stage lies between 1 and 4"),
        ("ann_arbor_stage", "0", "1", "ann_arbor_stage lies between 1 and 4"),
        ("ann_arbor_stage", "2.5", "1", "ann_arbor_stage is a whole number"),
        ("rai_stage", "5", "1", "rai_stage lies between 0 and 4"),
        ("ldh_ratio", "400", "1", "ldh_ratio lies between 0 and 200"),
        ("dysplastic_lineages", "1.5", "1", "dysplastic_lineages is a whole number"),
        ("extranodal_sites", "0.5", "1", "extranodal_sites is a whole number"),
        ("beta_2_microglobulin", "350", "mg/L", "cannot be so high in mg/L"),
    ],
)
def test_a_value_no_patient_has_is_refused(fault, test, value, unit, said):
    sentence = fault(SMALLEST + f"laboratory:\n  {test}: {{value: {value}, unit: '{unit}'}}\n")
    assert f"line 5, laboratory.{test}: " in sentence
    assert said in sentence


@pytest.mark.parametrize(
    ("test", "value", "unit"),
    [
        ("ann_arbor_stage", "4.0", "1"),
        ("rai_stage", "0", "1"),
        ("fibrosis_grade", "1.5", "1"),
        ("ldh_ratio", "80", "1"),
        ("beta_2_microglobulin", "60", "mg/L"),
    ],
)
def test_a_value_some_patient_has_is_read(read, test, value, unit):
    case = read(SMALLEST + f"laboratory: {{{test}: {{value: {value}, unit: '{unit}'}}}}\n")
    assert case.laboratory[test].value == Decimal(value)


@pytest.mark.parametrize("drugs", ["[]", "['']", "[], classes: ['']"])
def test_a_line_of_nothing_is_refused(fault, drugs):
    text = SMALLEST + f"prior_therapies: [{{line: 1, drugs: {drugs}}}]\n"
    assert "prior_therapies.0.drugs: the line names neither a drug nor a class" in fault(text)


def test_a_line_of_a_class_alone_is_read(read):
    text = SMALLEST + "prior_therapies: [{line: 1, drugs: [], classes: [BTK inhibitor]}]\n"
    assert read(text).prior_therapies[0].classes == ("BTK inhibitor",)


@pytest.mark.parametrize(
    ("age", "day", "possible"),
    [
        (60, "1950-01-01", False),
        (60, "1965-11-21", False),
        (60, "1965-11-22", True),
        (0, "2025-11-21", False),
        (0, "2025-11-22", True),
    ],
)
def test_no_day_lies_before_the_birth_that_the_age_tells(read, fault, age, day, possible):
    text = SMALLEST.replace("P-1", f"P-1, age: {age}") + f"diagnosis_date: {day}\n"
    if possible:
        assert read(text).diagnosis_date == date.fromisoformat(day)
    else:
        assert "diagnosis_date: this day lies before the day of birth by the age" in fault(text)


def test_no_diagnosis_lies_before_the_stated_birth(fault):
    text = SMALLEST.replace("P-1", "P-1, birth_date: 1961-07-07") + "diagnosis_date: 1961-07-06\n"
    assert "diagnosis_date: this day lies before the day of birth;" in fault(text)


def test_the_age_is_reckoned_on_a_leap_day_too(tmp_path):
    written = {"id": "C-1", "patient": {"pseudonym": "P", "age": "0"}, "disease": "AML"}
    for day, refused in (("2023-02-28", True), ("2023-03-01", False)):
        data = {**written, "diagnosis_date": day}
        try:
            case_from_data(data, CATALOG, folder=tmp_path, on=date(2024, 2, 29))
        except CaseFileError:
            assert refused
        else:
            assert not refused


PLAN = """\
cell_therapy:
  - product: {product}
    steps:
      - {{step: {step}, date: {day}, status: {status}}}
      - {{step: infusion, date: 2027-01-02, until: {until}, status: planned}}
"""


def plan(
    product="Yescarta", step="leukapheresis", day="2026-12-01", status="planned", until="2027-01-02"
):
    return SMALLEST + PLAN.format(product=product, step=step, day=day, status=status, until=until)


def test_steps_to_a_product_are_read_by_any_of_its_names(read):
    stated = (
        CellTherapyStep("leukapheresis", StepStatus.PLANNED, date(2026, 12, 1)),
        CellTherapyStep("infusion", StepStatus.PLANNED, date(2027, 1, 2), until=date(2027, 1, 2)),
    )
    for name in ("Yescarta", "axicabtagene ciloleucel", "AXICABTAGENE CILOLEUCEL"):
        case = read(plan(name))
        assert case.cell_therapy == (CellTherapy("axicabtagene ciloleucel", stated),)


@pytest.mark.parametrize(
    ("changed", "place", "said"),
    [
        ({"product": "Yescatra"}, "product", "no product with recorded steps"),
        ({"product": "blinatumomab"}, "product", "no product with recorded steps"),
        ({"step": "leukaferesis"}, "steps.0.step", "leukapheresis"),
        ({"step": "second-infusion"}, "steps.0.step", "not one of the product's"),
        ({"step": "infusion"}, "steps.1.step", "stands there twice"),
        ({"day": "2026-02-30"}, "steps.0.date", "there is no such day"),
        ({"day": "1.12.2026"}, "steps.0.date", "YYYY-MM-DD"),
        ({"status": "done"}, "steps.0.date", "cannot lie in the future"),
        ({"status": "perhaps"}, "steps.0.status", "write one of: done, planned"),
        ({"until": "2027-01-01"}, "steps.1.until", "ends before it begins"),
    ],
)
def test_a_step_that_cannot_be_is_refused_at_its_field(fault, changed, place, said):
    sentence = fault(plan(**changed))
    assert f"cell_therapy.0.{place}" in sentence
    assert said in sentence


def test_a_product_stands_once_and_with_a_step(fault):
    twice = "cell_therapy:\n" + 2 * (
        "  - {product: Yescarta, steps: [{step: referral, date: 2026-11-01, status: done}]}\n"
    )
    assert "stands there twice" in fault(SMALLEST + twice)
    bare = "cell_therapy: [{product: Yescarta, steps: []}]\n"
    assert "at least one step" in fault(SMALLEST + bare)


def test_a_step_before_birth_is_refused(fault):
    born = "patient: {pseudonym: P-1, birth_date: 2000-01-01}"
    text = plan(day="1999-12-31", status="done").replace("patient: {pseudonym: P-1}", born)
    assert "before the day of birth" in fault(text)


def test_days_that_do_not_fit_each_other_are_no_fault_of_the_file(read):
    assert read(plan(day="2027-02-01")).cell_therapy


def test_a_case_stored_before_there_were_steps_still_reads(read):
    case = read(SMALLEST)
    stored = json.loads(zlib.decompress(freeze(case)))
    del stored["record"]["cell_therapy"]
    assert thaw(Case, zlib.compress(json.dumps(stored).encode())) == case
    assert thaw(Case, freeze(read(plan()))) == read(plan())
