"""Looking a drug up by any of its names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from knowledgebase.records import Drug

_MARKS = re.compile("[®™]")


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Fold a drug's name for comparing: case, runs of spaces and trade marks do not count."""
    return " ".join(_MARKS.sub(" ", text).split()).casefold()


def names_of_drugs(drugs: Iterable[Drug]) -> dict[str, Drug]:
    """Give every folded name (INN, brand, synonym) with its drug; an INN wins over other names."""
    names: dict[str, Drug] = {}
    listed = tuple(drugs)
    for drug in listed:
        for name in (*drug.brands, *drug.synonyms):
            names.setdefault(folded(name), drug)
    return names | {folded(drug.id): drug for drug in listed}


def other_names(name: str, drugs: Mapping[str, Drug]) -> tuple[str, ...]:
    """Give brands and synonyms of a drug named by its INN; none for a name nobody recorded."""
    drug = drugs.get(name)
    return (*drug.brands, *drug.synonyms) if drug else ()


def find_drug(text: str, drugs: Mapping[str, Drug]) -> Drug | None:
    """Find a drug by INN, brand or synonym; ``None`` when no drug is called so.

    For many texts use :func:`names_of_drugs` once.
    """
    return names_of_drugs(drugs.values()).get(folded(text))
