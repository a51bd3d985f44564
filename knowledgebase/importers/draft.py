"""What every importer gives: draft records as plain data, and the account of all rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import yaml

from knowledgebase.errors import KnowledgeError

VALID_FOR = timedelta(days=183)
"""An imported draft is to be looked at within half a year."""


class ImportFault(KnowledgeError):
    """A file or an answer that cannot be imported; nothing of it was written."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One record to be written: the folder of its kind, its name and its fields as plain data.

    Scalars are text; ``None`` stands for a field that is left out.
    """

    kind: str
    name: str
    data: Mapping[str, Any]

    @property
    def path(self) -> str:
        """Give the place in a content folder."""
        return f"{self.kind}/{self.name}.yaml"

    def text(self) -> str:
        """Give the knowledge file."""
        return as_yaml(self.data)


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one row (or study, or protocol) of the input.

    ``number`` counts from 1; ``name`` is the row's own id. Either ``record`` is the path of its
    draft, or ``reason`` says why it was skipped; ``detail`` is what the reason is about.
    ``notes`` tell what a taken row left in words.
    """

    number: int
    name: str
    record: str = ""
    reason: str = ""
    detail: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Import:
    """The result of reading one input: its drafts, and each row's end.

    ``source`` names the input for a reader. Each row is taken or skipped, none both, none lost;
    ``helpers`` are drafts no row stands for itself (alterations that assertions need).
    """

    source: str
    drafts: tuple[Draft, ...]
    rows: tuple[Row, ...]
    helpers: tuple[Draft, ...] = ()

    @property
    def taken(self) -> tuple[Row, ...]:
        """Give the rows that became a draft."""
        return tuple(row for row in self.rows if not row.reason)

    @property
    def skipped(self) -> tuple[Row, ...]:
        """Give the rows that did not."""
        return tuple(row for row in self.rows if row.reason)

    def reasons(self) -> dict[str, int]:
        """Count the skipped rows by reason, the most frequent first."""
        counted = Counter(row.reason for row in self.skipped)
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


class Skip(Exception):
    """Leave a row out; holds the reason (one of few) and the detail (of this row)."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = shown(detail)


def standing(on: date, note: str) -> dict[str, str]:
    """Give the fields in which every draft stands alike: unverified, draft, with its dates."""
    return {
        "evidence": "unverified",
        "evidence_note": note,
        "checked": on.isoformat(),
        "expires": (on + VALID_FOR).isoformat(),
        "review": "draft",
    }


def shown(text: str, most: int = 120) -> str:
    """Make a text from outside fit for one line of an account."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: most * 4]).split())
    return line if len(line) <= most else line[: most - 3] + "..."


def clean(text: str) -> str:
    """Give a text of several lines without controls; tabs and other spaces become one space.

    Raises :class:`Skip` for a text that holds binary data.
    """
    if any(ord(c) < 32 and c not in "\t\n\r\f\v" for c in text) or "\x7f" in text:
        raise Skip("the text holds control characters")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ("".join(c if c.isprintable() else " " for c in line).rstrip() for line in lines)
    return "\n".join(kept).strip()


def one_line(text: str) -> str:
    """Give a text without line breaks and without runs of spaces; raises as :func:`clean`."""
    return " ".join(clean(text).split())


# libyaml writes five times faster; where a build of PyYAML lacks it, Python writes the same.
_FASTEST: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_FASTEST):  # type: ignore[misc]
    """Writes without aliases, and texts of several lines as blocks."""

    def ignore_aliases(self, _: Any) -> bool:
        return True


def _text(dumper: Any, text: str) -> Any:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def as_yaml(data: Mapping[str, Any]) -> str:
    """Write a record as a knowledge file; fields that are ``None`` are left out."""
    stated = {key: value for key, value in data.items() if value is not None}
    return yaml.dump(stated, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=96)
