"""What changed between two snapshots: a pure comparison whose totals add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledgebase.records.trial import Recruitment
from knowledgebase.snapshots.snapshot import Listed, Place, Snapshot
from knowledgebase.trials import TAKES_PATIENTS

NORDIC = ("Denmark", "Norway", "Sweden", "Finland", "Iceland")
"""These countries come first unless the hospital names its own."""


class Kind(StrEnum):
    """What happened to a trial; each trial has exactly one."""

    NEW = "new"
    OPENED = "opened"
    CLOSED = "closed"
    STATUS = "status"
    SITES = "sites"
    RENEWED = "renewed"
    UNCHANGED = "unchanged"
    GONE = "gone"


class SiteKind(StrEnum):
    """What happened at a place; ``country`` where a snapshot lists countries only."""

    ADDED = "added"
    LEFT = "left"
    OPENED = "opened"
    CLOSED = "closed"
    STATUS = "status"
    COUNTRY_ADDED = "country added"
    COUNTRY_LEFT = "country left"


@dataclass(frozen=True, slots=True)
class SiteChange:
    """One place where something changed; city and facility are empty for a country."""

    kind: SiteKind
    country: str
    city: str = ""
    facility: str = ""
    before: tuple[Recruitment, ...] = ()
    after: tuple[Recruitment, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One trial: what happened, and its sites, those of the first countries first."""

    kind: Kind
    before: Listed | None
    after: Listed | None
    sites: tuple[SiteChange, ...]
    countries: tuple[str, ...]

    @property
    def trial(self) -> Listed:
        """Give the trial as last listed."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both snapshots' names and every trial of either, once."""

    old: Snapshot
    new: Snapshot
    changes: tuple[Change, ...]
    sites_compared: bool

    def totals(self) -> Mapping[Kind, int]:
        """Count trials by what happened; all kinds, also those with none."""
        counted = Counter(change.kind for change in self.changes)
        return {kind: counted[kind] for kind in Kind}

    def site_totals(self) -> Mapping[SiteKind, int]:
        """Count what happened at sites, over all trials of both snapshots."""
        counted = Counter(site.kind for change in self.changes for site in change.sites)
        return {kind: counted[kind] for kind in SiteKind}


def compare(old: Snapshot, new: Snapshot, first: Sequence[str] = NORDIC) -> Comparison:
    """Compare two snapshots. Sites are compared where both list them, else countries.

    Trials in one of the ``first`` countries come first, then by number.
    """
    with_sites = old.with_sites and new.with_sites
    changes = [
        _change(old.trials.get(number), new.trials.get(number), with_sites, first)
        for number in old.trials.keys() | new.trials.keys()
    ]
    changes.sort(key=lambda change: (_rank(change.countries, first), change.trial.number))
    return Comparison(old, new, tuple(changes), with_sites)


def _change(
    before: Listed | None, after: Listed | None, with_sites: bool, first: Sequence[str]
) -> Change:
    found = after or before
    assert found is not None
    countries = tuple(sorted(found.countries, key=lambda one: (_rank((one,), first), one)))
    if before is None or after is None:
        return Change(Kind.NEW if after else Kind.GONE, before, after, (), countries)
    sites = _sites(before, after) if with_sites else _countries(before, after)
    ordered = tuple(sorted(sites, key=lambda one: (_rank((one.country,), first), _order(one))))
    return Change(_kind(before, after, ordered), before, after, ordered, countries)


def _kind(before: Listed, after: Listed, sites: Sequence[SiteChange]) -> Kind:
    if before.status is not after.status:
        takes = before.status in TAKES_PATIENTS, after.status in TAKES_PATIENTS
        return {(False, True): Kind.OPENED, (True, False): Kind.CLOSED}.get(takes, Kind.STATUS)
    if sites:
        return Kind.SITES
    same = (before.updated, before.phases, before.title) == (
        *(after.updated, after.phases, after.title),
    )
    return Kind.UNCHANGED if same else Kind.RENEWED


def _sites(before: Listed, after: Listed) -> list[SiteChange]:
    old, new = before.sites or {}, after.sites or {}
    return [
        change
        for place in old.keys() | new.keys()
        for change in _at(place, old.get(place, ()), new.get(place, ()))
    ]


def _at(
    place: Place, old: tuple[Recruitment, ...], new: tuple[Recruitment, ...]
) -> list[SiteChange]:
    """Compare a place, listed once or more often: the same states cancel out."""
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    left, added = sorted(gone.elements()), sorted(come.elements())
    changes = []
    for was, now in zip(left, added, strict=False):
        takes = was in TAKES_PATIENTS, now in TAKES_PATIENTS
        kinds = {(False, True): SiteKind.OPENED, (True, False): SiteKind.CLOSED}
        changes.append(SiteChange(kinds.get(takes, SiteKind.STATUS), *place, (was,), (now,)))
    pairs = min(len(left), len(added))
    changes += [SiteChange(SiteKind.LEFT, *place, before=(was,)) for was in left[pairs:]]
    changes += [SiteChange(SiteKind.ADDED, *place, after=(now,)) for now in added[pairs:]]
    return changes


def _countries(before: Listed, after: Listed) -> list[SiteChange]:
    added = after.countries - before.countries
    left = before.countries - after.countries
    return [
        *(SiteChange(SiteKind.COUNTRY_ADDED, country) for country in added),
        *(SiteChange(SiteKind.COUNTRY_LEFT, country) for country in left),
    ]


def _rank(countries: Sequence[str], first: Sequence[str]) -> int:
    return min((first.index(one) for one in countries if one in first), default=len(first))


def _order(site: SiteChange) -> tuple[str, ...]:
    return (site.country, site.city, site.facility, site.kind, str(site.before), str(site.after))
