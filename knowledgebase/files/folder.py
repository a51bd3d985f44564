"""A content folder → records and problems: files, ids, references, curation.

Folders are read in the order of :data:`knowledgebase.files.kinds.KINDS`, so that names are known
before the rules that use them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from knowledgebase.files.fields import Fields, as_date
from knowledgebase.files.kinds import FOR_VARIANTS, KINDS, Kind, surroundings
from knowledgebase.files.problems import Problem
from knowledgebase.files.record_data import digest_of, digest_of_data
from knowledgebase.files.strict_yaml import Mapping as MappingNode
from knowledgebase.files.strict_yaml import Node, YamlFault, read_yaml
from knowledgebase.records import Content
from knowledgebase.rules.text import Names
from knowledgebase.vocabulary import nearest

_FOLDERS = tuple(sorted(kind.folder for kind in KINDS))
RELEASE = "release.yaml"

RECORD_ID = re.compile(r"[A-Za-z0-9](?: ?[A-Za-z0-9._+-]){0,99}")
RELEASE_VERSION = re.compile(r"[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2}([.+-][A-Za-z0-9.]+)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder holds and what is wrong with it; the content counts only without problems."""

    content: Content
    problems: tuple[Problem, ...]


@dataclass
class _Reader:
    folder: Path
    today: date | None
    shipped: bool
    base: Mapping[str, frozenset[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    nodes: dict[tuple[str, str], Node] = field(default_factory=dict)

    def read(self) -> Reading:
        self._strangers()
        records = self._records(KINDS)
        version = self._version()
        return self._reading(Content(version, _digest(version, records), **records))

    def read_genes_and_alterations(self) -> Reading:
        """Read genes and alterations alone, with the checks of these two."""
        return self._reading(Content("", "", **self._records(FOR_VARIANTS)))

    def _reading(self, content: Content) -> Reading:
        return Reading(content, tuple(sorted(set(self.problems))))

    def _records(self, kinds: Iterable[Kind]) -> dict[str, dict[str, Any]]:
        records: dict[str, dict[str, Any]] = {}
        # A file that could not be read still declares its name: one fault, not a hundred.
        ids: dict[str, frozenset[str]] = {}
        for kind in kinds:
            around = surroundings(ids, self.today, shipped=self.shipped)
            records[kind.folder] = self._kind(kind, around.names)
            below = self.base.get(kind.folder, frozenset())
            for name in sorted(below & self._ids(kind.folder)):
                said = "a record of this name is in the content below, which it may not replace"
                self._at(kind.folder, name, kind.named_by, said)
            ids[kind.folder] = below | self._ids(kind.folder)
        around = surroundings(ids, self.today, shipped=self.shipped)
        for kind in kinds:
            for name, key, sentence in kind.faults(records[kind.folder], around):
                self._at(kind.folder, name, key, sentence)
        return records

    def _strangers(self) -> None:
        """Note everything that no reader would open: a misplaced file must not be lost."""
        for entry in sorted(self.folder.iterdir()):
            if entry.name.startswith((".", "__")) or entry.name == RELEASE:
                continue
            if entry.name not in _FOLDERS or not entry.is_dir():
                folders = ", ".join(_FOLDERS)
                near = nearest(entry.name, _FOLDERS)
                self._note(entry.name, f"this is none of the folders {folders}{near}")

    def _note(self, file: str, sentence: str) -> None:
        self.problems.append(Problem(file, 1, sentence))

    def _ids(self, kind: str) -> frozenset[str]:
        return frozenset(name for of, name in self.nodes if of == kind)

    def _kind(self, kind: Kind, names: Names) -> dict[str, Any]:
        found: dict[str, Any] = {}
        folded: dict[str, str] = {}
        for path in self._files(kind.folder):
            file = f"{kind.folder}/{path.name}"
            try:
                node = read_yaml(_bytes_of(path, file), file)
            except YamlFault as error:
                self.problems.append(Problem.of(error))
                self.nodes[kind.folder, path.stem] = MappingNode(file, 1, ())
                continue
            self.nodes[kind.folder, path.stem] = node
            faults: list[Problem] = []
            record = kind.read(node, faults, names)
            self.problems += faults
            name = getattr(record, kind.named_by)
            if name and name != path.stem:
                self._note(file, f'the file is named "{path.stem}" but the record "{name}"')
            twin = folded.setdefault(path.stem.casefold(), path.name)
            if twin != path.name:
                self._note(file, f"the name differs from {twin} in case only; choose another")
            if not faults:
                found[path.stem] = record
        return found

    def _files(self, kind: str) -> Iterable[Path]:
        folder = self.folder / kind
        found = list(folder.iterdir()) if folder.is_dir() else []
        # By id, as a release orders its records: A before A-plus, whatever ends their file names.
        for path in sorted(found, key=lambda path: path.stem):
            if path.name.startswith("."):
                continue
            if path.suffix != ".yaml" or not path.is_file():
                self._note(f"{kind}/{path.name}", "only files that end in .yaml belong here")
            elif not RECORD_ID.fullmatch(path.stem):
                self._note(
                    f"{kind}/{path.name}",
                    "a file name is made of letters, digits and . _ + - and single spaces between, "
                    "at most 100",
                )
            else:
                yield path

    def _at(self, kind: str, name: str, key: str, sentence: str) -> None:
        node = self.nodes.get((kind, name))
        if node is None:
            self._note(f"{kind}/{name}.yaml", sentence)
            return
        where = (node.get(key) if isinstance(node, MappingNode) else None) or node
        self.problems.append(Problem(where.file, where.line, sentence))

    def _version(self) -> str:
        path = self.folder / RELEASE
        if not path.exists() and self.base:
            return ""  # a folder over other content is no release of its own
        if not path.is_file():
            self._note(RELEASE, "the file is missing; it states {version: 2026.11.21}")
            return ""
        try:
            node = read_yaml(_bytes_of(path, RELEASE), RELEASE)
        except YamlFault as error:
            self.problems.append(Problem.of(error))
            return ""
        fields = Fields(node, ("version", "released", "note"), self.problems)
        version = fields.text("version")
        fields.optional("released", as_date, date.min)
        fields.text_or_empty("note")
        if version:
            self._check_version(version, fields)
        return version

    def _check_version(self, version: str, fields: Fields) -> None:
        if not RELEASE_VERSION.fullmatch(version):
            fields.note_at("version", "a version is a date such as 2026.11.21, or 2026.11.21+local")
            return
        day = _day_of(version)
        if day is None:
            fields.note_at("version", "a version begins with a date of the calendar: 2026.11.21")
        elif self.today is not None and day > self.today:
            fields.note_at("version", "the version's date lies in the future; correct it")


def release_version(folder: Path) -> str:
    """Give the version a folder states, nothing else of it read; empty where it states none."""
    reader = _Reader(folder, None, shipped=False)
    version = reader._version()
    return "" if reader.problems else version


def _day_of(version: str) -> date | None:
    """Give the day a version is named after, ``None`` where there is no such day."""
    year, month, day = (int(part) for part in re.split(r"[.+-]", version)[:3])
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _bytes_of(path: Path, file: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise YamlFault(file, 1, f"the file cannot be read ({reason})") from None


def _digest(version: str, records: Mapping[str, Mapping[str, Any]]) -> str:
    digests = {
        kind: {
            name: getattr(record, "digest", "") or digest_of(record) for name, record in of.items()
        }
        for kind, of in records.items()
    }
    return digest_of_data({"version": version, "records": digests})


def read_folder(
    folder: Path, *, today: date | None = None, shipped: bool = False, over: Content | None = None
) -> Reading:
    """Read all files of a content folder and collect every problem; ``folder`` must exist.

    With ``over`` the folder lies over that content: its rules may use the names there, no record
    may stand in both, and it needs no ``release.yaml``. The reading holds the folder's own records.
    """
    base = {kind.folder: frozenset(getattr(over, kind.folder)) for kind in KINDS if over}
    return _Reader(folder, today, shipped, base).read()


def read_genes_and_alterations(folder: Path) -> Reading:
    """Read two kinds of records and look at nothing else, see :mod:`knowledgebase.reading`.

    The content has no version and no digest, as it is a part of a release.
    """
    return _Reader(folder, None, False).read_genes_and_alterations()
