"""A study as ClinicalTrials.gov's API version 2 gives it → what is compared of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from knowledgebase.importers.draft import Skip, shown
from knowledgebase.records.trial import Recruitment
from knowledgebase.snapshots.snapshot import Listed, Place

NUMBER = re.compile(r"NCT[0-9]{8}")
_PHASES = {"EARLY_PHASE1": "early 1"} | {f"PHASE{n}": str(n) for n in range(1, 5)}
_UNREADABLE = "a field has another form than the registry documents"


def study_listed(study: Any) -> Listed:
    """Read one study. Raises :class:`Skip` for one that cannot be compared."""
    protocol = _part(_mapping(study), "protocolSection")
    identification, status = (
        _part(protocol, "identificationModule"),
        _part(protocol, "statusModule"),
    )
    number = _text(identification, "nctId")
    if not NUMBER.fullmatch(number):
        raise Skip("the study has no NCT number")
    sites: dict[Place, tuple[Recruitment, ...]] = {}
    for site in _list(_part(protocol, "contactsLocationsModule"), "locations"):
        one = _mapping(site)
        place = (
            shown(_text(one, "country")),
            shown(_text(one, "city")),
            shown(_text(one, "facility"), 300),
        )
        sites[place] = (*sites.get(place, ()), status_of(_text(one, "status") or "UNKNOWN"))
    phases = _list(_part(protocol, "designModule"), "phases")
    if not all(isinstance(phase, str) for phase in phases):
        raise Skip(_UNREADABLE)
    return Listed(
        number,
        shown(_text(identification, "briefTitle"), 300),
        phases_of(phases),
        status_of(_text(status, "overallStatus")),
        shown(_text(_part(status, "lastUpdatePostDateStruct"), "date"), 10),
        frozenset(place[0] for place in sites if place[0]),
        sites,
    )


def phases_of(stated: Iterable[str]) -> tuple[str, ...]:
    """Give the phases as a trial record writes them; none for "not applicable"."""
    words = [phase.strip() for phase in stated if phase.strip() != "NA"]
    if any(word not in _PHASES for word in words):
        raise Skip("the phase is none the registry documents")
    return tuple(_PHASES[word] for word in words)


def status_of(word: str) -> Recruitment:
    """Give the registry's status of a trial or a site."""
    if word not in Recruitment.__members__:
        raise Skip("the status is none the registry documents")
    return Recruitment[word]


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Skip(_UNREADABLE)
    return value


def _part(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return {} if value is None else _mapping(value)


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if value is not None and not isinstance(value, str):
        raise Skip(_UNREADABLE)
    return (value or "").strip()


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    value = data.get(key)
    if value is not None and not isinstance(value, list):
        raise Skip(_UNREADABLE)
    return value or []
