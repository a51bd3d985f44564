"""The kinds of test a case may name, in the form."""

import pytest

from knowledgebase.catalog import load_content
from ui.language import use_language
from ui.window.case_page import CasePage
from ui.window.case_texts import NEW


@pytest.fixture(autouse=True)
def in_english():
    use_language("en")
    yield
    use_language("en")


def page(qtbot):
    content = load_content()
    made = CasePage(content.diseases, content.assays)
    qtbot.addWidget(made)
    made.show_case(None, editable=True)
    return made


def choose(made, kind):
    made.kinds.activated.emit(made.kinds.findData(kind))


def test_a_chosen_kind_of_test_becomes_a_line_of_the_tests_done(qtbot):
    made = page(qtbot)
    choose(made, "myeloid-panel")
    choose(made, "karyotype")
    assert made.texts()["assays"].splitlines() == [
        "Myeloid gene panel [myeloid-panel]",
        "Karyotype (chromosome banding) [karyotype]",
    ]
    assert made.kinds.currentIndex() == 0
    choose(made, "")
    assert len(made.texts()["assays"].splitlines()) == 2
    assert {**made.texts(), "assays": ""}.keys() == NEW.keys()


def test_the_kinds_of_test_have_their_danish_names(qtbot):
    use_language("da")
    kinds = page(qtbot).kinds
    names = [kinds.itemText(at) for at in range(kinds.count())]
    assert "Myeloidt genpanel" in names
    assert "FISH-probesæt" in names
    assert len(names) == len(load_content().assays) + 1


def test_who_may_not_edit_may_not_add_a_test(qtbot):
    made = page(qtbot)
    made.show_case(None, editable=False)
    assert not made.kinds.isEnabled()


def test_an_identity_number_shows_only_while_asked_for(qtbot):
    made = page(qtbot)
    line = made.fields["cpr"]
    line.setText("070761-4285")
    assert line.displayText() != line.text()
    line.show_button.click()
    assert line.displayText() == "070761-4285"
    made.show_case(None, editable=True)
    line.setText("070761-4285")
    assert "0" not in line.displayText()


def test_a_fault_stands_at_its_field_and_what_was_typed_remains(qtbot):
    made = page(qtbot)
    made.fields["marrow"].setPlainText("marrow_blasts 140 %")
    made.show_fault("marrow", "It cannot be.")
    shown = [name for name, fault in made._faults.items() if not fault.isHidden()]
    assert shown == ["marrow"]
    assert made.texts()["marrow"] == "marrow_blasts 140 %"


def test_auer_rods_are_explained_with_the_marrow_and_comorbidities_have_a_field(qtbot):
    use_language("da")
    made = page(qtbot)
    assert "auer_rods: Auerstave" in made.fields["marrow"].toolTip()
    assert "auer_rods" not in made.fields["clinician"].toolTip()
    assert made.fields["comorbidities"].accessibleName().startswith("Komorbiditet")
