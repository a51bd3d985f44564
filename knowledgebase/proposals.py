"""Numbers and diseases found in free eligibility text, proposed to a curator, never criteria.

Each proposal names its place in the text and quotes it. Under a heading "Exclusion" it is marked,
for there the sentence turns round. What is not found is not said to be absent.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from knowledgebase.records import Disease, Trial

LONGEST_TEXT = 200_000

_NUMBER = r"([0-9]{1,3})"
# The registry writes its texts as Markdown, where ">" may carry a backslash.
_LEAST = r"(?:\\?>=|≥|\\?>/=|at least|minimum of|greater than or equal to)"
_MOST = r"(?:\\?<=|≤|\\?</=|at most|up to|maximum of|no more than|less than or equal to)"
_PATTERNS: tuple[tuple[str, str, str], ...] = (
    ("age", "age: {{at_least: {0}, unit: a}}", rf"\bage[sd]?:?(?: is)? {_LEAST} ?{_NUMBER}\b"),
    ("age", "age: {{at_least: {0}, unit: a}}", rf"{_LEAST} ?{_NUMBER} years"),
    ("age", "age: {{at_least: {0}, unit: a}}", rf"\b{_NUMBER} years (?:of age )?(?:and|or) older"),
    ("age", "age: {{at_least: {0}, below: {1}+1, unit: a}}", rf"\b{_NUMBER} ?(?:-|–|to) ?{_NUMBER} years"),  # noqa: E501
    ("ecog", "ecog: {{at_most: {0}}}", rf"\bECOG\b[^.;\n]{{0,60}}?{_MOST} ?([0-4])\b"),
    ("ecog", "ecog: {{at_most: {1}}}", r"\bECOG\b[^.;\n]{0,60}?\b([0-4]) ?(?:-|–|to) ?([0-4])\b"),
    ("lines", "lines_of_therapy: {{at_most: {0}}}", rf"{_MOST} {_NUMBER} prior (?:lines?|regimens?|therap)"),  # noqa: E501
    ("lines", "lines_of_therapy: {{at_least: {0}, at_most: {1}}}", rf"\b{_NUMBER} ?(?:-|–|to) ?{_NUMBER} prior (?:lines?|regimens?|therap)"),  # noqa: E501
    ("lines", "lines_of_therapy: {{at_least: {0}}}", rf"(?:{_LEAST} )?{_NUMBER} (?:or more )?prior (?:lines?|regimens?|therap)"),  # noqa: E501
)  # fmt: skip
_COMPILED = tuple((kind, says, re.compile(text, re.IGNORECASE)) for kind, says, text in _PATTERNS)
_HEADING = re.compile(
    r"^[^\w\n]{0,20}(?:key )?(inclusion|exclusion)\b", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing found: ``text[start:end] == quote``; ``rule`` is a suggestion to be edited.

    ``kind`` is ``age``, ``ecog``, ``lines`` or ``disease``. ``exclusion`` tells that it stands
    under a heading of exclusions.
    """

    kind: str
    rule: str
    start: int
    end: int
    line: int
    quote: str
    exclusion: bool


@dataclass(frozen=True, slots=True)
class Eligibility:
    """A trial's eligibility text, whole as stored, and what a curator might make of it."""

    text: str
    proposals: tuple[Proposal, ...]


def eligibility_of(trial: Trial, diseases: Mapping[str, Disease]) -> Eligibility:
    """Give the text of a trial with its proposals; none of them is evaluated."""
    names = {code: disease.name for code, disease in diseases.items()}
    return Eligibility(trial.eligibility, propose(trial.eligibility, names))


def proposal_in_words(one: Proposal) -> str:
    """Write a proposal as a line: where it stands, the rule, and the words it was found in."""
    under = ", under exclusions" if one.exclusion else ""
    return f'proposed (line {one.line}{under}): {one.rule}   from "{one.quote}"'


def proposals_as_data(proposals: tuple[Proposal, ...]) -> list[dict[str, Any]]:
    """Give proposals as JSON-ready data, each marked as proposed."""
    return [{"state": "proposed", **asdict(one)} for one in proposals]


def propose(text: str, diseases: Mapping[str, str]) -> tuple[Proposal, ...]:
    """Find ages, ECOG, prior lines and diseases (names by code) in ``text``, in its order.

    At one place the longest find of a kind is kept. Only the first :data:`LONGEST_TEXT`
    characters are read.
    """
    text = text[:LONGEST_TEXT]
    places = _Places.of(text)
    found = [
        places.proposal(kind, says.format(*match.groups()), match)
        for kind, says, pattern in _COMPILED
        for match in pattern.finditer(text)
    ]
    for name, code in _by_length(diseases):
        pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        found += [
            places.proposal("disease", f"disease: {code}", match)
            for match in pattern.finditer(text)
        ]
    return _without_overlaps(found, len(text))


def _by_length(diseases: Mapping[str, str]) -> list[tuple[str, str]]:
    names = [(name, code) for code, name in diseases.items() if len(name) >= 3]
    return sorted(names, key=lambda item: (-len(item[0]), item))


@dataclass(frozen=True, slots=True)
class _Places:
    """Where lines end and which headings stand where, both in order."""

    lines: tuple[int, ...]
    headings: tuple[int, ...]
    exclusions: tuple[bool, ...]

    @classmethod
    def of(cls, text: str) -> _Places:
        headings = tuple(_HEADING.finditer(text))
        return cls(
            tuple(match.start() for match in re.finditer("\n", text)),
            tuple(match.start() for match in headings),
            tuple(match[1].lower() == "exclusion" for match in headings),
        )

    def proposal(self, kind: str, rule: str, match: re.Match[str]) -> Proposal:
        start, end = match.span()
        heading = bisect_right(self.headings, start) - 1
        excluded = heading >= 0 and self.exclusions[heading]
        line = bisect_right(self.lines, start) + 1
        return Proposal(kind, _upper_age(rule), start, end, line, match[0], excluded)


def _upper_age(rule: str) -> str:
    """An upper age in years lasts until the next birthday."""
    return re.sub(r"([0-9]+)\+1", lambda found: str(int(found[1]) + 1), rule)


def _without_overlaps(found: list[Proposal], length: int) -> tuple[Proposal, ...]:
    taken = {one.kind: bytearray(length) for one in found}
    kept: list[Proposal] = []
    for one in sorted(found, key=lambda item: (item.start - item.end, item.start, item.rule)):
        if not any(taken[one.kind][one.start : one.end]):
            taken[one.kind][one.start : one.end] = b"\x01" * (one.end - one.start)
            kept.append(one)
    return tuple(sorted(kept, key=lambda item: (item.start, item.kind)))
