"""A trial in MatchMiner's CTML (YAML) → a draft trial with cohorts and their criteria.

Steps, arms and dose levels become cohorts, one for each innermost level. What a step or an arm
asks holds for every level within it. A criterion no fact can ask stays in words and is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from knowledgebase.errors import KnowledgeError
from knowledgebase.files.strict_yaml import LARGEST_FILE, Mapping, Node, Sequence, read_yaml
from knowledgebase.importers.ctml_match import Data, MatchTrees
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
from knowledgebase.importers.tables import read_bytes
from knowledgebase.records import Content

_NCT = re.compile(r"NCT[0-9]{8}")
_OWN = re.compile(r"[^A-Za-z0-9.+-]+")
_ROMAN = {"0": "early 1", "I": "1", "II": "2", "III": "3", "IV": "4"}
_STATUS = {
    "open to accrual": "recruiting",
    "recruiting": "recruiting",
    "not yet recruiting": "not yet recruiting",
    "enrolling by invitation": "enrolling by invitation",
    "active, not recruiting": "active, not recruiting",
    "suspended": "suspended",
    "terminated": "terminated",
    "completed": "completed",
    "withdrawn": "withdrawn",
    "unknown status": "unknown",
}
_CLOSED = ("closed to accrual", "terminated", "completed", "withdrawn", "active, not recruiting")


def import_ctml(path: Path, content: Content, on: date) -> Import:
    """Read one CTML file into a draft trial over ``content``.

    Raises :class:`ImportFault` when the file is no CTML at all; one trial is one row.
    """
    data = _read(path)
    trees = MatchTrees(content)
    try:
        draft, notes = _draft(data, trees, on)
    except Skip as skip:
        row = Row(1, shown(path.name, 60), reason=skip.reason, detail=skip.detail)
        return Import(f"CTML file {path.name}", (), (row,))
    row = Row(1, draft.name, record=draft.path, notes=notes)
    return Import(f"CTML file {path.name}", (draft,), (row,), trees.drafts)


def _read(path: Path) -> Data:
    try:
        data = _as_data(read_yaml(read_bytes(path, LARGEST_FILE), str(path)))
    except ImportFault:
        raise
    except KnowledgeError as error:
        raise ImportFault(error.sentence) from None
    if not isinstance(data, dict) or not {"treatment_list", "protocol_no"} & set(data):
        raise ImportFault(f"{path}: this is no CTML; it has neither treatment_list nor protocol_no")
    return data


def _as_data(node: Node) -> Any:
    if isinstance(node, Mapping):
        return {key.text: _as_data(value) for key, value in node.pairs}
    if isinstance(node, Sequence):
        return [_as_data(item) for item in node.items]
    return node.text.strip()


def _draft(data: Data, trees: MatchTrees, on: date) -> tuple[Draft, tuple[str, ...]]:
    number, notes = _number(data)
    status = _text(data, "status").casefold()
    if status and status not in _STATUS:
        notes.append(f'status "{shown(status, 40)}" has no word of the registry; kept as unknown')
    criteria = trees.rule(data.get("match", []))
    cohorts = list(_cohorts(data, trees, status))
    phases, unsaid = _phases(_text(data, "phase"))
    notes += unsaid
    notes += [f"in words: {one}" for one in trees.in_words]
    stated = criteria is not None or any("criteria" in cohort for cohort in cohorts)
    title = _text(data, "short_title") or _text(data, "long_title") or number
    record: Data = {
        "id": number,
        "title": title,
        "official_title": _text(data, "long_title") or None,
        "phases": phases,
        "recruitment": _STATUS.get(status, "unknown"),
        "sponsor": _sponsor(data),
        "conditions": list(trees.diagnoses),
        "interventions": [
            {"kind": "drug", "name": name} for name in _named(data, "drug_list.drug", "drug_name")
        ],
        "criteria": criteria,
        "structured": "part" if stated else "none",
        "cohorts": cohorts,
        "sites": _sites(data),
        "eligibility": _prior_treatment(data) or None,
        "sources": [{"kind": "nct", "id": number, "title": title}] if _NCT.match(number) else None,
        **standing(
            on,
            f"Imported from a CTML file, protocol {_text(data, 'protocol_no') or 'not stated'}. "
            "Match trees became criteria; what no fact can ask stays in words. Not compared: the "
            "registry, the protocol, and criteria that CTML does not hold.",
        ),
    }
    return Draft("trials", number, record), tuple(notes)


def _number(data: Data) -> tuple[str, list[str]]:
    stated = _text(data, "nct_id")
    if _NCT.fullmatch(stated):
        return stated, []
    own = _text(data, "protocol_no") or _text(data, "trial_id") or _text(data, "protocol_id")
    bare = _OWN.sub("-", own).strip("-.+")[:60]
    if not bare:
        raise Skip("the trial has neither an NCT number nor a protocol number", stated)
    said = f'"{shown(stated, 30)}" is no NCT number; ' if stated else "no NCT number is stated; "
    return f"LOCAL-{bare}", [f"{said}the record is named after the protocol"]


def _phases(text: str) -> tuple[list[str], list[str]]:
    parts = [part for part in re.split(r"[/,\s-]+|and", text.upper()) if part and part != "PHASE"]
    bare = [re.sub(r"(?<=[IV])[AB]$", "", part) for part in parts]
    arabic = {value: value for value in _ROMAN.values()}
    found = [_ROMAN.get(part) or arabic.get(part) for part in bare]
    if not all(found):
        return [], [f'phase "{shown(text, 40)}" is not understood']
    return list(dict.fromkeys(one for one in found if one)), []


def _cohorts(data: Data, trees: MatchTrees, status: str) -> Iterator[Data]:
    ids: dict[str, int] = {}
    for at, step in enumerate(_list(data, "treatment_list.step"), start=1):
        of_step = trees.rule(step.get("match", []))
        for number, arm in enumerate(_list(step, "arm"), start=1):
            rules = [of_step, trees.rule(arm.get("match", []))]
            code = _text(arm, "arm_code") or str(number)
            name = f"step-{_text(step, 'step_code') or at} arm-{code}"
            words = _text(arm, "arm_description")
            suspended = [_text(arm, "arm_suspended")]
            levels = _list(arm, "dose_level")
            if not levels:
                yield _cohort(ids, name, words, rules, status, suspended)
            for level in levels:
                own = trees.rule(level.get("match", []))
                coded = f"{name} dose-{_text(level, 'level_code') or 'unnamed'}"
                said = ": ".join(one for one in (words, _text(level, "level_description")) if one)
                held = [*suspended, _text(level, "level_suspended")]
                yield _cohort(ids, coded, said, [*rules, own], status, held)


def _cohort(
    ids: dict[str, int],
    name: str,
    title: str,
    rules: list[Data | None],
    status: str,
    suspended: list[str],
) -> Data:
    ids[name] = ids.get(name, 0) + 1
    name += f" ({ids[name]})" if ids[name] > 1 else ""
    stated = [rule for rule in rules if rule is not None]
    cohort: Data = {"id": name, "title": title or name, "status": _open(status, suspended)}
    if stated:
        cohort["criteria"] = stated[0] if len(stated) == 1 else {"all": stated}
    return cohort


def _open(status: str, suspended: list[str]) -> str:
    if status in _CLOSED:
        return "closed"
    if any(one.casefold() in ("y", "yes", "true") for one in suspended) or status == "suspended":
        return "paused"
    return "open" if _STATUS.get(status) == "recruiting" else "unknown"


def _sponsor(data: Data) -> str:
    listed = _list(data, "sponsor_list.sponsor")
    principal = [one for one in listed if _text(one, "is_principal_sponsor").upper() == "Y"]
    return next((_text(one, "sponsor_name") for one in (*principal, *listed)), "")


def _sites(data: Data) -> list[Data]:
    sites = _list(data, "site_list.site")
    return [
        {
            "facility": _text(site, "site_name"),
            "status": _STATUS.get(_text(site, "site_status").casefold(), "unknown"),
        }
        for site in sites
        if _text(site, "site_name")
    ]


def _prior_treatment(data: Data) -> str:
    listed = data.get("prior_treatment_requirements", [])
    texts = [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
    texts += _named(
        data,
        "prior_treatment_requirements.prior_treatment_requirement",
        "prior_treatment_requirement_name",
    )
    return clean("\n".join(["Prior treatment requirements:", *texts])) if texts else ""


def _named(data: Data, path: str, key: str) -> list[str]:
    return [name for one in _list(data, path) if (name := _text(one, key))]


def _text(data: Data, key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise Skip("a field has another form than CTML documents", key)
    return "" if value in ("null", "~") else one_line(value)


def _list(data: Any, path: str) -> list[Data]:
    """Give the mappings of a list, along dots; a list that is absent or empty is none."""
    for step in path.split("."):
        data = data.get(step) if isinstance(data, dict) else None
    if data in (None, "", {}):
        return []
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise Skip("a field has another form than CTML documents", path)
    return data
