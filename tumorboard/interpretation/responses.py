"""Best responses as letters write them, in the words of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping

from knowledgebase.vocabulary import RESPONSES

# The usual abbreviations of the response criteria (ELN, Lugano, IMWG, IWG) and spellings.
_SPELLINGS: Mapping[str, str] = {
    "sCR": "stringent complete response",
    "CR": "complete remission",
    "complete response": "complete remission",
    "CMR": "complete remission",
    "complete metabolic response": "complete remission",
    "CRh": "complete remission with partial haematological recovery",
    "CRi": "complete remission with incomplete haematological recovery",
    "complete remission with incomplete recovery": (
        "complete remission with incomplete haematological recovery"
    ),
    "MLFS": "morphologic leukaemia-free state",
    "VGPR": "very good partial response",
    "PR": "partial remission",
    "partial response": "partial remission",
    "PMR": "partial remission",
    "partial metabolic response": "partial remission",
    "minor response": "minimal response",
    "HI": "haematological improvement",
    "hematologic improvement": "haematological improvement",
    "SD": "stable disease",
    "NR": "no response",
    "PD": "progressive disease",
    "progression": "progressive disease",
}
_KNOWN = {
    spelling.casefold(): word
    for spelling, word in (*_SPELLINGS.items(), *((word, word) for word in RESPONSES))
}


def response_word(written: str) -> str:
    """Give the vocabulary's word for a response as written; empty when it is not known."""
    return _KNOWN.get(" ".join(written.split()).casefold(), "")


def best_of(words: set[str]) -> str:
    """Give the best of several responses, by the vocabulary's order."""
    return min(words, key=RESPONSES.index)
