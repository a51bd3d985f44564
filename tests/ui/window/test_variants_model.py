"""The table of variants: sorted, filtered, and every character as stored."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from ui.window.variants_model import COLUMNS, VariantRow, VariantsModel

NAMES = [name for name, _, _ in COLUMNS]


def a_row(finding: str, **changes: object) -> VariantRow:
    known = {
        "tier": "III",
        "decided": False,
        "gene": "TP53",
        "name": "",
        "hgvs_c": "",
        "hgvs_p": "",
        "consequence": "",
        "vaf": None,
        "depth": None,
        "population_af": None,
        "filter": "PASS",
        "locus": "",
        "reason": "",
    }
    return VariantRow(finding=finding, **{**known, **changes})


@pytest.fixture
def model(qapp):  # noqa: ARG001 - Qt must run
    return VariantsModel()


def shown(model: VariantsModel) -> list[str]:
    return [model.row(model.index(at, 0)).finding for at in range(model.rowCount())]


def test_sorting_by_a_number_puts_the_unknown_last(model):
    model.show_rows([a_row("a", vaf=Decimal("0.3")), a_row("b"), a_row("c", vaf=Decimal("0.05"))])
    model.sort(NAMES.index("vaf"))
    assert shown(model) == ["c", "a", "b"]


def test_every_word_of_the_filter_must_stand_in_the_row(model):
    model.show_rows([a_row("a", hgvs_p="p.Arg175His"), a_row("b", gene="FLT3"), a_row("c")])
    model.filter("tp53 r175 arg175")
    assert shown(model) == []
    model.filter("tp53 ARG175")
    assert shown(model) == ["a"]
    model.filter("")
    assert model.rowCount() == model.total() == 3


def test_equal_keys_keep_the_order_they_came_in(model):
    model.show_rows([a_row(str(n)) for n in range(50)])
    model.sort(NAMES.index("gene"), Qt.SortOrder.DescendingOrder)
    assert shown(model) == [str(n) for n in range(50)]


@given(st.text(max_size=40))
def test_a_cell_shows_exactly_what_is_stored(qapp, text):  # noqa: ARG001 - Qt must run
    model = VariantsModel()
    model.show_rows([a_row("a", hgvs_c=text)])
    cell = model.index(0, NAMES.index("hgvs_c"))
    assert model.data(cell) == text


def test_markup_in_a_tool_tip_stays_readable(model):
    model.show_rows([a_row("a", locus="1:2 A><DEL>")])
    tip = model.data(model.index(0, NAMES.index("locus")), Qt.ItemDataRole.ToolTipRole)
    assert "&lt;DEL&gt;" in tip
