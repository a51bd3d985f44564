"""The door to the knowledge: load a release, check it, and look things up."""

from __future__ import annotations

from datetime import date
from functools import cache, cached_property
from importlib.resources import as_file
from pathlib import Path

from knowledgebase.collecting import not_collecting
from knowledgebase.drugs import folded, names_of_drugs
from knowledgebase.errors import KnowledgeError
from knowledgebase.files.folder import (
    Reading,
    read_folder,
    read_genes_and_alterations,
    release_version,
)
from knowledgebase.files.problems import Problem, refused
from knowledgebase.index import AtomIndex
from knowledgebase.records import Assertion, Content, Disease, Drug
from knowledgebase.releases.installed import installed_content, order_of
from knowledgebase.releases.places import is_installed, shipped_folder
from knowledgebase.releases.shipped import content_of_folder
from knowledgebase.rules.facts import Facts
from knowledgebase.rules.hierarchy import is_a
from knowledgebase.vocabulary import nearest

__all__ = [
    "Catalog",
    "Problem",
    "check_content",
    "load_content",
    "load_genes_and_alterations",
    "load_shipped",
    "newer_shipped",
]


def load_content(folder: Path | None = None) -> Content:
    """Load a content folder, or what this installation works with (read once).

    That is the signed release installed here, else the content the program ships. Raises
    :class:`KnowledgeError` with the first problem and how many there are: knowledge with a fault
    is not used in part.
    """
    return _in_use() if folder is None else _load(folder, shipped=False)


def load_shipped() -> Content:
    """Load the content the program ships, whatever is installed."""
    return _shipped()


def newer_shipped(content: Content) -> str:
    """Give the version of the content the program ships when it is newer than ``content``.

    Empty when no release is installed here or the one installed is not older: an installed
    release stays in use when the program is renewed, and whoever reads it must be told.
    """
    if not is_installed():
        return ""
    shipped = _shipped_version()
    return shipped if order_of(content.version) < order_of(shipped) else ""


def load_genes_and_alterations(folder: Path) -> Content:
    """Load these two kinds of a folder alone, read as strictly, with no version and no digest.

    Raises as :func:`load_content`; a fault in a record of another kind is not found here.
    """
    return _sound(read_genes_and_alterations(_existing(folder)))


def check_content(
    folder: Path | None = None, today: date | None = None, over: Content | None = None
) -> tuple[Problem, ...]:
    """Find every problem of a content folder (the shipped one without ``folder``).

    With ``today`` a check dated in the future is a problem too. With ``over`` the folder lies over
    that content, as a folder of imported drafts does: it may use the names there.
    """
    if folder is not None:
        return read_folder(_existing(folder), today=today, over=over).problems
    with as_file(shipped_folder()) as path:
        return read_folder(path, today=today, shipped=True).problems


@cache
def _in_use() -> Content:
    return installed_content() or _shipped()


@cache
def _shipped() -> Content:
    with as_file(shipped_folder()) as path:
        return content_of_folder(_existing(path), lambda place: _load(place, shipped=True))


@cache
def _shipped_version() -> str:
    with as_file(shipped_folder()) as path:
        return release_version(path)


def _load(folder: Path, *, shipped: bool) -> Content:
    return _sound(read_folder(_existing(folder), shipped=shipped))


def _sound(reading: Reading) -> Content:
    if reading.problems:
        raise refused(reading.problems)
    return reading.content


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise KnowledgeError(f"{folder}: this is no folder; name a folder with knowledge files")
    return folder


class Catalog:
    """Answers look-ups over one release."""

    def __init__(self, content: Content) -> None:
        self.content = content
        made = getattr(content.assertions, "atom_index", None)  # a compiled release brings its own
        self._index: AtomIndex = made or AtomIndex.of(content.assertions.values())
        self._drugs = names_of_drugs(content.drugs.values())

    def touching(self, facts: Facts) -> tuple[Assertion, ...]:
        """Give the assertions whose biomarker this case could meet with what is known, by id.

        No assertion whose biomarker is met is left out; some of those given are not met.
        """
        with not_collecting():  # records read for the first time all stay
            return tuple(self.content.assertions[name] for name in self._index.touched(facts))

    def is_a(self, code: str, ancestor: str) -> bool:
        """Tell whether a disease is the other one or a subtype of it."""
        return is_a(code, ancestor, self.content.diseases)

    @cached_property
    def _diseases(self) -> dict[str, Disease]:
        names: dict[str, Disease] = {}
        for disease in self.content.diseases.values():
            for name in (*disease.synonyms, disease.name_da, disease.name):
                names.setdefault(name.casefold(), disease)
        for disease in self.content.diseases.values():
            names[disease.code.casefold()] = disease  # a code wins over a name
        return names

    def find_disease(self, text: str) -> Disease:
        """Find a disease by code, name or synonym, whatever the case of the letters.

        Raises :class:`KnowledgeError` with the nearest name.
        """
        wanted = " ".join(text.split()).casefold()
        if wanted and wanted in self._diseases:
            return self._diseases[wanted]
        spelled = [n for d in self.content.diseases.values() for n in (d.code, d.name, *d.synonyms)]
        raise KnowledgeError(
            f'no disease of the knowledge base is named "{text[:60]}"{nearest(wanted, spelled)}'
        )

    def find_drug(self, text: str) -> Drug:
        """Find a drug by INN, brand or synonym, whatever the case of the letters.

        Raises :class:`KnowledgeError` with the nearest name.
        """
        found = self._drugs.get(folded(text))
        if found is not None:
            return found
        spelled = [name for drug in self.content.drugs.values() for name in drug.names]
        raise KnowledgeError(
            f'no drug of the knowledge base is named "{text[:60]}"{nearest(text, spelled)}'
        )
