"""The desk: what the user asks for, done through the workbench; what came out, told to the pages.

It holds the open case and no widget. Every refusal of the core becomes one sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal

from knowledgebase.catalog import newer_shipped
from knowledgebase.errors import UserError
from knowledgebase.proposals import Eligibility, eligibility_of
from knowledgebase.records import AssayKind, Disease, Pathway
from knowledgebase.records.trial import Site
from tumorboard.domain.board import CaseState, OptionChoice, Person, SignOff, taken_options
from tumorboard.domain.case import Case
from tumorboard.domain.conclusion import CaseEvaluation, Tier
from tumorboard.domain.option import Option
from tumorboard.domain.progress import Progress
from tumorboard.domain.variant import Assembly, SampleRole, VariantFile
from tumorboard.services.site_order import NORDIC_FIRST, in_order, own_list
from tumorboard.services.why_not import Unlisted, matches_text, unlisted
from tumorboard.services.workbench import CaseSummary, OpenCase, Workbench
from ui.language import language, say
from ui.window.case_texts import CaseTexts, FieldFault, case_of
from ui.window.presentation import FindingView, finding_views
from ui.window.task import Task


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One entry of the case list."""

    id: str
    title: str
    subtitle: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything the pages show of the open case; ``choices`` are the options before the board."""

    case: Case
    title: str
    subtitle: str
    state: str
    notices: tuple[str, ...]
    variant_file: VariantFile | None
    findings: tuple[FindingView, ...]
    evaluation: CaseEvaluation | None
    acknowledged: bool
    recommendation: str
    recommendation_current: bool
    choices: tuple[OptionChoice, ...]
    people: tuple[Person, ...]
    obstacles: tuple[str, ...]
    may_be_marked_ready: bool
    sign_off: SignOff | None
    history: tuple[tuple[str, str, str], ...]
    editable: bool


class Desk(QObject):
    """Does what the user asks and tells the pages."""

    cases_changed = Signal(object)
    case_changed = Signal(object)
    refused = Signal(str)
    told = Signal(str)
    field_refused = Signal(str, str)
    task_started = Signal(object)

    def __init__(self, workbench: Workbench, *, person: Person | None = None) -> None:
        super().__init__()
        self.workbench = workbench
        self.person = person
        self.cases: tuple[CaseLine, ...] = ()
        self.view: CaseView | None = None
        self.case_id: str | None = None
        self._version = 0
        self._pool = QThreadPool(self)
        self._task: Task | None = None

    @property
    def diseases(self) -> Mapping[str, Disease]:
        """Give the diseases a case may have."""
        return self.workbench.catalog.content.diseases

    @property
    def pathways(self) -> Mapping[str, Pathway]:
        """Give the steps to treatments that the knowledge base tells."""
        return self.workbench.catalog.content.pathways

    @property
    def assays(self) -> Mapping[str, AssayKind]:
        """Give the kinds of test a case may name."""
        return self.workbench.catalog.content.assays

    @property
    def standing(self) -> str:
        """Say which knowledge stands behind the window."""
        content = self.workbench.catalog.content
        approved, all_records = self.workbench.curation.counts()
        told = say(
            "Knowledge release {release} ({digest}): {n} of {all} records approved locally",
            release=content.version,
            digest=content.digest[:12],
            n=approved,
            all=all_records,
        )
        newer = newer_shipped(content)
        if not newer:
            return told
        older = say("older than {version}, which the program ships", version=newer)
        return f"{told}; {older}"

    def sites_of(self, trial: str) -> tuple[Site, ...]:
        """Give a trial's sites, those of the hospital's own list first."""
        record = self.workbench.catalog.content.trials.get(trial)
        return in_order(record.sites, self._places) if record else ()

    def eligibility_of(self, trial: str) -> Eligibility:
        """Give a trial's eligibility text, whole, and what is proposed from it."""
        content = self.workbench.catalog.content
        record = content.trials.get(trial)
        return eligibility_of(record, content.diseases) if record else Eligibility("", ())

    @cached_property
    def _places(self) -> tuple[str, ...]:
        """Read the hospital's list once; one that cannot be read is told, and the usual used."""
        try:
            return own_list()
        except UserError as refusal:
            self.refused.emit(refusal.sentence)
            return NORDIC_FIRST

    def found_by(self, option: Option, text: str) -> bool:
        """Tell whether a text finds an option, its drugs by any of their names."""
        return matches_text(option, text, self.workbench.catalog.content.drugs)

    def unlisted(self, text: str) -> tuple[Unlisted, ...]:
        """Find records that are no option of the open case, with what fails."""
        view = self.view
        if view is None or view.evaluation is None:
            return ()
        return unlisted(view.case, view.evaluation, self.workbench.catalog, text)

    # The list of cases.

    def refresh_cases(self) -> None:
        """Read the list again and tell it."""
        self.cases = tuple(self._line(one) for one in self.workbench.list_cases())
        self.cases_changed.emit(self.cases)

    def open_case(self, case_id: str) -> None:
        """Open a case and tell it to the pages."""
        self.case_id = case_id
        self.guard(lambda: self._show(self.workbench.get(case_id)))

    def reopen(self) -> None:
        """Tell the open case anew, if one is open."""
        if self.case_id is not None:
            self.open_case(self.case_id)

    def close_case(self) -> None:
        """Have no case open."""
        self.case_id = None
        self.view = None

    def set_person(self, person: Person | None) -> None:
        """Say who works here now; what this person may do changes with it."""
        self.person = person
        self.reopen()

    # Short deeds, done at once.

    def save_case(self, texts: CaseTexts) -> None:
        """Store the form: a new case or a change; a fault is told at its field."""
        try:
            case = case_of(texts, self.workbench.catalog, date.today())
        except FieldFault as fault:
            self.field_refused.emit(fault.field, fault.sentence)
            return
        self.field_refused.emit("", "")
        self._do(lambda by: self._store(case, by))

    def _store(self, case: Case, by: Person) -> OpenCase:
        if self.case_id is None:
            opened = self.workbench.create_case(case, by)
        else:
            kept = self.view.variant_file if self.view else None
            changed = replace(case, variant_file=kept)
            opened = self.workbench.update_case(changed, by, seen=self._version)
        self.case_id = case.id
        return self.workbench.evaluate(case.id, by, seen=opened.version)

    def decide_tier(self, finding: str, tier: str, reason: str) -> None:
        """Accept a suggested tier or override it with a reason."""
        self._do(
            lambda by: self.workbench.decide_tier(
                self._id, finding, Tier(tier), by, reason=reason, seen=self._version
            )
        )

    def choose_option(self, option_id: str, note: str, taken: bool) -> None:
        """Take an option to the board with a note (which may be empty), or take it back."""
        self._do(
            lambda by: self.workbench.choose_option(
                self._id, option_id, by, taken=taken, note=note, seen=self._version
            )
        )

    def acknowledge_rejections(self) -> None:
        """Note that the user saw that lines of the file were rejected."""
        self._do(lambda by: self.workbench.acknowledge_rejections(self._id, by, seen=self._version))

    def recommend(self, text: str) -> None:
        """Store the board's recommendation."""
        self._do(lambda by: self.workbench.recommend(self._id, text, by, seen=self._version))

    def mark_ready(self) -> None:
        """Mark the case ready for the board."""
        self._do(lambda by: self.workbench.mark_ready(self._id, by, seen=self._version))

    def evaluate(self) -> None:
        """Evaluate the case anew with the present knowledge."""
        self._do(lambda by: self.workbench.evaluate(self._id, by, seen=self._version))

    # Long deeds, done beside the window.

    def import_variants(self, path: Path) -> None:
        """Read a variant file into the case, with progress and a way to stop."""
        seen = (self._id, self._version)
        self._run(lambda by, progress: self._import(seen, path, by, progress))

    def confirm_samples(
        self, path: Path | None, roles: Mapping[str, SampleRole], assembly: Assembly | None
    ) -> None:
        """Confirm the samples' roles; when they or the build change, read ``path`` again."""
        if path is None:
            self._do(lambda by: self.workbench.confirm_samples(self._id, by, seen=self._version))
        else:
            seen = (self._id, self._version)
            self._run(
                lambda by, progress: self._import(
                    seen, path, by, progress, roles=roles, assembly=assembly
                )
            )

    def _import(
        self, seen: tuple[str, int], path: Path, by: Person, progress: Progress, **choices: Any
    ) -> OpenCase:
        """Read into the case the user looked at when asking, whichever is open meanwhile."""
        case_id, version = seen
        opened = self.workbench.import_variants(
            case_id, path, by, progress=progress, seen=version, **choices
        )
        return self.workbench.evaluate(case_id, by, seen=opened.version)

    def preview(self, path: Path) -> None:
        """Write the unsigned PDF."""
        case_id = self._id
        self._run(lambda _by, _progress: self._write_preview(case_id, path), needs_person=False)

    def _write_preview(self, case_id: str, path: Path) -> str:
        from reports.render import render_pdf

        path.write_bytes(render_pdf(self.workbench.freeze(case_id), language=language()))
        return say("The preview was written; it is not signed.")

    def sign(self, identity: Path, passphrase: str, meaning: str, output: Path) -> None:
        """Render, sign, store the PDF and record the sign-off."""
        case_id = self._id
        self._run(
            lambda by, _progress: self._sign(case_id, identity, passphrase, meaning, output, by)
        )

    def _sign(
        self,
        case_id: str,
        identity: Path,
        passphrase: str,
        meaning: str,
        output: Path,
        by: Person,
    ) -> OpenCase:
        from reports.sign_off import sign_off

        return sign_off(
            self.workbench,
            case_id,
            by,
            identity=identity,
            passphrase=passphrase,
            meaning=meaning,
            output=output,
            language=language(),
        )

    def wait(self) -> None:
        """Wait until nothing runs any more."""
        self._pool.waitForDone()

    # Ways of doing.

    @property
    def _id(self) -> str:
        assert self.case_id is not None, "a page acted without a case"
        return self.case_id

    def guard(self, deed: Callable[[], object]) -> bool:
        """Do something; a refusal is told. Tells whether it was done."""
        try:
            deed()
        except UserError as refusal:
            self.refused.emit(refusal.sentence)
            return False
        return True

    def somebody(self) -> Person | None:
        """Give who works here; that nobody does is told."""
        if self.person is None:
            self.refused.emit(say("Say who you are first: name and role, at the lower left."))
        return self.person

    def _do(self, deed: Callable[[Person], OpenCase]) -> None:
        by = self.somebody()
        if by is not None and self.guard(lambda: self._show(deed(by))):
            self.refresh_cases()

    def _run(
        self, work: Callable[[Person, Progress], object], *, needs_person: bool = True
    ) -> None:
        by = self.somebody() if needs_person else self.person
        if needs_person and by is None:
            return
        task = Task(lambda progress: work(by, progress), self)  # type: ignore[arg-type]
        task.finished.connect(self._finished)
        task.refused.connect(self.refused)
        task.cancelled.connect(lambda: self.told.emit(say("Stopped; nothing was stored.")))
        self._task = task
        self.task_started.emit(task)
        task.start(self._pool)

    def _finished(self, result: object) -> None:
        if isinstance(result, OpenCase):
            # Another case may be open by now: what is shown must be what is changed next.
            if result.case.id == self.case_id:
                self._show(result)
            self.refresh_cases()
        else:
            self.told.emit(str(result))

    # From what is stored to what is shown.

    def _line(self, one: CaseSummary) -> CaseLine:
        disease = _disease_name(self.diseases, one.disease)
        return CaseLine(one.id, f"{one.id}  {one.pseudonym}", f"{disease} · {say(str(one.state))}")

    def _show(self, opened: OpenCase) -> None:
        self._version = opened.version
        self.view = self._view(opened)
        self.case_changed.emit(self.view)

    def _view(self, opened: OpenCase) -> CaseView:
        case, recommendation = opened.case, opened.recommendation
        open_for_change = not opened.signed
        return CaseView(
            case=case,
            title=f"{case.id}  {case.patient.pseudonym}",
            subtitle=_subtitle(case, self.diseases),
            state=say(str(opened.state)),
            notices=_notices(opened),
            variant_file=opened.variant_file,
            findings=finding_views(opened.evaluation, opened.variant_file, opened.decisions),
            evaluation=opened.evaluation,
            acknowledged=opened.acknowledgement is not None,
            recommendation=recommendation.text if recommendation else "",
            recommendation_current=opened.recommendation_current,
            choices=taken_options(opened.choices),
            people=opened.people,
            obstacles=self._obstacles(opened),
            may_be_marked_ready=opened.state is CaseState.DRAFT
            and self.person is not None
            and not self.workbench.obstacles_to_ready(case.id, self.person),
            sign_off=opened.sign_off,
            history=tuple(
                (_when(one.at), f"{one.by.name}, {say(str(one.by.role))}", one.what)
                for one in reversed(opened.history)
            ),
            editable=open_for_change,
        )

    def _obstacles(self, opened: OpenCase) -> tuple[str, ...]:
        if opened.signed:
            return ()
        if self.person is None:
            return (say("Say who you are first: name and role, at the lower left."),)
        return self.workbench.check_can_sign(opened.case.id, self.person)


def _notices(opened: OpenCase) -> tuple[str, ...]:
    notices = []
    present = opened.present_import
    if present is not None and present.roles_confirmed_by is None:
        notices.append(
            say("Nobody has confirmed which sample is the tumour: see Variants, Samples.")
        )
    if opened.variant_file is not None and opened.variant_file.assembly is None:
        notices.append(
            say("The genome build is not known: {why}", why=opened.variant_file.assembly_reason)
        )
    if opened.evaluation is not None and not opened.evaluation_current and not opened.signed:
        notices.append(say("The case changed after it was evaluated: save it to evaluate anew."))
    if opened.recommendation is not None and not opened.recommendation_current:
        notices.append(
            say("The case or its conclusions changed after the recommendation: confirm it.")
        )
    return tuple(notices)


def _subtitle(case: Case, diseases: Mapping[str, Disease]) -> str:
    patient = case.patient
    age = say("{n} years", n=patient.age_years) if patient.age_years is not None else ""
    sex = say(str(patient.sex)) if str(patient.sex) != "unknown" else ""
    parts = (_disease_name(diseases, case.disease), say(str(case.setting)), age, sex)
    line = "  ·  ".join(part for part in parts if part)
    return f"{line}\n{case.question}" if case.question else line


def _disease_name(diseases: Mapping[str, Disease], code: str) -> str:
    disease = diseases.get(code)
    if disease is None:
        return code
    return disease.name_da if language() == "da" and disease.name_da else disease.name


def _when(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M %Z")
