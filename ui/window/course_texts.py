"""The form's lines on the course: therapy, transplants, samples, and answers with their day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tumorboard.domain.case import (
    CellTherapy,
    DatedAnswer,
    PriorTherapy,
    Specimen,
    Transplant,
)

Data = dict[str, Any]

THERAPY = re.compile(
    r"(?:(?P<line>\d+):)?(?P<drugs>[^(\[]+)(\((?P<classes>[^)]*)\))?\s*(\[(?P<outcome>[^\]]*)\])?"
)
REFRACTORY = {"refractory": "yes", "not refractory": "no"}
PERIOD = re.compile(r"(?P<start>\d\S*)?\s*to\s*(?P<stop>\d\S*)?|from\s+(?P<since>\d\S*)")
STOPPED = re.compile(r"stopped:\s*(?P<reason>\S.*)")
_DAY = r"\d\S*"
TRANSPLANT = re.compile(rf"(?P<kind>[a-z]+)(?:\s+(?P<date>{_DAY}))?(?:\s+from\s+(?P<donor>.+))?")
SPECIMEN = re.compile(
    r"(?P<tissue>[a-z ]+?)(?:\s+(?P<date>\d{4}-\S*))?(?:\s+(?P<percent>\d+(?:[.,]\d+)?)\s*%)?"
)
STEP = re.compile(
    rf"(?P<product>[^:]+):\s*(?P<step>\S+)\s+(?P<date>{_DAY})(?:\s+to\s+(?P<until>{_DAY}))?"
    r"\s+(?P<status>\S+)"
)
DATED = re.compile(rf"(?P<answer>yes|no|unknown)(?:\s+(?P<date>{_DAY}))?")


def words_of(text: str, separator: str) -> list[str]:
    """Split a list and leave out what is empty."""
    return [part.strip() for part in text.split(separator) if part.strip()]


def hundredth(percent: str) -> str:
    """Divide a plain decimal text by 100 without leaving decimals."""
    return f"{Decimal(percent.replace(',', '.')).scaleb(-2):f}"


def therapy(line: str) -> Data | None:
    """Read ``1: drug (class) [complete remission; refractory; 2025-01-02 to 2025-03-04]``."""
    said = THERAPY.fullmatch(line)
    if said is None:
        return None
    found: Data = {"line": said["line"], "drugs": words_of(said["drugs"], ",")}
    found["classes"] = words_of(said["classes"] or "", ",")
    for part in words_of(said["outcome"] or "", ";"):
        for name, value in _outcome(part).items():
            if name in found:
                return None
            found[name] = value
    return found


def _outcome(part: str) -> Data:
    if part in REFRACTORY:
        return {"refractory": REFRACTORY[part]}
    if period := PERIOD.fullmatch(part):
        days = {"start": period["start"] or period["since"], "stop": period["stop"]}
        return {name: day for name, day in days.items() if day}
    if stopped := STOPPED.fullmatch(part):
        return {"stop_reason": stopped["reason"]}
    return {"best_response": part}


def therapy_text(one: PriorTherapy, number: int) -> str:
    """Write a line of therapy; its number only where it is not the place it stands at."""
    outcome = [one.best_response] if one.best_response else []
    if one.refractory is not None:
        outcome.append("refractory" if one.refractory else "not refractory")
    if one.stop:
        outcome.append(f"{_day(one.start)} to {_day(one.stop)}".strip())
    elif one.start:
        outcome.append(f"from {_day(one.start)}")
    if one.stop_reason:
        outcome.append(f"stopped: {one.stop_reason}")
    return (
        ("" if one.line == number else f"{one.line}: ")
        + ", ".join(one.drugs)
        + (f" ({', '.join(one.classes)})" if one.classes else "")
        + (f" [{'; '.join(outcome)}]" if outcome else "")
    )


def transplant(line: str) -> Data | None:
    """Read ``allogeneic 2025-03-04 from matched unrelated``."""
    said = TRANSPLANT.fullmatch(line)
    return None if said is None else _stated(said)


def transplant_text(one: Transplant) -> str:
    """Write a transplantation."""
    return _joined(one.kind, _day(one.on), f"from {one.donor}" if one.donor else "")


def cell_therapy_step(line: str) -> Data | None:
    """Read ``Yescarta: lymphodepletion 2026-12-20 to 2026-12-22 planned``."""
    said = STEP.fullmatch(line)
    return None if said is None else _stated(said)


def cell_therapy_lines(therapies: Iterable[CellTherapy]) -> Iterator[str]:
    """Write the dated steps, one a line."""
    for one in therapies:
        for step in one.steps:
            until = f"to {_day(step.until)}" if step.until else ""
            days = _joined(_day(step.on), until)
            yield f"{one.product}: {step.step} {days} {step.status}"


def specimen(line: str) -> Data | None:
    """Read ``bone marrow 2026-03-04 60 %``."""
    said = SPECIMEN.fullmatch(line)
    if said is None:
        return None
    found = _stated(said)
    if percent := found.pop("percent", None):
        found["tumour_fraction"] = hundredth(percent)
    return found


def specimen_text(one: Specimen) -> str:
    """Write a sample."""
    fraction = one.tumour_fraction
    percent = "" if fraction is None else f"{fraction.scaleb(2):f} %"
    return _joined(one.tissue, _day(one.on), percent)


def dated(text: str) -> Data | None:
    """Read ``yes 2026-03-04``; an empty text is unknown."""
    said = DATED.fullmatch(text.strip())
    if said is None:
        return None if text.strip() else {}
    found = _stated(said)
    return {name: value for name, value in found.items() if value != "unknown"}


def dated_text(one: DatedAnswer) -> str:
    """Write an answer and its day."""
    if one == DatedAnswer():
        return ""
    return _joined({None: "unknown", True: "yes", False: "no"}[one.answer], _day(one.on))


def _stated(said: re.Match[str]) -> Data:
    return {name: part.strip() for name, part in said.groupdict().items() if part}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
