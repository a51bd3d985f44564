"""The names a rule may use: which are known, and what is said of those that are not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from knowledgebase.files.strict_yaml import shortened
from knowledgebase.rules.notation import (
    CYTOGENETIC_WORDS,
    fusion_partners,
    is_cytogenetic_token,
    is_free_name,
)
from knowledgebase.vocabulary import ANTIGENS, nearest

LONGEST_WORDING = 500


@dataclass(frozen=True, slots=True)
class Names:
    """The names records declare, which a rule may use; ``None`` leaves them unchecked."""

    diseases: Collection[str] | None = None
    genes: Collection[str] | None = None
    alterations: Collection[str] | None = None


UNCHECKED = Names()


def _listed(noun: str, text: str, known: Iterable[str] | None) -> str:
    if known is None or text in known:
        return ""
    return f'"{shortened(text)}" is no known {noun}{nearest(text, known)}'


def _fusion_problem(text: str, names: Names) -> str:
    partners = fusion_partners(text)
    if partners is None:
        return f'"{shortened(text)}" is no fusion; write it like BCR::ABL1 or KMT2A::*'
    for partner in partners:
        problem = "" if partner == "*" else _listed("gene", partner, names.genes)
        if problem:
            return problem
    return ""


def _cytogenetics_problem(text: str, _: Names) -> str:
    if is_cytogenetic_token(text):
        return ""
    near = nearest(text, CYTOGENETIC_WORDS)
    return f'"{shortened(text)}" is no karyotype token such as del(5q), -7 or t(11;14){near}'


def _free_problem(text: str, _: Names) -> str:
    return "" if is_free_name(text) else f'"{shortened(text)}" cannot name a drug or a class'


def _drug_problem(text: str, names: Names) -> str:
    if text != text.lower():
        return f'drugs are written in lower case by their INN: "{shortened(text.lower())}"'
    return _free_problem(text, names)


def _wording_problem(text: str, _: Names) -> str:
    if len(text) <= LONGEST_WORDING and text.isprintable():
        return ""
    return f"a criterion in words is one line of at most {LONGEST_WORDING} characters"


# What keys a fact → the fault of a key, empty when there is none.
KEY_CHECKS: dict[str, Callable[[str, Names], str]] = {
    "alteration": lambda text, names: _listed("alteration", text, names.alterations),
    "gene": lambda text, names: _listed("gene", text, names.genes),
    "fusion": _fusion_problem,
    "cytogenetics": _cytogenetics_problem,
    "drug": _drug_problem,
    "drug class": _free_problem,
    "drug or class": _free_problem,
    "criterion in words": _wording_problem,
    "antigen": lambda text, _: _listed("antigen", text, ANTIGENS),
}
