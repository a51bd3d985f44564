"""Stated mutations whose change is missing, unreadable or too general to tell which one it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from knowledgebase.records import Alteration, Content
from tumorboard.domain.case import Case, GeneState, StatedGene
from tumorboard.domain.conclusion import Finding
from tumorboard.interpretation.findings import STATED_GENE
from tumorboard.interpretation.hgvs import ChangeKind, bare_residue, parse_protein_change
from tumorboard.interpretation.patterns import canonical_symbol

# How near a symbol must be to be offered: one letter more, less or swapped in four.
_NEAR = 0.75


def unspecific_findings(
    case: Case, findings: Iterable[Finding], content: Content
) -> Mapping[str, tuple[Alteration, ...]]:
    """Give, by finding, the named alterations a stated change may or may not be.

    Only findings that leave such a doubt are in the result.
    """
    stated = (one for one in case.genes if one.state is GeneState.MUTATED)
    mutated = (finding for finding in findings if finding.kind == STATED_GENE)
    doubts = {
        finding.id: _possible(finding, one, content)
        for finding, one in zip(mutated, stated, strict=False)
    }
    return {name: possible for name, possible in doubts.items() if possible}


def unknown_symbols(case: Case, content: Content) -> tuple[str, ...]:
    """Say of each stated gene the knowledge base does not hold which one may have been meant."""
    known = {*content.genes, *(one.gene for one in content.alterations.values())}
    stated = dict.fromkeys(canonical_symbol(one.gene, content.genes) for one in case.genes)
    return tuple(_unknown(symbol, known) for symbol in stated if symbol not in known)


def _possible(finding: Finding, stated: StatedGene, content: Content) -> tuple[Alteration, ...]:
    change = stated.change.strip().removeprefix(f"{finding.gene}-")
    residue = bare_residue(change)
    if not residue and (finding.names or not _leaves_open(change)):
        return ()
    return tuple(
        one
        for one in content.alterations.values()
        if one.gene == finding.gene
        and one.id not in finding.names
        and (not residue or _concerns(one, residue))
    )


def says_which(change: str) -> bool:
    """Tell whether a text names one whole protein change."""
    return not bare_residue(change) and not _leaves_open(change)


def _leaves_open(change: str) -> bool:
    """Tell whether a text says less than one protein change; ``W288fs`` lacks the new frame."""
    read = parse_protein_change(change)
    if read.kind is ChangeKind.FRAMESHIFT:
        return "*" not in read.canonical[1:]
    return read.kind is ChangeKind.UNREAD


def _concerns(alteration: Alteration, residue: str) -> bool:
    """Tell whether a change of the residue may be this alteration."""
    at = int(residue[1:])
    return any(
        (pattern.protein is not None and pattern.protein[0] <= at <= pattern.protein[1])
        or any(
            text.startswith(residue) and not text[len(residue) :][:1].isdigit()
            for text in pattern.hgvs_p
        )
        for pattern in alteration.patterns
    )


def _unknown(symbol: str, known: Iterable[str]) -> str:
    near = get_close_matches(symbol, sorted(known), n=1, cutoff=_NEAR)
    hint = f"; did you mean {near[0]}?" if near else "."
    return f"{symbol} is not a gene of the knowledge base{hint}"
