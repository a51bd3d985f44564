"""Diseases, their hierarchy, and how others name and code them."""

from __future__ import annotations

from dataclasses import dataclass

from knowledgebase.records.provenance import Source


@dataclass(frozen=True, slots=True)
class Disease:
    """A disease by OncoTree-style code; ``parent`` makes the hierarchy (empty at the top).

    Every other code and name is empty where it was not seen in a source. ``oncotree`` is the code
    there, which our own mostly equals; ``sks`` the Danish registration code; ``icdo_morphology``
    with its behaviour (``9861/3``); ``who_haem5`` and ``icc2022`` the names of the two
    classifications of 2022. ``sources`` are those of the codes, ``note`` says what they cover.
    """

    code: str
    parent: str
    name: str
    name_da: str
    icd10: str
    synonyms: tuple[str, ...]
    name_nb: str = ""
    oncotree: str = ""
    sks: str = ""
    icdo_morphology: str = ""
    who_haem5: str = ""
    icc2022: str = ""
    sources: tuple[Source, ...] = ()
    note: str = ""
