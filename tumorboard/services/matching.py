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

    def matched(case: Case) -> str:
        return match_text(match_case(case, knowledge, day), knowledge)

    place = folder or Path()
    return each_case(lines, matched, _text, knowledge, on=day, folder=place, first=first)


def match_text(found: CaseMatches, catalog: Catalog) -> str:
    """Give the matches of a case as one line of JSON."""
    disease = catalog.content.diseases.get(found.disease)
    head = {
        "case": found.case_id,
        "date": found.on.isoformat(),
        "disease": {"code": found.disease, "name": disease.name if disease else ""},
        "release": {"version": found.release, "digest": found.release_digest},
    }
    tail = {
        "not_met": {kind.value: count for kind, count in found.rematch.not_met.items()},
        "warnings": list(found.warnings),
    }
    options = ",".join(map(_option, found.rematch.options))
    return f'{_text(head)[:-1]},"options":[{options}],{_text(tail)[1:]}'


# Texts of options by identity, with the option, so that no other can come to stand at its place.
# The same option is given to many cases; comparing options takes as long as writing them.
_WRITTEN: dict[int, tuple[ShortOption, str]] = {}
_MOST_WRITTEN = 65_536


def _option(one: ShortOption) -> str:
    kept = _WRITTEN.get(id(one))
    if kept is not None and kept[0] is one:
        return kept[1]
    missing = ",".join(map(_fact, one.missing))
    text = f'{_offered(one.offer)},"state":"{one.state}","missing":[{missing}]}}'
    if len(_WRITTEN) >= _MOST_WRITTEN:
        _WRITTEN.clear()
    _WRITTEN[id(one)] = one, text
    return text


def _offered(offer: Offer) -> str:
    """Write what does not depend on the case, without the closing brace."""
    return _text(
        {
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
    )[:-1]


@lru_cache(maxsize=16_384)
def _fact(name: tuple[str, str]) -> str:
    return _text({"fact": name[0], "key": name[1], "words": fact_in_words(*name)})


def _text(result: Result) -> str:
    try:
        text = orjson.dumps(result).decode()
    except orjson.JSONEncodeError:  # half of a surrogate pair, which a line of JSON may hold
        return json.dumps(result, separators=(",", ":"))
    # ASCII, as all that the program prints; few characters are anything else.
    return text if text.isascii() else _NOT_ASCII.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]
