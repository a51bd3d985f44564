"""In which order a trial's sites are shown: the hospital's own list, else the Nordic countries.

The list is a text file ``trial-sites.txt`` in the program's configuration folder, one place a line:
a country, ``city, country``, or a part of a facility's name; the first line comes first. Lines
that begin with ``#`` are remarks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from knowledgebase.records.trial import Site
from tumorboard.errors import CaseFileError

NORDIC_FIRST = ("Denmark", "Norway", "Sweden", "Finland", "Iceland")
LONGEST = 64 << 10


def own_list() -> tuple[str, ...]:
    """Read the hospital's list; without one the Nordic countries.

    Raises :class:`CaseFileError` for a file that cannot be read as text of this size.
    """
    path = list_path()
    if not path.exists():
        return NORDIC_FIRST
    try:
        with path.open("rb") as file:
            text = file.read(LONGEST + 1).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise _unreadable(path) from None
    if len(text) > LONGEST:
        raise _unreadable(path)
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def list_path() -> Path:
    """Give where the hospital's list lies (it may not exist)."""
    from platformdirs import user_config_path

    return user_config_path("Tumorboard", appauthor=False) / "trial-sites.txt"


def in_order(sites: Iterable[Site], places: Sequence[str]) -> tuple[Site, ...]:
    """Order sites by the first place of the list that names them, then by country and city."""

    def key(site: Site) -> tuple[int, str, str, str]:
        at = next((n for n, place in enumerate(places) if _is_at(site, place)), len(places))
        return at, site.country, site.city, site.facility

    return tuple(sorted(sites, key=key))


def _is_at(site: Site, place: str) -> bool:
    wanted = place.casefold()
    named = (site.country.casefold(), f"{site.city}, {site.country}".casefold())
    return wanted in named or wanted in site.facility.casefold()


def _unreadable(path: Path) -> CaseFileError:
    return CaseFileError(
        f"{path.name}: the list of trial sites is no UTF-8 text of at most {LONGEST >> 10} KiB; "
        "write one place a line, or remove the file."
    )
