from datetime import date
from pathlib import Path

import pytest

from knowledgebase.asked import asked_of
from knowledgebase.catalog import Catalog, check_content, load_content
from knowledgebase.curation import may_drive_tier_one
from knowledgebase.describe import assertion_in_words, assertion_line, describe_assertion
from knowledgebase.errors import KnowledgeError
from knowledgebase.records import Axis, RegionStatus
from knowledgebase.rules.criteria import Criterion
from knowledgebase.rules.facts import Fact, Facts
from tests.knowledgebase.small_content import FILES, write

DRUG, POOR = "assertions/AML-FLT3-drug.yaml", "assertions/AML-KMT2A-poor.yaml"


def said(folder: Path) -> list[str]:
    return [str(problem) for problem in check_content(folder)]


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    assert old in FILES[name]
    return write(folder, **{name: FILES[name].replace(old, new)})


def test_records_are_read_typed(tmp_path: Path) -> None:
    content = load_content(write(tmp_path))
    assert content.version == "2026.11.21"
    assert set(content.diseases) == {"AML", "MYELOID", "NO"}
    drug = content.assertions["AML-FLT3-drug"]
    assert drug.axis is Axis.THERAPEUTIC
    assert drug.biomarker == Criterion("alteration", "FLT3-ITD")
    assert drug.statement == "Two lines that become one."
    assert drug.checked == date(2026, 11, 21)
    assert (drug.regions[0].region, drug.regions[0].status) == ("EMA", RegionStatus.APPROVED)
    assert drug.expired(date(2027, 5, 22))
    assert not drug.expired(date(2027, 5, 21))
    poor = content.assertions["AML-KMT2A-poor"]
    assert (poor.regions, poor.drugs, poor.context) == ((), (), None)
    first, second = content.alterations["FLT3-ITD"].patterns
    assert (first.protein, first.inserted_bases, first.frame) == ((572, 630), (3, 1200), "in")
    assert (second.hgvs_p, second.exons) == (("D835", "I836del"), (14, 15))


def test_digests_follow_the_meaning_not_the_layout(tmp_path: Path) -> None:
    one = load_content(write(tmp_path / "1"))
    laid_out = changed(tmp_path / "2", DRUG, "diseases: [AML]", "diseases:\n  - AML   # note")
    assert load_content(laid_out).digest == one.digest
    other = load_content(changed(tmp_path / "3", DRUG, "level: A", "level: B"))
    assert other.digest != one.digest
    same, differs = (
        other.assertions[i].digest == one.assertions[i].digest
        for i in ("AML-KMT2A-poor", "AML-FLT3-drug")
    )
    assert same
    assert not differs


def test_every_problem_is_told_with_file_and_line(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        **{
            DRUG: FILES[DRUG]
            .replace("alteration: FLT3-ITD", "alteration: FLT3-IDT")
            .replace("effect: sensitivity", "effect: adverse")
            .replace('"31665578"', "PMID31665578")
            .replace("  FDA: {status: approved, since: 2018}\n", ""),
            "genes/TP53.yaml": "symbol: TP53\nrole: suppressor\ntranscripts: [NM_000546.6]\n",
        },
    )
    problems = "\n".join(said(folder))
    for expected in (
        f'{DRUG}:5: "FLT3-IDT" is no known alteration; did you mean "FLT3-ITD"?',
        f'{DRUG}:17: "PMID31665578" is no pmid id (digits only)',
        'genes/TP53.yaml:2: "suppressor" is not one of',
        'genes/TP53.yaml:3: "NM_000546.6" is no transcript',
    ):
        assert expected in problems
    assert str(tmp_path) not in problems
    with pytest.raises(KnowledgeError, match=r"and \d more"):
        load_content(folder)


NOW = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("effect: sensitivity", "effect: adverse", ':8: "adverse" does not fit'),
        ("  FDA: {status: approved, since: 2018}\n", "", "the status for FDA is missing"),
        ('  - {kind: pmid, id: "31665578", title: A title}', "  []", "one primary source"),
        ("expires: 2027-05-21", "expires: 2026-11-21", "before it was checked"),
        ("expires: 2027-05-21", "expires: 2036-11-21", "two years at most"),
        ("checked: 2026-11-21", "checked: 2026-02-30", "is no date"),
        ("drugs: [gilteritinib]", "drugs: []", "names its drugs"),
        ("diseases: [AML]", "diseases: [AMM]", 'did you mean "AML"'),
        ("level: A", "level: E", '"E" is not one of A, B, C, D'),
        ("level: A", "level: A\nlevels: A", 'the key "levels" is not known here'),
        ("title: A drug in AML with FLT3-ITD\n", "", 'the key "title" is missing'),
        ("id: AML-FLT3-drug", "id: OTHER", 'the file is named "AML-FLT3-drug"'),
        ("since: 2018", "since: last year", "since is a year"),
        ("evidence_note: compared with the source of this test\n", "", "what was compared"),
        ("EMA: {status: approved,", "EM: {status: approved,", "is no region"),
        ('kind: pmid, id: "31665578"', "kind: nct, id: NCT123", "NCT and eight digits"),
        ("status: approved, since: 2", "status: unknown, since: 2", "level A needs an approval"),
        ("note: compared with the source", "note: x", "say what was compared"),
        ("compared with the source", "compared from memory with it", "is unverified"),
        ("compared with the source", "compared; approved by Dr Nobody", "not claimed in a record"),
        ("  become one.", "  patients are eligible.", "never says"),
        ("title: A drug", "title: A\u202edrug", "cannot be seen"),
        ("biomarker: {alteration: FLT3-ITD}", "biomarker: {sex: female}", "asks the clinic alone"),
        (
            "biomarker: {alteration: FLT3-ITD}",
            "biomarker: {alteration: FLT3-ITD, soft: yes}",
            "is hard",
        ),
        (
            "biomarker: {alteration: FLT3-ITD}",
            "biomarker: {any: [{gene: FLT3}, {not: {gene: FLT3}}]}",
            "whatever is found",
        ),
    ],
)
def test_the_rules_of_curation(tmp_path: Path, old: str, new: str, expected: str) -> None:
    problems = said(changed(tmp_path, DRUG, old, new))
    assert any(expected in problem for problem in problems), problems
    assert all(problem.startswith(DRUG) for problem in problems)


def test_what_rests_on_a_label_alone_expires_within_half_a_year(tmp_path: Path) -> None:
    label = FILES[DRUG].replace('kind: pmid, id: "31665578"', "kind: label, id: A label")
    assert said(write(tmp_path, **{DRUG: label})) == []
    longer = label.replace("expires: 2027-05-21", "expires: 2027-08-21")
    assert any("half a year" in problem for problem in said(write(tmp_path, **{DRUG: longer})))


def test_a_check_in_the_future_is_a_problem_on_the_day(tmp_path: Path) -> None:
    folder = write(tmp_path)
    assert check_content(folder, date(2026, 11, 21)) == ()
    future = check_content(folder, date(2026, 11, 20))
    assert {problem.file for problem in future} == {DRUG, POOR, "release.yaml"}
    future = check_content(changed(tmp_path, DRUG, "since: 2018", "since: 2031-10-24"), NOW)
    assert ["2031-10-24 lies in the future" in one.sentence for one in future] == [True]


@pytest.mark.parametrize("version", ["2026.13.45", "2026.02.30", "soon"])
def test_a_version_is_a_day_of_the_calendar(tmp_path: Path, version: str) -> None:
    folder = changed(tmp_path, "release.yaml", "2026.11.21", version)
    assert any("a version" in problem.sentence for problem in check_content(folder, NOW))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("diseases/AML.yaml", "code: AML\nparent: MYELOD\nname: x\n", 'did you mean "MYELOID"'),
        ("diseases/MYELOID.yaml", "code: MYELOID\nparent: AML\nname: x\n", "its own ancestor"),
        ("diseases/MYELOID.yaml", "code: MYELOID\nparent: MYELOID\nname: x\n", "own ancestor"),
        ("diseases/NO.yaml", "code: NO\nname: x\nsynonyms: [aml]\n", '"aml" also names AML'),
        ("genes/TP53.yaml", "symbol: TP53\nrole: both\naliases: [FLT3]\n", "gene of its own"),
        ("genes/TP53.yaml", "symbol: TP53\nrole: both\naliases: [CD135]\n", "also names"),
        ("genes/tp53.yaml", "symbol: tp53\nrole: both\n", "differs from TP53.yaml in case"),
        ("genes/readme.txt", "hello", "only files that end in .yaml"),
        ("gene/TP53.yaml", "symbol: TP53\n", 'did you mean "genes"'),
        ("stray.yaml", "a: 1\n", "none of the folders"),
        ("release.yaml", "version: 7\n", "a version is a date"),
        (
            "alterations/FLT3-ITD.yaml",
            "id: FLT3-ITD\ngene: FLT33\nname: x\npatterns: []\n",
            "without a pattern",
        ),
        (
            "alterations/FLT3-ITD.yaml",
            "id: FLT3-ITD\ngene: FLT33\nname: x\npatterns: [{terms: [inframe_insertion]}]\n",
            'did you mean "FLT3"',
        ),
        (
            "alterations/FLT3-ITD.yaml",
            "id: FLT3-ITD\ngene: FLT3\nname: x\npatterns: [{hgvs_p: [p.D835Y]}]\n",
            "one-letter, without p.",
        ),
        (
            "alterations/FLT3-ITD.yaml",
            "id: FLT3-ITD\ngene: FLT3\nname: x\npatterns: [{protein: 630-572}]\n",
            "ends before it begins",
        ),
    ],
)
def test_files_names_and_references(tmp_path: Path, name: str, text: str, expected: str) -> None:
    problems = said(write(tmp_path, **{name: text}))
    assert any(expected in problem for problem in problems), problems


def test_a_file_that_cannot_be_read_is_one_problem_not_many(tmp_path: Path) -> None:
    problems = said(write(tmp_path, **{"alterations/FLT3-ITD.yaml": "id: [\n"}))
    assert len(problems) == 1
    assert problems[0].startswith("alterations/FLT3-ITD.yaml:2: this is not YAML")


def test_a_file_of_another_shape_is_one_problem(tmp_path: Path) -> None:
    problems = said(write(tmp_path, **{"genes/TP53.yaml": "- symbol\n"}))
    assert len(problems) == 1
    assert problems[0] == "genes/TP53.yaml:1: a record is a mapping, not a list"


def test_a_file_nobody_may_open_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    problems = said(write(tmp_path))
    assert "genes/TP53.yaml:1: the file cannot be read (Permission denied)" in problems
    assert str(tmp_path) not in "".join(problems)


def test_an_installation_without_content_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledgebase.releases.places.files", lambda _: tmp_path)
    with pytest.raises(KnowledgeError, match="missing from this installation"):
        check_content()


def test_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="this is no folder"):
        load_content(tmp_path / "nothing")
    (tmp_path / "empty").mkdir()
    assert said(tmp_path / "empty")[0].startswith("release.yaml:1: the file is missing")


def touching(folder: Path, *facts: Fact) -> list[str]:
    catalog = Catalog(load_content(folder))
    return [assertion.id for assertion in catalog.touching(Facts.of(facts))]


def test_only_assertions_whose_necessary_facts_are_there_are_touched(tmp_path: Path) -> None:
    folder = write(tmp_path)
    assert touching(folder) == []
    assert touching(folder, Fact("gene", True, "FLT3"), Fact("setting", "relapsed")) == []
    assert touching(folder, Fact("alteration", False, "FLT3-ITD")) == []
    assert touching(folder, Fact("alteration", True, "FLT3-ITD")) == ["AML-FLT3-drug"]
    assert touching(folder, Fact("fusion", True, "AFF1::KMT2A")) == ["AML-KMT2A-poor"]
    assert touching(folder, Fact("fusion", False, "KMT2A::*")) == []
    assert touching(folder, Fact("gene", False, "TP53")) == ["AML-KMT2A-poor"]
    assert touching(folder, Fact("gene", True, "TP53")) == []


def test_what_a_rule_may_be_asked_for(tmp_path: Path) -> None:
    asked = asked_of(load_content(write(tmp_path)))
    assert ("fusion", "KMT2A::*") in asked
    assert ("setting", "") in asked


def test_diseases_are_found_by_code_name_or_synonym(tmp_path: Path) -> None:
    catalog = Catalog(load_content(write(tmp_path)))
    for text in ("AML", "aml", "Acute  myeloid leukaemia", "akut myeloid leukæmi"):
        assert catalog.find_disease(text).code == "AML"
    assert catalog.find_disease("acute myelogenous leukemia").code == "AML"
    assert catalog.is_a("AML", "MYELOID")
    assert not catalog.is_a("MYELOID", "AML")
    with pytest.raises(KnowledgeError, match="did you mean"):
        catalog.find_disease("acute myeloid leukemia")
    with pytest.raises(KnowledgeError):
        catalog.find_disease("")


def test_an_assertion_is_described(tmp_path: Path) -> None:
    content = load_content(write(tmp_path))
    drug, poor = (content.assertions[i] for i in ("AML-FLT3-drug", "AML-KMT2A-poor"))
    data = describe_assertion(drug, date(2027, 6, 1))
    assert data["biomarker_in_words"] == "FLT3-ITD"
    assert data["context"] == {"setting": ["relapsed", "refractory"]}
    assert data["checked"] == "2026-11-21"
    assert data["expired"] is True
    assert data["digest"] == drug.digest
    assert (may_drive_tier_one(drug), may_drive_tier_one(poor)) == (True, False)
    assert describe_assertion(poor)["may_drive_tier_I"] is False
    assert "[unverified]" in assertion_line(poor)
    words = assertion_in_words(poor, date(2027, 6, 1))
    for expected in ("not locally approved", "carries no Tier I", "expired on 2027-05-21"):
        assert expected in " ".join(words.split())


def test_the_shipped_content_has_no_problem() -> None:
    assert [str(problem) for problem in check_content()] == []
    content = load_content()
    assert content is load_content()
    assert len(content.assertions) >= 40
