import tarfile
from decimal import Decimal
from pathlib import Path

import pytest

from knowledgebase.catalog import check_content, load_content
from knowledgebase.files.folder import read_folder
from knowledgebase.importers.ctml import import_ctml
from knowledgebase.importers.draft import ImportFault
from knowledgebase.importers.folder import write_import
from knowledgebase.records import Content, Trial
from knowledgebase.rules.criteria import Truth, evaluate
from knowledgebase.rules.facts import Fact, Facts
from knowledgebase.trials import trial_rule
from tests.knowledgebase.importers.base import ON, release
from tests.shared_data import shared


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return release(tmp_path_factory.mktemp("release"))


def criteria(content: Content, tmp_path: Path, match: str) -> object:
    """Give the criteria of the only cohort for a match tree in one line."""
    text = (
        "protocol_no: P-1\ntreatment_list: {step: [{step_code: '1', arm: [{arm_code: A, match: "
        f"{match}"
        "}]}]}\n"
    )
    path = tmp_path / "trial.yml"
    path.write_text(text, encoding="utf-8")
    (draft,) = import_ctml(path, content, ON).drafts
    (cohort,) = draft.data["cohorts"]
    return cohort.get("criteria")


MUTATED = "{hugo_symbol: FLT3, variant_category: Mutation}"
AML, ADULT = {"disease": ["AML"]}, {"age": {"at_least": "18", "unit": "a"}}


@pytest.mark.parametrize(
    ("match", "rule"),
    [
        (f"[{{genomic: {MUTATED}}}]", {"gene": "FLT3"}),
        (f"{{genomic: {MUTATED}}}", {"gene": "FLT3"}),
        (
            f"[{{and: [{{genomic: {MUTATED}}}, {{clinical: {{age_numerical: '>=18'}}}}]}}]",
            {"all": [{"gene": "FLT3"}, ADULT]},
        ),
        (
            f"[{{or: [{{genomic: {MUTATED}}}, {{clinical: {{gender: Male}}}}]}}]",
            {"any": [{"gene": "FLT3"}, {"sex": "male"}]},
        ),
        (
            "[{clinical: {age_numerical: '>=18', "
            "oncotree_primary_diagnosis: Acute Myeloid Leukemia}}]",
            {"all": [ADULT, AML]},
        ),
        ("[{clinical: {oncotree_primary_diagnosis: '!Acute Myeloid Leukemia'}}]", {"not": AML}),
        ("[{clinical: {oncotree_primary_diagnosis: _LIQUID_}}]", {"disease": ["HEME"]}),
        ("[{clinical: {oncotree_primary_diagnosis: _SOLID_}}]", {"not": {"disease": ["HEME"]}}),
        ("[{clinical: {age_numerical: '<0.5'}}]", {"age": {"below": "0.5", "unit": "a"}}),
        (
            "[{genomic: {hugo_symbol: '!FLT3', variant_category: Mutation}}]",
            {"not": {"gene": "FLT3"}},
        ),
        (
            "[{genomic: {hugo_symbol: FLT3, variant_category: '!Mutation'}}]",
            {"not": {"gene": "FLT3"}},
        ),
        (
            "[{genomic: {hugo_symbol: KIT, variant_category: Mutation, protein_change: p.D816V}}]",
            {"alteration": "KIT-D816V"},
        ),
        (
            "[{genomic: {hugo_symbol: KIT, variant_category: Mutation, "
            "protein_change: '!p.D816V'}}]",
            {"not": {"alteration": "KIT-D816V"}},
        ),
        (
            "[{genomic: {hugo_symbol: IDH1, variant_category: Mutation, "
            "wildcard_protein_change: p.R132}}]",
            {"alteration": "IDH1-R132"},
        ),
        (
            "[{genomic: {hugo_symbol: FLT3, variant_category: Mutation, wildtype: 'true'}}]",
            {"not": {"gene": "FLT3"}},
        ),
        (
            "[{genomic: {hugo_symbol: BCR, fusion_partner_hugo_symbol: ABL1, "
            "variant_category: Structural Variation}}]",
            {"any": [{"fusion": "BCR::ABL1"}, {"fusion": "ABL1::BCR"}]},
        ),
        (
            "[{genomic: {hugo_symbol: FLT3, variant_category: Mutation, exon: 14}}]",
            {"all": [{"gene": "FLT3"}, {"in_words": "FLT3 variant with exon 14"}]},
        ),
        (
            "[{genomic: {hugo_symbol: EGFR, variant_category: Mutation}}]",
            {"in_words": "genomic finding: hugo_symbol EGFR, variant_category Mutation"},
        ),
        (
            "[{genomic: {hugo_symbol: TP53, variant_category: Copy Number Variation, "
            "cnv_call: Homozygous Deletion}}]",
            {"copy_number": {"name": "TP53", "one_of": ["homozygous loss"]}},
        ),
        (
            "[{genomic: {hugo_symbol: TP53, variant_category: '!Copy Number Variation'}}]",
            {
                "not": {
                    "in_words": "genomic finding: hugo_symbol TP53, "
                    "variant_category Copy Number Variation"
                }
            },
        ),
        (
            "[{clinical: {disease_status: [Advanced, Metastatic]}}]",
            {"in_words": "disease_status: Advanced | Metastatic"},
        ),
        (
            "[{clinical: {oncotree_primary_diagnosis: '!Diffuse Glioma'}}]",
            {"not": {"in_words": "oncotree_primary_diagnosis: Diffuse Glioma"}},
        ),
        ("[{clinical: {age_numerical: adult}}]", {"in_words": "age_numerical: adult"}),
        ("[{prior_treatment: {agent: x}}]", {"in_words": "prior_treatment: agent x"}),
        ("[]", None),
    ],
)  # fmt: skip
def test_match_trees_become_rules_and_nothing_is_dropped(content, tmp_path, match, rule):
    assert criteria(content, tmp_path, match) == rule


LEVELS = """\
protocol_no: P-1
nct_id: NCT00000001
short_title: A trial
phase: Ib/II
status: Open to Accrual
match: [{clinical: {oncotree_primary_diagnosis: Acute Myeloid Leukemia}}]
treatment_list:
  step:
    - step_code: '1'
      match: [{clinical: {age_numerical: '>=18'}}]
      arm:
        - arm_code: A
          arm_suspended: N
          match: [{genomic: {hugo_symbol: FLT3, variant_category: Mutation}}]
          dose_level:
            - {level_code: '1', level_suspended: Y, match: [{clinical: {gender: Female}}]}
            - {level_code: '2', level_suspended: N}
        - {arm_code: B, arm_suspended: Y}
        - {arm_code: B, arm_suspended: N, match: [{clinical: {ecog_status: '1'}}]}
site_list: {site: [{site_name: A site, site_status: Open to Accrual}]}
prior_treatment_requirements: [One line at least]
"""


def imported_trial(content: Content, tmp_path: Path, text: str) -> Trial:
    path = tmp_path / "trial.yml"
    path.write_text(text, encoding="utf-8")
    folder = tmp_path / "drafts"
    ended, _ = write_import(import_ctml(path, content, ON), folder, content, ON)
    assert ended.skipped == ()
    assert check_content(folder, ON, content) == ()
    (trial,) = read_folder(folder, over=content).content.trials.values()
    return trial


def test_levels_become_cohorts_with_what_stands_above_them(content, tmp_path):
    trial = imported_trial(content, tmp_path, LEVELS)
    assert (trial.id, trial.phases, trial.recruitment) == ("NCT00000001", ("1", "2"), "recruiting")
    assert [(cohort.id, cohort.status) for cohort in trial.cohorts] == [
        ("step-1 arm-A dose-1", "paused"),
        ("step-1 arm-A dose-2", "open"),
        ("step-1 arm-B", "paused"),
        ("step-1 arm-B (2)", "open"),
    ]
    assert "One line at least" in trial.eligibility
    assert trial.structured == "part"

    known = (
        Fact("disease", "AML"),
        Fact("age", Decimal(40), unit="a"),
        Fact("sex", "male"),
        Fact("gene", True, key="FLT3"),
    )

    def values(*facts: Fact) -> list[Truth]:
        given = {(fact.name, fact.key): fact for fact in (*known, *facts)}
        return [
            evaluate(trial_rule(trial, cohort), Facts.of(given.values()), content.diseases).value
            for cohort in trial.cohorts
        ]

    no, open_ = Truth.NOT_MET, Truth.UNKNOWN
    assert values() == [no, open_, open_, open_]
    assert values(Fact("sex", "female")) == [open_, open_, open_, open_]
    assert values(Fact("gene", False, key="FLT3")) == [no, no, open_, open_]
    assert values(Fact("age", Decimal(17), unit="a")) == [no, no, no, no]
    assert values(Fact("disease", "SM")) == [no, no, no, no]


@pytest.mark.parametrize("status", ["Closed to Accrual", "Completed"])
def test_a_closed_trial_has_closed_cohorts(content, tmp_path, status):
    trial = imported_trial(content, tmp_path, LEVELS.replace("Open to Accrual", status, 1))
    assert {cohort.status for cohort in trial.cohorts} == {"closed"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x [1]\nprotocol_no: *x\n", "anchors"),
        ("protocol_no: 1\nprotocol_no: 2\n", "stands twice"),
        ("a: b\n", "this is no CTML"),
        ("- a\n", "this is no CTML"),
        ("", "the file is empty"),
        ("protocol_no: !!python/object/new:os.system [ls]\n", "tags"),
        ("treatment_list: " + "[" * 60, "nesting is deeper"),
        ("a: [", "this is not YAML"),
    ],
)
def test_a_hostile_file_is_one_sentence(content, tmp_path, text, said):
    path = tmp_path / "t.yml"
    path.write_text(text)
    with pytest.raises(ImportFault) as fault:
        import_ctml(path, content, ON)
    assert said in fault.value.sentence
    assert "\n" not in fault.value.sentence


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("treatment_list: {step: []}\n", "the trial has neither an NCT number nor"),
        ("protocol_no: [x]\n", "a field has another form"),
        ("protocol_no: x\ntreatment_list: {step: [x]}\n", "a field has another form"),
        ("protocol_no: x\ntreatment_list: [x]\n", None),
        ("protocol_no: x\nmatch: " + "[" * 33 + "]" * 33 + "\n", "the match tree is nested too"),
    ],
)
def test_a_strange_trial_is_skipped_and_told(content, tmp_path, text, reason):
    path = tmp_path / "t.yml"
    path.write_text(text)
    (row,) = import_ctml(path, content, ON).rows
    assert row.reason.startswith(reason) if reason else row.record == "trials/LOCAL-x.yaml"


def test_bytes_that_are_no_text_are_refused(content, tmp_path):
    for data in (b"\xff\xfe\x00", b"a" * 2_000_000, b"\x1f\x8bxx"):
        path = tmp_path / "t.yml"
        path.write_bytes(data)
        with pytest.raises(ImportFault):
            import_ctml(path, content, ON)


def test_the_example_files_of_matchminer(tmp_path):
    content = load_content()
    packed = shared("data/B_trials/ctml/matchengine_v1_yaml_and_tcga_demo.tar.gz")
    taken, refused = {}, []
    with tarfile.open(packed) as archive:
        names = [name for name in archive.getnames() if name.endswith(".yml")]
        for name in names:
            file = archive.extractfile(name)
            assert file is not None
            path = tmp_path / Path(name).name
            path.write_bytes(file.read())
            try:
                imported = import_ctml(path, content, ON)
            except ImportFault as fault:
                refused.append(fault.sentence.removeprefix(f"{tmp_path}/"))
                continue
            ended, _ = write_import(imported, tmp_path / "drafts", content, ON)
            assert ended.skipped == ()
            taken[path.name] = imported.drafts[0]
    # One of the files is no YAML: it begins with "age; Adults".
    assert refused == [
        "00-000.yml:2: this is not YAML: mapping values are not allowed in this context"
    ]
    assert len(taken) == len(names) - 1 == 7
    assert check_content(tmp_path / "drafts", ON, content) == ()
    (cohort,) = taken["00-004.yml"].data["cohorts"]
    residue, diagnoses = cohort["criteria"]["all"]
    assert residue == {"alteration": "IDH1-R132"}
    assert len(diagnoses["any"]) == 6
    # OncoTree has promyelocytic leukaemia below acute myeloid leukaemia.
    assert {"all": [ADULT, {"disease": ["AML", "APL"]}]} in diagnoses["any"]
