"""Which cases another release of the knowledge could touch: evaluated under both, and compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledgebase.catalog import Catalog
from knowledgebase.errors import UserError
from knowledgebase.releases.differences import differences
from tumorboard.domain.board import CaseState
from tumorboard.domain.case import Case
from tumorboard.domain.conclusion import CaseEvaluation, same_conclusions
from tumorboard.interpretation.evaluate import evaluate_case
from tumorboard.interpretation.facts import gather_facts
from tumorboard.services.case_file import read_case_file


@dataclass(frozen=True, slots=True)
class Touched:
    """One case: ``differs`` when an evaluation today concludes something else under the new
    release. ``records`` are the changed assertions that its facts reach.
    """

    case: str
    differs: bool
    records: tuple[str, ...]
    sentence: str


def cases_touched(
    cases: Iterable[Case], old: Catalog, new: Catalog, on: date | None = None
) -> tuple[Touched, ...]:
    """Give the cases whose conclusions differ, or could once more is known, on one day (today)."""
    changed = differences(old.content, new.content).assertions
    day = on or date.today()
    judged = (_judged(case, old, new, changed, day) for case in cases)
    return tuple(one for one in judged if one is not None)


def _judged(
    case: Case, old: Catalog, new: Catalog, changed: frozenset[str], day: date
) -> Touched | None:
    try:
        before, after = evaluate_case(case, old, day), evaluate_case(case, new, day)
    except UserError as error:
        return Touched(case.id, True, (), f"cannot be compared: {error.sentence}")
    reached = _reached(case, before, old) | _reached(case, after, new)
    records = tuple(sorted(reached & changed))
    if not same_conclusions(before, after):
        by = f" ({', '.join(records)})" if records else ""
        return Touched(case.id, True, records, f"concludes otherwise under the new release{by}")
    if not records:
        return None
    said = f"concludes the same today, but its facts reach {', '.join(records)}"
    return Touched(case.id, False, records, said)


def _reached(case: Case, evaluation: CaseEvaluation, catalog: Catalog) -> set[str]:
    facts = gather_facts(case, evaluation.findings, catalog.content).facts
    return {assertion.id for assertion in catalog.touching(facts)}


def open_cases(place: str | Path | None) -> list[Case]:
    """Give the cases of a database that are not signed yet."""
    from tumorboard.storage.cases import CaseStore
    from tumorboard.storage.database import open_database

    with open_database(place, create=False) as database:
        store = CaseStore(database)
        unsigned = (one for one in store.list() if one.state is not CaseState.SIGNED)
        return [store.get(one.id).case for one in unsigned]


def read_case(path: Path, catalog: Catalog) -> Case:
    """Read one case file."""
    return read_case_file(path, catalog)
