"""``tumorboard kb approve|withdraw|approvals``: local approval of records, headless."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from ui.commands.terminal import harmless

if TYPE_CHECKING:
    from tumorboard.domain.approval import ApprovalAct, RecordVersion
    from tumorboard.domain.person import Person
    from tumorboard.services.curation import Curation, Name, Outcome

DONE, LEFT_OUT = 0, 1


def approve(arguments: argparse.Namespace) -> int:
    """Approve records by id, or all about a disease; 1 when some were left out."""
    from tumorboard.domain.approval import Reservation

    curation = _curation(arguments)
    chosen = (
        (Reservation.UNVERIFIED, arguments.even_unverified),
        (Reservation.EXPIRED, arguments.even_expired),
    )
    outcome = curation.approve(
        _named(arguments, curation),
        _person(arguments),
        arguments.reason,
        despite=tuple(one for one, wanted in chosen if wanted),
    )
    return _told(outcome, "approved")


def withdraw(arguments: argparse.Namespace) -> int:
    """Take approvals back; 1 when some were left out."""
    curation = _curation(arguments)
    names = _named(arguments, curation)
    return _told(curation.withdraw(names, _person(arguments), arguments.reason), "withdrawn")


def approvals(arguments: argparse.Namespace) -> int:
    """Print where every record that anybody acted on stands, or the history of one."""
    curation = _curation(arguments)
    if arguments.id:
        for act, version in curation.history(curation.find(arguments.id)):
            _print(_deed(act, version), arguments.json)
        return DONE
    known = curation.approvals()
    for line in curation.lines():
        approval = line.approval
        if approval.by is not None and approval.at is not None:
            told = {
                "record": "/".join(line.name),
                "digest": line.digest,
                "state": approval.state.value,
                "by": approval.by.name,
                "role": approval.by.role.value,
                "at": approval.at.isoformat(),
                "reason": approval.reason,
                "despite": list(known.history(*line.name)[-1][1].despite),
            }
            _print(told, arguments.json)
    return DONE


def _deed(act: ApprovalAct, version: RecordVersion) -> dict[str, Any]:
    return {
        "record": f"{version.kind}/{version.id}",
        "digest": version.digest,
        "state": act.deed.value,
        "by": act.by.name,
        "role": act.by.role.value,
        "at": act.at.isoformat(),
        "reason": act.reason,
        "despite": list(version.despite),
    }


def _print(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(told))
        return
    despite = f" although {' and '.join(told['despite'])}" if told["despite"] else ""
    line = "{record} ({digest:.12}): {state}{despite}, {by}, {role}, {at}: {reason}"
    # A name stored long ago may hold a line break: one record is one line.
    words = {key: " ".join(str(value).split()) for key, value in told.items()}
    print(harmless(line.format(**words | {"despite": despite})))


def _told(outcome: Outcome, word: str) -> int:
    for name in outcome.done:
        print(f"{'/'.join(name)}: {word}")
    for name, why in outcome.left_out:
        print(f"{'/'.join(name)}: left out, {why}")
    print(f"{len(outcome.done)} {word}, {len(outcome.left_out)} left out")
    return LEFT_OUT if outcome.left_out else DONE


def _curation(arguments: argparse.Namespace) -> Curation:
    from knowledgebase.catalog import Catalog, load_content
    from tumorboard.services.workbench import Workbench
    from tumorboard.storage.database import open_database

    database = open_database(arguments.database, create=False)
    return Workbench(database, Catalog(load_content())).curation


def _named(arguments: argparse.Namespace, curation: Curation) -> list[Name]:
    from tumorboard.errors import BoardError

    names = [curation.find(text) for text in arguments.id]
    disease = getattr(arguments, "all_in", None)
    if disease:
        names += curation.about_disease(curation.catalog.find_disease(disease).code)
    if not names:
        raise BoardError("Name at least one record, or --all-in DISEASE.")
    return names


def _person(arguments: argparse.Namespace) -> Person:
    from tumorboard.domain.person import Person, Role
    from tumorboard.errors import BoardError

    try:
        return Person(arguments.by.strip(), Role(arguments.role))
    except ValueError:
        roles = ", ".join(Role)
        raise BoardError(f"There is no role {arguments.role!r}; choose one of {roles}.") from None
