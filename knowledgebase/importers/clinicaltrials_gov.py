"""ClinicalTrials.gov API v2 (JSON, public domain) → draft trials.

Only structured fields of the registry become structured here: phases, status, sites, arms, ages,
sex, dates. The eligibility text is stored whole and nothing is read out of it.
Fields: https://clinicaltrials.gov/data-api/about-api/study-data-structure
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from knowledgebase.importers.conditions import ConditionNames
from knowledgebase.importers.draft import (
    Draft,
    Import,
    ImportFault,
    Row,
    Skip,
    clean,
    one_line,
    shown,
    standing,
)
from knowledgebase.importers.tables import decoded, read_bytes
from knowledgebase.records import Content, Recruitment

_PHASES = {
    "EARLY_PHASE1": "early 1",
    "PHASE1": "1",
    "PHASE2": "2",
    "PHASE3": "3",
    "PHASE4": "4",
}
_UNITS = {"year": "a", "month": "mo", "week": "wk", "day": "d"}
_AGE = re.compile(r"([0-9]{1,3}) (Year|Month|Week|Day)s?", re.IGNORECASE)
_NCT = re.compile(r"NCT[0-9]{8}")
_UNREADABLE = "a field has another form than the registry documents"


def read_answer(path: Path) -> list[Any]:
    """Read a file with an answer of the API: one study, a page of studies, or a list of them."""
    return studies_of(decoded(read_bytes(path), str(path)), str(path))


def studies_of(text: str, name: str) -> list[Any]:
    """Give the studies of an answer. Raises :class:`ImportFault` when it is none."""
    try:
        data = json.loads(text)
    except RecursionError:
        raise ImportFault(f"{name}: the JSON is nested too deeply; this is no study") from None
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise ImportFault(f"{name}:{line}: this is no JSON; fetch the answer again") from None
    if isinstance(data, dict) and isinstance(data.get("studies"), list):
        return list(data["studies"])
    if isinstance(data, dict) and "protocolSection" in data:
        return [data]
    if isinstance(data, list):
        return data
    raise ImportFault(
        f"{name}: this is no answer of ClinicalTrials.gov's API version 2; it has neither "
        "protocolSection nor studies"
    )


def import_studies(studies: Iterable[Any], source: str, content: Content, on: date) -> Import:
    """Turn studies into draft trials over ``content``; every study ends in the account."""
    conditions = ConditionNames.of(content)
    drafts: list[Draft] = []
    rows: list[Row] = []
    seen: set[str] = set()
    for number, study in enumerate(studies, start=1):
        name = f"study {number}"
        try:
            name = _number(study)
            if name in seen:
                raise Skip("the study stands twice in the input")
            seen.add(name)
            draft, notes = _draft(study, name, conditions, on)
        except Skip as skip:
            rows.append(Row(number, name, reason=skip.reason, detail=skip.detail))
        else:
            drafts.append(draft)
            rows.append(Row(number, name, record=draft.path, notes=notes))
    return Import(source, tuple(drafts), tuple(rows))


def _number(study: Any) -> str:
    number = _text(study, "protocolSection.identificationModule.nctId")
    if not _NCT.fullmatch(number):
        raise Skip("the study has no NCT number", number)
    return number


def _draft(
    study: Any, number: str, names: ConditionNames, on: date
) -> tuple[Draft, tuple[str, ...]]:
    protocol = _at(study, "protocolSection")
    kind = _text(protocol, "designModule.studyType")
    if kind not in ("INTERVENTIONAL", "EXPANDED_ACCESS"):
        raise Skip("an observational study offers no treatment", kind or "type not stated")
    conditions = tuple(dict.fromkeys(_texts(protocol, "conditionsModule.conditions")))
    sorted_out = names.sorted(conditions)
    if sorted_out is None:
        raise Skip("no condition is a cancer of the blood", "; ".join(conditions))
    title = _line(protocol, "identificationModule.briefTitle")
    age, notes = _age(protocol)
    updated = _line(protocol, "statusModule.lastUpdatePostDateStruct.date")
    verified = _line(protocol, "statusModule.statusVerifiedDate")
    notes += tuple(f"condition without a code: {one}" for one in sorted_out.open)
    data: dict[str, Any] = {
        "id": number,
        "title": title,
        "official_title": _line(protocol, "identificationModule.officialTitle") or None,
        "phases": _phases(protocol),
        "recruitment": _recruitment(_line(protocol, "statusModule.overallStatus")),
        "sponsor": _line(protocol, "sponsorCollaboratorsModule.leadSponsor.name"),
        "conditions": list(conditions),
        "conditions_open": list(sorted_out.open) or None,
        "diseases": list(sorted_out.codes),
        "interventions": _interventions(protocol),
        "age": age,
        "sex": _line(protocol, "eligibilityModule.sex").lower() or "all",
        "structured": "none",
        "cohorts": _cohorts(protocol),
        "sites": _sites(protocol),
        "contacts": _contacts(protocol),
        "starts": _line(protocol, "statusModule.startDateStruct.date") or None,
        "completes": _line(protocol, "statusModule.completionDateStruct.date") or None,
        "registry_updated": updated or None,
        "registry_verified": verified or None,
        "eligibility": clean(_text(protocol, "eligibilityModule.eligibilityCriteria")),
        "sources": [{"kind": "nct", "id": number, "title": title}],
        **standing(
            on,
            f"Imported from ClinicalTrials.gov, the entry of {updated or 'unknown date'}. Disease "
            "codes follow from its conditions by a table of names. Not compared: the eligibility "
            "text, of which nothing is structured, the protocol, and which cohorts are open.",
        ),
    }
    return Draft("trials", number, data), notes


def _phases(protocol: Any) -> list[str]:
    stated = _texts(protocol, "designModule.phases")
    unknown = [phase for phase in stated if phase not in _PHASES and phase != "NA"]
    if unknown:
        raise Skip("the phase is none the registry documents", unknown[0])
    return [_PHASES[phase] for phase in stated if phase in _PHASES]


def _recruitment(word: str) -> str:
    if word not in Recruitment.__members__:
        raise Skip("the status is none the registry documents", word or "none")
    return Recruitment[word].value


def _age(protocol: Any) -> tuple[dict[str, str] | None, tuple[str, ...]]:
    """Give the bounds in one unit; a bound that cannot be said in it is told in a note."""
    least = _AGE.fullmatch(_text(protocol, "eligibilityModule.minimumAge"))
    most = _AGE.fullmatch(_text(protocol, "eligibilityModule.maximumAge"))
    units = {_UNITS[found[2].lower()] for found in (least, most) if found}
    notes = tuple(
        f"age not structured: {said}"
        for said, found in (
            (_text(protocol, "eligibilityModule.minimumAge"), least),
            (_text(protocol, "eligibilityModule.maximumAge"), most),
        )
        if said and said != "N/A" and not found
    )
    if len(units) > 1 and units != {"a", "mo"}:
        stated = " to ".join(found[0] for found in (least, most) if found)
        return None, (*notes, f"age not structured: {stated}")
    if not units:
        return None, notes
    unit = "mo" if "mo" in units else "a" if "a" in units else units.pop()
    age: dict[str, str] = {}
    if least:
        age["at_least"] = str(_in(unit, least))
    if most:  # "75 Years" lasts until the next birthday
        whole = 12 if (unit, most[2].lower()) == ("mo", "year") else 1
        age["below"] = str(_in(unit, most) + whole)
    return age | {"unit": unit}, notes


def _in(unit: str, found: re.Match[str]) -> int:
    years = found[2].lower() == "year" and unit == "mo"
    return int(found[1]) * (12 if years else 1)


def _interventions(protocol: Any) -> list[dict[str, str]]:
    listed = _mappings(protocol, "armsInterventionsModule.interventions")
    return [
        {"kind": _line(one, "type").lower().replace("_", " "), "name": _line(one, "name")}
        for one in listed
        if _line(one, "name")
    ]


def _cohorts(protocol: Any) -> list[dict[str, Any]]:
    arms = _mappings(protocol, "armsInterventionsModule.armGroups")
    return [
        {
            "id": f"arm-{at}",
            "title": _line(arm, "label") or f"Arm {at}",
            "kind": _line(arm, "type").lower().replace("_", " "),
            "status": "unknown",
            "interventions": list(dict.fromkeys(map(one_line, _texts(arm, "interventionNames")))),
            "description": clean(_text(arm, "description")),
        }
        for at, arm in enumerate(arms, start=1)
    ]


def _sites(protocol: Any) -> list[dict[str, str]]:
    sites = _mappings(protocol, "contactsLocationsModule.locations")
    return [
        {
            "facility": _line(site, "facility"),
            "city": _line(site, "city"),
            "country": _line(site, "country"),
            "status": _recruitment(_text(site, "status") or "UNKNOWN"),
        }
        for site in sites
    ]


def _contacts(protocol: Any) -> list[dict[str, str]]:
    found = []
    for one in _mappings(protocol, "contactsLocationsModule.centralContacts"):
        extension = _line(one, "phoneExt")
        phone = _line(one, "phone") + (f" ext. {extension}" if extension else "")
        role = _line(one, "role").lower().replace("_", " ")
        contact = {"name": _line(one, "name"), "role": role, "phone": phone}
        found.append(contact | {"email": _line(one, "email")})
    for one in _mappings(protocol, "contactsLocationsModule.overallOfficials"):
        role = _line(one, "role").lower().replace("_", " ")
        where = _line(one, "affiliation")
        said = ", ".join(part for part in (role, where) if part)
        found.append({"name": _line(one, "name"), "role": said})
    return [{key: value for key, value in one.items() if value} for one in found]


def _at(data: Any, path: str) -> Any:
    """Follow dots through mappings; ``None`` where a step is absent."""
    for step in path.split("."):
        if data is None:
            return None
        if not isinstance(data, Mapping):
            raise Skip(_UNREADABLE, path)
        data = data.get(step)
    return data


def _text(data: Any, path: str) -> str:
    value = _at(data, path)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Skip(_UNREADABLE, path)
    return value.strip()


def _line(data: Any, path: str) -> str:
    return one_line(_text(data, path))


def _list(data: Any, path: str) -> Sequence[Any]:
    value = _at(data, path)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Skip(_UNREADABLE, path)
    return value


def _texts(data: Any, path: str) -> list[str]:
    values = _list(data, path)
    if not all(isinstance(value, str) for value in values):
        raise Skip(_UNREADABLE, shown(path))
    return [one_line(value) for value in values if value.strip()]


def _mappings(data: Any, path: str) -> Sequence[Mapping[str, Any]]:
    values = _list(data, path)
    if not all(isinstance(value, Mapping) for value in values):
        raise Skip(_UNREADABLE, shown(path))
    return values
