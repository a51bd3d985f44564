"""Two small dialogs: which sample is the tumour, and with what the chair signs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tumorboard.domain.board import Person
from tumorboard.domain.variant import Assembly, SampleRole, VariantFile
from ui.language import say
from ui.window.widgets import row, text_label

MEANING = "I chaired this board and confirm that the summary states its conclusions."


class SamplesDialog(QDialog):
    """Confirm or change what each sample column stands for, and the genome build."""

    def __init__(self, variant_file: VariantFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file = variant_file
        self.setWindowTitle(say("Samples and genome build"))
        form = QFormLayout()
        self.choices: dict[str, QComboBox] = {}
        for sample in variant_file.samples:
            choice = QComboBox()
            for role in SampleRole:
                choice.addItem(say(str(role)), role)
            choice.setCurrentIndex(choice.findData(sample.role))
            choice.setAccessibleName(sample.name)
            self.choices[sample.name] = choice
            form.addRow(text_label(sample.name), choice)
            form.addRow("", text_label(sample.reason, kind="small"))
        self.build = QComboBox()
        self.build.addItem(say("not known"), None)
        for one in Assembly:
            self.build.addItem(str(one), one)
        self.build.setCurrentIndex(max(0, self.build.findData(variant_file.assembly)))
        form.addRow(say("Genome build"), self.build)
        form.addRow("", text_label(variant_file.assembly_reason, kind="small"))
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(_buttons(self, say("Confirm and read again")))
        self.resize(520, self.sizeHint().height())

    def changed(self) -> bool:
        """Tell whether a role or the build differs from what the reader found."""
        found = {sample.name: sample.role for sample in self._file.samples}
        return self.roles() != found or self.assembly() != self._file.assembly

    def roles(self) -> dict[str, SampleRole]:
        """Give the role chosen for each sample."""
        # Qt hands back a plain text where a word of an enum was put in.
        return {name: SampleRole(choice.currentData()) for name, choice in self.choices.items()}

    def assembly(self) -> Assembly | None:
        """Give the genome build chosen."""
        chosen = self.build.currentData()
        return Assembly(chosen) if chosen else None


class SignDialog(QDialog):
    """Ask the chair for the identity, its passphrase, the meaning, and where the PDF goes."""

    def __init__(
        self, person: Person | None, parent: QWidget | None = None, *, suggested: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("Sign the conference summary"))
        self.file = QLineEdit()
        self.file.setAccessibleName(say("Identity (PKCS#12)"))
        browse = QPushButton(say("Browse ..."))
        browse.clicked.connect(self._browse)
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setAccessibleName(say("Passphrase"))
        self.words = QPlainTextEdit(say(MEANING))
        self.words.setFixedHeight(70)
        self.words.setAccessibleName(say("What the signature means"))
        self.target = QLineEdit(suggested)
        self.target.setAccessibleName(say("Signed PDF"))
        save_as = QPushButton(say("Save as ..."))
        save_as.clicked.connect(self._save_as)
        form = QFormLayout()
        who = f"{person.name}, {say(str(person.role))}" if person else say("nobody yet")
        form.addRow(say("Signs"), text_label(who))
        form.addRow(say("Identity (PKCS#12)"), row(self.file, browse, stretch=False))
        form.addRow(say("Passphrase"), self.secret)
        form.addRow(say("What the signature means"), self.words)
        form.addRow(say("Signed PDF"), row(self.target, save_as, stretch=False))
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(_buttons(self, say("Sign")))
        self.resize(620, self.sizeHint().height())

    def identity(self) -> Path:
        """Give the PKCS#12 file's path."""
        return Path(self.file.text())

    def passphrase(self) -> str:
        """Give the passphrase; it is never stored."""
        return self.secret.text()

    def meaning(self) -> str:
        """Give what the signature means, in words."""
        return self.words.toPlainText().strip()

    def output(self) -> Path:
        """Give where the signed PDF goes."""
        return Path(self.target.text())

    def _browse(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, say("Identity (PKCS#12)"), "", "PKCS#12 (*.p12 *.pfx);;*"
        )
        if path:
            self.file.setText(path)

    def _save_as(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, say("Signed PDF"), "summary.pdf", "PDF (*.pdf)")
        if path:
            self.target.setText(path)


def _buttons(dialog: QDialog, accept: str) -> QDialogButtonBox:
    box = QDialogButtonBox()
    yes = box.addButton(accept, QDialogButtonBox.ButtonRole.AcceptRole)
    yes.setProperty("primary", True)
    box.addButton(say("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box
