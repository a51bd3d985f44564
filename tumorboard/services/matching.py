"""Match many cases again: options alone, one line of JSON a case (``docs/interface.md``)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from knowledgebase.catalog import Catalog
from knowledgebase.rules.words import fact_in_words
from tumorboard.domain.case import Case
from tumorboard.domain.option import Offer, ShortOption
from tumorboard.interpretation.evaluate import CaseMatches, match_case
from tumorboard.services.evaluation import each_case, shipped_catalog

Result = dict[str, Any]
_NOT_ASCII = re.compile("[^\\x00-\\x7f]+")


def match_batch(
    lines: Iterable[str | bytes],
    *,
    on: date | None = None,
    catalog: Catalog | None = None,
    folder: Path | None = None,
    first: int = 1,
) -> Iterator[str]:
    """Yield one line of JSON per line, in order; a bad line yields ``{"line", "error"}``.

    As :func:`tumorboard.services.evaluation.evaluate_batch` reads them.
    """
    knowledge = catalog or shipped_catalog()
    day = on or date.today()

    def matched(case: Case) -> Result:
        return match_result(match_case(case, knowledge, day), knowledge)

    results = each_case(lines, matched, knowledge, on=day, folder=folder or Path(), first=first)
    return map(_text, results)


def match_result(found: CaseMatches, catalog: Catalog) -> Result:
    """Give the matches of a case as JSON-ready data."""
    disease = catalog.content.diseases.get(found.disease)
    return {
        "case": found.case_id,
        "date": found.on.isoformat(),
        "disease": {"code": found.disease, "name": disease.name if disease else ""},
        "release": {"version": found.release, "digest": found.release_digest},
        "options": [_option(one) for one in found.rematch.options],
        "not_met": {kind.value: count for kind, count in found.rematch.not_met.items()},
        "warnings": list(found.warnings),
    }


def _option(one: ShortOption) -> Result:
    return {
        **_offered(one.offer),
        "state": one.state.value,
        "missing": [_fact(name) for name in one.missing],
    }


# What does not depend on the case is said of every case of a batch alike.
@lru_cache(maxsize=16_384)
def _offered(offer: Offer) -> Result:
    return {
        "kind": offer.kind.value,
        "id": offer.id,
        "title": offer.title,
        "level": None if offer.level is None else offer.level.value,
        "tier": offer.tier or None,
        "regions": [
            {"region": r.region, "status": r.status.value, "since": r.since, "note": r.note}
            for r in offer.regions
        ],
        "expired": offer.expired,
    }


@lru_cache(maxsize=16_384)
def _fact(name: tuple[str, str]) -> Result:
    return {"fact": name[0], "key": name[1], "words": fact_in_words(*name)}


def _text(result: Result) -> str:
    try:
        text = orjson.dumps(result).decode()
    except orjson.JSONEncodeError:  # half of a surrogate pair, which a line of JSON may hold
        return json.dumps(result, separators=(",", ":"))
    # ASCII, as all that the program prints; few characters are anything else.
    return text if text.isascii() else _NOT_ASCII.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]
