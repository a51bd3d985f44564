"""The case form: who the patient is, which disease, what was tested and given. Texts go in and
out as written; the core reads them and names the field that it cannot use.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from knowledgebase.declarations import Labels
from knowledgebase.records import AssayKind, Disease, Pathway
from knowledgebase.rules.notation import CYTOGENETIC_WORDS
from knowledgebase.statements import STATEMENTS
from knowledgebase.vocabulary import (
    COPY_STATES,
    CYTOGENETIC_GROUPS,
    LABORATORY,
    REGIONS,
    RESPONSES,
)
from tumorboard.domain.case import (
    DONORS,
    STOP_REASONS,
    TISSUES,
    TRANSPLANTS,
    Assay,
    Case,
    Setting,
    Sex,
)
from ui.language import language, say
from ui.window import laboratory_groups as groups
from ui.window.case_texts import CaseTexts, assay_text, texts_of
from ui.window.secret_line import SecretLine
from ui.window.widgets import Card, Column, row, text_label

NO_ASSAYS: Mapping[str, AssayKind] = MappingProxyType({})
NO_PATHWAYS: Mapping[str, Pathway] = MappingProxyType({})
ANSWERS = tuple(one.name for one in STATEMENTS)


class CasePage(QWidget):
    """Shows and edits the clinical facts of one case."""

    saved = Signal(object)
    """The form's :class:`CaseTexts`."""

    def __init__(
        self,
        diseases: Mapping[str, Disease],
        assays: Mapping[str, AssayKind] = NO_ASSAYS,
        pathways: Mapping[str, Pathway] = NO_PATHWAYS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("page", True)
        self._stored: CaseTexts | None = None
        self._faults: dict[str, QLabel] = {}
        self.fields: dict[str, QLineEdit | QPlainTextEdit | QComboBox | QCheckBox] = {}
        self.save = QPushButton(say("Save the case"))
        self.save.setProperty("primary", True)
        self.save.clicked.connect(lambda: self.saved.emit(self.texts()))
        column = Column()
        column.add(self._who(diseases))
        column.add(self._blood_and_marrow())
        column.add(self._tests(assays))
        column.add(self._treatment(pathways))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(column, 1)
        layout.addWidget(row(self.save))

    # Building.

    def _who(self, diseases: Mapping[str, Disease]) -> QWidget:
        card, form = _card(say("Patient and question"))
        disease = QComboBox()
        disease.setEditable(True)
        disease.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for one in sorted(diseases.values(), key=_disease_name):
            disease.addItem(f"{_disease_name(one)} ({one.code})", one.code)
        completer = disease.completer()
        assert completer is not None, "an editable combo box has one"
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        sex, setting = QComboBox(), QComboBox()
        for one_sex in Sex:
            sex.addItem(say(str(one_sex)), str(one_sex))
        for one_setting in Setting:
            setting.addItem(say(str(one_setting)), str(one_setting))
        self._add(form, "id", say("Case number"), QLineEdit())
        self._add(form, "pseudonym", say("Patient (pseudonym)"), QLineEdit())
        self._add(form, "age", say("Age in years"), QLineEdit())
        self._add(form, "birth_date", say("Date of birth (YYYY-MM-DD)"), QLineEdit())
        self._add(form, "cpr", say("Danish CPR number"), SecretLine())
        self._add(form, "fnr", say("Norwegian fødselsnummer"), SecretLine())
        self._add(form, "sex", say("Sex"), sex)
        self._add(form, "disease", say("Disease"), disease)
        self._add(form, "setting", say("Setting"), setting)
        self._add(form, "diagnosis_date", say("Date of diagnosis (YYYY-MM-DD)"), QLineEdit())
        self._add(form, "question", say("Question to the board"), _area(64))
        return card

    def _blood_and_marrow(self) -> QWidget:
        card, form = _card(say("Blood, marrow and organ function"), labels_above=True)
        for name, label, example, height in (
            (
                "blood_counts",
                say("Blood counts, one a line: name value unit"),
                "haemoglobin 5.6 mmol/L\nleukocytes 8.2 10*9/L\nblood_blasts 2 %",
                80,
            ),
            (
                "marrow",
                say(
                    "Marrow: blasts and morphology, one a line: name value unit; auer_rods yes | no"
                ),
                "marrow_blasts 12 %\nring_sideroblasts 20 %\ndysplastic_lineages 2 1\nauer_rods no",
                88,
            ),
            (
                "laboratory",
                say("Chemistry and organ function, one a line: name value unit"),
                "creatinine 88 umol/L\nlactate_dehydrogenase 240 U/L",
                64,
            ),
        ):
            area = _area(height, example)
            tests = [one for one in LABORATORY.values() if groups.field_of(one.name) == name]
            tips = [f"{one.name} [{one.unit}]: {_label(one.labels)}" for one in tests]
            if name == "marrow":
                tips += _answer_tips(of_marrow=True)
            area.setToolTip("\n".join(tips))
            self._add(form, name, label, area)
        return card

    def _samples(self, form: QFormLayout) -> None:
        specimens = _area(50, "bone marrow 2026-10-01 60 %")
        specimens.setToolTip("\n".join(TISSUES))
        label = say("Samples, one a line: tissue, day, tumour cells in %")
        self._add(form, "specimens", label, specimens)
        for name, words in (
            ("germline_sample", say("Germline sample taken: yes | no | unknown, and the day")),
            ("germline_consent", say("Consent to germline results: yes | no | unknown, the day")),
        ):
            line = QLineEdit()
            line.setPlaceholderText("yes 2026-10-01")
            self._add(form, name, words, line)

    def _tests(self, assays: Mapping[str, AssayKind]) -> QWidget:
        card, form = _card(say("What was tested"), labels_above=True)
        done = _area(64, "Myeloid panel [myeloid-panel]: NPM1, FLT3, TP53; shows FLT3-ITD")
        done.setToolTip(
            say(
                "[kind] says what such a test can see; [complete] that all it found stands in the "
                "case; after “; shows” what more it would have shown, such as FLT3-ITD, KMT2A::* "
                "or del(17p)."
            )
        )
        self.kinds = _kinds_of_test(assays, done)
        self._samples(form)
        form.addRow(say("Kind of test"), self.kinds)
        self._add(form, "assays", say("Tests done, one a line: name: GENE, GENE ..."), done)
        self._add(
            form,
            "genes",
            say("Genes from letters, one a line: GENE mutated CHANGE | wild type | not tested"),
            _area(64, "TP53 mutated R175H 31 % biallelic\nNPM1 mutated W288Cfs*12 31 %"),
        )
        self._add(
            form,
            "fusions",
            say("Fusions, one a line: GENE::GENE found | not found"),
            _area(50, "KMT2A::MLLT3 found"),
        )
        self._add(form, "karyotype", say("Karyotype (ISCN)"), QLineEdit())
        chromosomes = _area(50, "IPSS-R good\ncount 1\ndel(5q) yes\n-7 no\ncomplex no")
        chromosomes.setToolTip("\n".join((*CYTOGENETIC_WORDS, "", *CYTOGENETIC_GROUPS)))
        self._add(
            form,
            "cytogenetics",
            say("Chromosomes without ISCN, one a line: abnormality yes | no, count, IPSS-R group"),
            chromosomes,
        )
        copies = _area(50, "17p loss\nCDKN2A homozygous loss")
        copies.setToolTip("\n".join(COPY_STATES))
        self._add(
            form, "copy_numbers", say("Copy numbers, one a line: gene or region and state"), copies
        )
        self._add(
            form,
            "antigens",
            say("Antigens, one a line: name yes | no"),
            _area(50, "CD33 yes\nCD19 no by flow cytometry 4 % after CD19"),
        )
        return card

    def _treatment(self, pathways: Mapping[str, Pathway]) -> QWidget:
        card, form = _card(say("Treatment so far"), labels_above=True)
        therapies = _area(
            72,
            "azacitidine, venetoclax (HMA, BCL2 inhibitor) [complete remission; "
            "2025-01-07 to 2025-06-30; stopped: relapse]",
        )
        therapies.setToolTip("\n".join((*RESPONSES, "", *STOP_REASONS)))
        self._add(
            form,
            "prior_therapies",
            say(
                "One line of therapy a line: drug, drug (class) "
                "[response; refractory; start to stop; stopped: reason]"
            ),
            therapies,
        )
        self._add(form, "prior_known", "", QCheckBox(say("The list of treatments is complete")))
        transplants = _area(50, "allogeneic 2025-08-14 from matched unrelated")
        transplants.setToolTip("\n".join((*TRANSPLANTS, "", *DONORS)))
        self._add(
            form, "transplants", say("Transplants, one a line: kind, day, from donor"), transplants
        )
        steps = _area(
            72,
            "Yescarta: leukapheresis 2026-12-01 planned\n"
            "Yescarta: lymphodepletion 2026-12-28 to 2026-12-30 planned",
        )
        steps.setToolTip("\n".join(_step_tips(pathways)))
        self._add(
            form,
            "cell_therapy",
            say("Dates of CAR-T, one step a line: product: step day [to day] done | planned"),
            steps,
        )
        self._add(form, "relapses", say("Number of relapses"), QLineEdit())
        region = QComboBox()
        region.addItem("", "")
        for one in REGIONS:
            region.addItem(one, one)
        self._add(form, "region", say("Region of treatment"), region)
        self._add(form, "ecog", say("ECOG performance status"), QLineEdit())
        answers = _area(64, "\n".join(f"{name} yes" for name in ANSWERS[:3]))
        answers.setToolTip("\n".join(_answer_tips(of_marrow=False)))
        self._add(
            form, "clinician", say("The clinician's answers, one a line: name yes | no"), answers
        )
        self._add(form, "comorbidities", say("Comorbidities, one a line"), _area(50))
        return card

    def _add(
        self,
        form: QFormLayout,
        name: str,
        label: str,
        field: QLineEdit | QPlainTextEdit | QComboBox | QCheckBox,
    ) -> None:
        field.setAccessibleName(label or field.property("text") or name)
        field.setObjectName(name)
        fault = text_label(kind="fault")
        fault.hide()
        holder = QWidget()
        lines = QVBoxLayout(holder)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        shown = (
            row(field, field.show_button, stretch=False) if isinstance(field, SecretLine) else field
        )
        lines.addWidget(shown)
        lines.addWidget(fault)
        form.addRow(label, holder)
        self.fields[name] = field
        self._faults[name] = fault

    # Showing and reading.

    def show_case(self, case: Case | None, *, editable: bool) -> None:
        """Show a case, or an empty form for a new one."""
        self._stored = texts_of(case)
        for name, field in self.fields.items():
            _write(field, self._stored[name])
            if isinstance(field, SecretLine):
                field.hide_text()
            field.setEnabled(editable and not (name == "id" and case is not None))
        for fault in self._faults.values():
            fault.hide()
        self.save.setEnabled(editable)
        self.kinds.setEnabled(editable)

    def texts(self) -> CaseTexts:
        """Give the form's texts by field name."""
        return {name: _read(field) for name, field in self.fields.items()}

    def has_unsaved(self) -> bool:
        """Tell whether the form differs from what was shown."""
        return self._stored is not None and self.texts() != self._stored

    def show_fault(self, name: str, sentence: str) -> None:
        """Put a fault beside its field; everything typed stays."""
        for known, fault in self._faults.items():
            fault.setVisible(known == name)
        if name in self._faults:
            label = self._faults[name]
            label.setText(sentence)
            self.fields[name].setFocus()


def _card(title: str, *, labels_above: bool = False) -> tuple[Card, QFormLayout]:
    card = Card()
    card.lines.addWidget(text_label(title, kind="heading"))
    form = QFormLayout()
    # Long labels beside their fields would leave no room to write in a narrow window.
    wraps = QFormLayout.RowWrapPolicy
    form.setRowWrapPolicy(wraps.WrapAllRows if labels_above else wraps.WrapLongRows)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    card.lines.addLayout(form)
    return card, form


def _area(height: int, example: str = "") -> QPlainTextEdit:
    area = QPlainTextEdit()
    area.setFixedHeight(height)
    area.setTabChangesFocus(True)
    area.setPlaceholderText(example)
    return area


def _kinds_of_test(assays: Mapping[str, AssayKind], done: QPlainTextEdit) -> QComboBox:
    """Give a choice of kinds of test; the one chosen becomes a new line of the tests done."""
    kinds = QComboBox()
    kinds.setAccessibleName(say("Kind of test"))
    kinds.addItem(say("Add a test of this kind ..."), "")
    for one in assays.values():
        kinds.addItem(one.name_da if language() == "da" else one.name, one.id)

    def add(index: int) -> None:
        if chosen := assays.get(kinds.itemData(index)):
            lines = [one for one in done.toPlainText().splitlines() if one.strip()]
            done.setPlainText("\n".join((*lines, assay_text(Assay(chosen.name, kind=chosen.id)))))
            kinds.setCurrentIndex(0)
            done.setFocus()

    kinds.activated.connect(add)
    return kinds


def _step_tips(pathways: Mapping[str, Pathway]) -> list[str]:
    """Give the steps a line may name, each with its title."""
    return [
        f"{step.id}: {step.title_da if language() == 'da' else step.title}"
        for pathway in pathways.values()
        for step in pathway.steps
    ]


def _disease_name(disease: Disease) -> str:
    return disease.name_da if language() == "da" and disease.name_da else disease.name


def _label(labels: Labels) -> str:
    return labels.da if language() == "da" else labels.en


def _answer_tips(*, of_marrow: bool) -> list[str]:
    return [
        f"{one.name}: {_label(one.labels)}"
        for one in STATEMENTS
        if (one.name in groups.MARROW_ANSWERS) is of_marrow
    ]


def _read(field: QWidget) -> str:
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, QCheckBox):
        return "yes" if field.isChecked() else ""
    assert isinstance(field, QComboBox)
    chosen = field.currentIndex()
    if field.isEditable() and field.currentText() != field.itemText(chosen):
        return field.currentText()
    return str(field.currentData()) if chosen >= 0 else ""


def _write(field: QWidget, text: str) -> None:
    if isinstance(field, QPlainTextEdit):
        field.setPlainText(text)
    elif isinstance(field, QLineEdit):
        field.setText(text)
    elif isinstance(field, QCheckBox):
        field.setChecked(bool(text))
    elif isinstance(field, QComboBox):
        field.setCurrentIndex(field.findData(text))
        if field.currentIndex() < 0 and field.isEditable():
            field.setEditText(text)
