"""The columns beside the records, compared with the records and with what the log's lines tell.

No digest covers them. What neither a record nor a line tells (whether the roles were chosen at
an import by the one who imported, or confirmed by nobody) cannot be compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from tumorboard.domain.board import CaseState
from tumorboard.domain.case import Case
from tumorboard.errors import StorageError
from tumorboard.storage.audit_words import (
    CHANGED,
    CONFIRMED,
    CREATED,
    IMPORTED,
    READY,
    SIGNED,
    WITHDRAWN,
    choice_in_words,
)
from tumorboard.storage.freezing import thaw
from tumorboard.storage.tables import (
    cases,
    evaluations,
    option_choices,
    recommendations,
    variant_files,
)

_Lines = Sequence[Row[Any]]


def strange_columns(connection: Connection, lines: Iterable[Row[Any]]) -> list[str]:
    """Say in sentences which columns are not what records and lines tell."""
    of_case: dict[str, list[Row[Any]]] = defaultdict(list)
    for line in lines:
        of_case[line.entity].append(line)
    wanted = [column for column in variant_files.c if column.name != "content"]
    files: dict[str, list[Row[Any]]] = defaultdict(list)
    for file in connection.execute(select(*wanted).order_by(variant_files.c.audit)):
        files[file.case_id].append(file)
    problems = []
    for case in connection.execute(select(cases).order_by(cases.c.id)):
        mine = of_case[case.id]
        problems += _case_columns(case)
        problems += _flow_columns(connection, case, mine)
        problems += _file_columns(case.id, files[case.id], mine)
        problems += _choice_columns(connection, case.id, mine)
    return problems


def _case_columns(row: Row[Any]) -> list[str]:
    try:
        case = thaw(Case, row.content)
    except StorageError:
        return []  # the record's digest tells it already
    told = {
        "id": case.id,
        "pseudonym": case.patient.pseudonym,
        "disease": case.disease,
        "setting": case.setting.value,
    }
    return [
        f"The {name} listed for the case {row.id} is not the one of its record."
        for name, value in told.items()
        if getattr(row, name) != value
    ]


def _flow_columns(connection: Connection, case: Row[Any], lines: _Lines) -> list[str]:
    problems = []
    state = _state(lines)
    if case.state != state:
        problems.append(f"The case {case.id} stands as {case.state}; the log makes it {state}.")
    # a file that came with a new case has a line, but is no version of its own
    together = len(lines) - case.version
    came_along = len(lines) > 1 and lines[1].what.startswith(IMPORTED)
    if together not in ((0, 1) if came_along else (0,)):
        problems.append(f"The version of the case {case.id} is not the one the log tells.")
        return problems
    changes = [line.seq for line in lines if _changes_facts(line)][together:]
    if case.facts_version != 1 + len(changes):
        problems.append(f"The count of changes of the case {case.id} is not the log's.")
    for table in (evaluations, recommendations):
        mine = select(table.c.audit, table.c.facts_version).where(table.c.case_id == case.id)
        problems += [
            f"A record in {table.name} (line {row.audit}) claims to rest on other facts of the "
            f"case {case.id} than the log tells."
            for row in connection.execute(mine)
            if row.facts_version != 1 + sum(seq < row.audit for seq in changes)
        ]
    return problems


def _choice_columns(connection: Connection, case_id: str, lines: _Lines) -> list[str]:
    told = {line.seq: line.what for line in lines}
    either = (True, False)
    choices = select(option_choices.c.audit, option_choices.c.option)
    return [
        f"The option of a choice for the case {case_id} (line {row.audit}) is not the one the log "
        "tells."
        for row in connection.execute(choices.where(option_choices.c.case_id == case_id))
        if told.get(row.audit) not in [choice_in_words(row.option, taken=one) for one in either]
    ]


def _changes_facts(line: Row[Any]) -> bool:
    return bool(line.what == CHANGED or line.what.startswith(IMPORTED))


def _state(lines: _Lines) -> str:
    state = CaseState.DRAFT
    for line in lines:
        if line.what == READY:
            state = CaseState.READY
        elif line.what.startswith(SIGNED):
            state = CaseState.SIGNED
        elif line.what == CREATED or _changes_facts(line) or line.what.endswith(WITHDRAWN):
            state = CaseState.DRAFT
    return state.value


def _file_columns(case_id: str, files: Sequence[Row[Any]], lines: _Lines) -> list[str]:
    problems = []
    imports = {line.seq: line for line in lines if line.what.startswith(IMPORTED)}
    current = [file.audit for file in files if file.is_current]
    if current != [max(imports)] if imports else current:
        problems.append(f"The present variant file of the case {case_id} is not the last imported.")
    for number, file in enumerate(files):
        line = imports.get(file.audit)
        if line is None or line.what != f"{IMPORTED}{file.sha256}":
            problems.append(f"A variant file of the case {case_id} is not what its line tells.")
            continue
        end = files[number + 1].audit if number + 1 < len(files) else lines[-1].seq + 1
        words = [w for w in lines if w.what == CONFIRMED and file.audit < w.seq < end]
        by = (file.confirmed_name, file.confirmed_role)
        last = words[-1] if words else line
        if by != (last.by_name, last.by_role) and (words or by != (None, None)):
            problems.append(
                f"Who confirmed the samples of the case {case_id} is not who the log tells."
            )
    return problems
