"""A content folder → records and problems: files, ids, references, curation.

Folders are read in the order in which their names are needed: diseases and genes first, then
alterations, then the assertions whose rules use them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from knowledgebase.curation import curation_faults, shipped_faults
from knowledgebase.fields import Fields, as_date
from knowledgebase.hierarchy import lineage
from knowledgebase.problems import Problem
from knowledgebase.reading import read_alteration, read_assertion, read_disease, read_gene
from knowledgebase.record_data import Record, digest_of, digest_of_data
from knowledgebase.records import Alteration, Assertion, Content, Disease, Gene
from knowledgebase.rule_text import Names
from knowledgebase.strict_yaml import Mapping as MappingNode
from knowledgebase.strict_yaml import Node, YamlFault, read_yaml
from knowledgebase.vocabulary import nearest

KINDS = ("assertions", "alterations", "genes", "diseases")
RELEASE = "release.yaml"

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,99}")
_VERSION = re.compile(r"[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2}([.+-][A-Za-z0-9.]+)?")
_Kept = TypeVar("_Kept", bound=Record)


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
    problems: list[Problem] = field(default_factory=list)
    nodes: dict[tuple[str, str], Node] = field(default_factory=dict)

    def read(self) -> Reading:
        self._strangers()
        diseases = self._kind("diseases", read_disease, lambda record: record.code)
        genes = self._kind("genes", read_gene, lambda record: record.symbol)
        alterations = self._kind("alterations", read_alteration, lambda record: record.id)
        # A file that could not be read still declares its name: one fault, not a hundred.
        names = Names(*(self._ids(kind) for kind in ("diseases", "genes", "alterations")))
        assertions = self._kind(
            "assertions",
            lambda node, problems: read_assertion(node, problems, names),
            lambda record: record.id,
        )
        self._check_diseases(diseases)
        self._check_genes(genes)
        self._check_alterations(alterations, names)
        for assertion in assertions.values():
            self._curate(assertion)
        version = self._version()
        content = Content(
            version,
            _digest(version, assertions, alterations, genes, diseases),
            assertions,
            alterations,
            genes,
            diseases,
        )
        return Reading(content, tuple(sorted(set(self.problems))))

    def read_for_variants(self) -> Reading:
        """Read genes and alterations alone, with the checks of these two."""
        genes = self._kind("genes", read_gene, lambda record: record.symbol)
        alterations = self._kind("alterations", read_alteration, lambda record: record.id)
        self._check_genes(genes)
        self._check_alterations(alterations, Names(None, self._ids("genes"), None))
        content = Content("", "", {}, alterations, genes, {})
        return Reading(content, tuple(sorted(set(self.problems))))

    def _strangers(self) -> None:
        """Note everything that no reader would open: a misplaced file must not be lost."""
        for entry in sorted(self.folder.iterdir()):
            if entry.name.startswith((".", "__")) or entry.name == RELEASE:
                continue
            if entry.name not in KINDS or not entry.is_dir():
                folders = ", ".join(KINDS)
                near = nearest(entry.name, KINDS)
                self._note(entry.name, f"this is none of the folders {folders}{near}")

    def _note(self, file: str, sentence: str) -> None:
        self.problems.append(Problem(file, 1, sentence))

    def _ids(self, kind: str) -> frozenset[str]:
        return frozenset(name for of, name in self.nodes if of == kind)

    def _kind(
        self,
        kind: str,
        parse: Callable[[Node, list[Problem]], _Kept],
        name_of: Callable[[_Kept], str],
    ) -> dict[str, _Kept]:
        found: dict[str, _Kept] = {}
        folded: dict[str, str] = {}
        for path in self._files(kind):
            file = f"{kind}/{path.name}"
            try:
                node = read_yaml(_bytes_of(path, file), file)
            except YamlFault as error:
                self.problems.append(Problem.of(error))
                self.nodes[kind, path.stem] = MappingNode(file, 1, ())
                continue
            self.nodes[kind, path.stem] = node
            faults: list[Problem] = []
            record = parse(node, faults)
            self.problems += faults
            name = name_of(record)
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
        entries = sorted(folder.iterdir()) if folder.is_dir() else []
        for path in entries:
            if path.name.startswith("."):
                continue
            if path.suffix != ".yaml" or not path.is_file():
                self._note(f"{kind}/{path.name}", "only files that end in .yaml belong here")
            elif not _ID.fullmatch(path.stem):
                self._note(
                    f"{kind}/{path.name}",
                    "a file name is made of letters, digits and . _ + -, at most 100",
                )
            else:
                yield path

    def _check_diseases(self, diseases: Mapping[str, Disease]) -> None:
        known = self._ids("diseases")
        for code, disease in diseases.items():
            if disease.parent and disease.parent not in known:
                near = nearest(disease.parent, known)
                self._at("diseases", code, "parent", f'"{disease.parent}" is no disease{near}')
            above = list(lineage(disease.parent, diseases))
            if code in above:
                self._at("diseases", code, "parent", "the disease is its own ancestor")

        self._check_names(diseases)

    def _check_names(self, diseases: Mapping[str, Disease]) -> None:
        """A text must find one disease: no name or synonym may stand at two."""
        owner = {code.casefold(): code for code in diseases}
        for code, disease in diseases.items():
            for key, names in (("name", (disease.name,)), ("synonyms", disease.synonyms)):
                for name in names:
                    other = owner.setdefault(name.casefold(), code)
                    if other != code:
                        self._at("diseases", code, key, f'"{name}" also names {other}')

    def _check_genes(self, genes: Mapping[str, Gene]) -> None:
        owner: dict[str, str] = {}
        for symbol, gene in genes.items():
            for alias in gene.aliases:
                other = symbol if alias in genes else owner.setdefault(alias, symbol)
                if alias in genes:
                    self._at("genes", symbol, "aliases", f'"{alias}" is a gene of its own')
                elif other != symbol:
                    self._at("genes", symbol, "aliases", f'"{alias}" also names {other}')

    def _check_alterations(self, alterations: Mapping[str, Alteration], names: Names) -> None:
        for name, alteration in alterations.items():
            known = names.genes or ()
            if alteration.gene not in known:
                near = nearest(alteration.gene, known)
                self._at("alterations", name, "gene", f'"{alteration.gene}" is no gene{near}')

    def _curate(self, assertion: Assertion) -> None:
        for key, sentence in curation_faults(assertion, self.today):
            self._at("assertions", assertion.id, key, sentence)
        for key, sentence in shipped_faults(assertion) if self.shipped else ():
            self._at("assertions", assertion.id, key, sentence)

    def _at(self, kind: str, name: str, key: str, sentence: str) -> None:
        node = self.nodes.get((kind, name))
        if node is None:
            self._note(f"{kind}/{name}.yaml", sentence)
            return
        where = (node.get(key) if isinstance(node, MappingNode) else None) or node
        self.problems.append(Problem(where.file, where.line, sentence))

    def _version(self) -> str:
        path = self.folder / RELEASE
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
        if version and not _VERSION.fullmatch(version):
            fields.note_at("version", "a version is a date such as 2026.11.21, or 2026.11.21+local")
        return version


def _bytes_of(path: Path, file: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise YamlFault(file, 1, f"the file cannot be read ({reason})") from None


def _digest(version: str, *kinds: Mapping[str, Record]) -> str:
    digests = [
        {name: getattr(record, "digest", "") or digest_of(record) for name, record in kind.items()}
        for kind in kinds
    ]
    return digest_of_data({"version": version, "records": digests})


def read_folder(folder: Path, *, today: date | None = None, shipped: bool = False) -> Reading:
    """Read all files of a content folder and collect every problem; ``folder`` must exist."""
    return _Reader(folder, today, shipped).read()


def read_folder_for_variants(folder: Path) -> Reading:
    """Read what reading a variant file needs: genes and alterations; nothing else is looked at.

    The content has no version and no digest, as it is a part of a release.
    """
    return _Reader(folder, None, False).read_for_variants()
