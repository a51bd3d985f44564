"""The names a rule may use: which are known, and what is said of those that are not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from knowledgebase.drug_classes import DRUG_CLASSES
from knowledgebase.files.strict_yaml import shortened
from knowledgebase.rules.notation import (
    CYTOGENETIC_WORDS,
    fusion_partners,
    is_chromosome_region,
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
    drugs: Collection[str] | None = None


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


def drug_problem(text: str, names: Names) -> str:
    """Say what is wrong with the name of a drug, empty when nothing is."""
    if text != text.lower():
        return f'drugs are written in lower case by their INN: "{shortened(text.lower())}"'
    if not is_free_name(text):
        return f'"{shortened(text)}" cannot name a drug'
    return _listed("drug", text, names.drugs)


def _class_problem(text: str, _: Names) -> str:
    return _listed("class of drugs", text, DRUG_CLASSES)


def _drug_or_class_problem(text: str, names: Names) -> str:
    if text in DRUG_CLASSES:
        return ""
    if names.drugs is None or text in names.drugs:
        return drug_problem(text, names)
    near = nearest(text, (*DRUG_CLASSES, *names.drugs))
    return f'"{shortened(text)}" is no known drug or class of drugs{near}'


def _wording_problem(text: str, _: Names) -> str:
    if len(text) <= LONGEST_WORDING and text.isprintable():
        return ""
    return f"a criterion in words is one line of at most {LONGEST_WORDING} characters"


def _gene_or_region_problem(text: str, names: Names) -> str:
    if is_chromosome_region(text):
        return ""
    problem = _listed("gene", text, names.genes)
    return problem and f"{problem}; a chromosome region is written like 17p or 13q14"


# What keys a fact → the fault of a key, empty when there is none.
KEY_CHECKS: dict[str, Callable[[str, Names], str]] = {
    "alteration": lambda text, names: _listed("alteration", text, names.alterations),
    "gene": lambda text, names: _listed("gene", text, names.genes),
    "fusion": _fusion_problem,
    "cytogenetics": _cytogenetics_problem,
    "drug": drug_problem,
    "drug class": _class_problem,
    "drug or class": _drug_or_class_problem,
    "criterion in words": _wording_problem,
    "gene or chromosome region": _gene_or_region_problem,
    "antigen": lambda text, _: _listed("antigen", text, ANTIGENS),
}
