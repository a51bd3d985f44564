from pathlib import Path

from knowledgebase.releases.differences import Change, differences
from tests.knowledgebase.releases.releasing import DRUG, changed, content
from tests.knowledgebase.small_content import FILES

ITD = "alterations/FLT3-ITD.yaml"


def compared(folder: Path, **files: str) -> tuple[Change, ...]:
    old = content(folder / "old", "2026.11.21")
    return differences(old, content(folder / "new", "2026.11.22", **files)).changes


def test_the_same_records_do_not_differ(tmp_path: Path) -> None:
    assert compared(tmp_path) == ()


def test_a_level_an_approval_and_a_source_are_told_in_words(tmp_path: Path) -> None:
    text = FILES[DRUG]
    for old, new in (
        ("level: A", "level: C"),
        ("EMA: {status: approved", "EMA: {status: withdrawn"),
        ('id: "31665578"', 'id: "31665579"'),
        ("at_least: 18", "at_least: 16"),
        ("title: A drug in", "title: Another drug in"),
    ):
        text = text.replace(old, new)
    (change,) = compared(tmp_path, **{DRUG: text})
    assert (change.kind, change.name, change.what) == ("assertions", "AML-FLT3-drug", "changed")
    assert "level: A → C" in change.said
    assert "region EMA, status: approved → withdrawn" in change.said
    assert "source 31665578: no longer stated (was pmid, 31665578, A title)" in change.said
    assert "source 31665579: new, pmid, 31665579, A title" in change.said
    assert any(one.startswith("title: A drug") for one in change.said)
    assert change.diseases == ("AML",)
    assert change.findings == ("FLT3-ITD",)


def test_a_changed_rule_is_told_by_its_words(tmp_path: Path) -> None:
    (change,) = compared(tmp_path, **changed("[relapsed, refractory]", "[relapsed]"))
    (said,) = change.said
    assert said.startswith("context: ")
    assert "refractory" in said.split("→")[0]
    assert "refractory" not in said.split("→")[1]


def test_new_resistance_is_called_so(tmp_path: Path) -> None:
    text = (
        FILES[DRUG].replace("id: AML-FLT3-drug", "id: AML-new").replace("sensitivity", "resistance")
    )
    (change,) = compared(tmp_path, **{"assertions/AML-new.yaml": text})
    assert change.what == "added"
    assert change.said[0].startswith("new resistance to gilteritinib in AML, level A: ")
    back = differences(
        content(tmp_path / "a", **{"assertions/AML-new.yaml": text}), content(tmp_path / "b")
    )
    assert [one.what for one in back.changes] == ["removed"]
    assert back.assertions == {"AML-new"}


def test_a_changed_alteration_names_the_assertions_that_rest_on_it(tmp_path: Path) -> None:
    (change,) = compared(tmp_path, **changed("protein: 572-630", "protein: 572-640", ITD))
    assert change.kind == "alterations"
    assert change.used_by == ("AML-FLT3-drug",)
    assert any("572, 640" in one for one in change.said)
