"""The two dialogs: what they ask and what they give."""

from pathlib import Path

from tests.ui.window.conftest import CHAIR, DEMO
from tumorboard.domain.variant import NO_KNOWLEDGE, Assembly, SampleRole
from tumorboard.vcf.reader import read_variant_file
from ui.window.dialogs import SamplesDialog, SignDialog


def test_swapping_tumour_and_normal_is_a_change(qtbot):
    file = read_variant_file(DEMO / "aml.vcf.gz", knowledge=NO_KNOWLEDGE)
    dialog = SamplesDialog(file)
    qtbot.addWidget(dialog)
    assert not dialog.changed()
    assert dialog.assembly() is Assembly.GRCH37
    choice = dialog.choices["999-99"]
    choice.setCurrentIndex(choice.findData(SampleRole.NORMAL))
    assert dialog.changed()
    assert dialog.roles()["999-99"] is SampleRole.NORMAL


def test_the_sign_dialog_gives_what_was_typed_and_hides_the_passphrase(qtbot):
    dialog = SignDialog(CHAIR, suggested="out.pdf")
    qtbot.addWidget(dialog)
    dialog.file.setText("chair.p12")
    dialog.secret.setText("secret")
    assert dialog.secret.displayText() != "secret"
    assert dialog.identity() == Path("chair.p12")
    assert dialog.passphrase() == "secret"
    assert dialog.output() == Path("out.pdf")
    assert dialog.meaning()
