"""A comparison of snapshots as the work of a trial office: words, and plain data for JSON."""

from __future__ import annotations

from collections import Counter
from typing import Any

from knowledgebase.records.trial import Recruitment
from knowledgebase.snapshots.changes import Change, Comparison, Kind, SiteChange, SiteKind

_HEADINGS = {
    Kind.NEW: "New in the registry",
    Kind.OPENED: "Opened: takes patients now",
    Kind.CLOSED: "Closed: takes no patients any more",
    Kind.STATUS: "Status changed otherwise",
    Kind.SITES: "Sites changed",
    Kind.GONE: "No longer in the registry's list",
}
_SITE_WORDS = {
    SiteKind.ADDED: "new site",
    SiteKind.LEFT: "site no longer listed",
    SiteKind.OPENED: "site opened",
    SiteKind.CLOSED: "site closed",
    SiteKind.STATUS: "site's status changed",
    SiteKind.COUNTRY_ADDED: "new country",
    SiteKind.COUNTRY_LEFT: "country no longer listed",
}
_SITES_SHOWN = 5
"""So many sites of one trial are named; the rest is counted by country."""


def in_words(comparison: Comparison) -> list[str]:
    """Write the worklist; what has nothing to do is only counted."""
    lines = _summary(comparison)
    for kind, heading in _HEADINGS.items():
        of_kind = [change for change in comparison.changes if change.kind is kind]
        if of_kind:
            lines += ["", f"{heading} ({len(of_kind)})"]
            lines += [line for change in of_kind for line in _trial_lines(change)]
    return lines


def as_data(comparison: Comparison) -> dict[str, Any]:
    """Give the comparison for JSON; trials with nothing to do are only counted."""
    return {
        "old": _snapshot(comparison, old=True),
        "new": _snapshot(comparison, old=False),
        "sites_compared": comparison.sites_compared,
        "totals": {kind.value: count for kind, count in comparison.totals().items()},
        "site_totals": {kind.value: count for kind, count in comparison.site_totals().items()},
        "changes": [_data(change) for change in comparison.changes if change.kind in _HEADINGS],
    }


def _summary(comparison: Comparison) -> list[str]:
    old, new, totals = comparison.old, comparison.new, comparison.totals()
    lines = [
        f"{old.name}: {len(old.trials)} trials; {new.name}: {len(new.trials)} trials.",
        "; ".join(f"{count} {kind}" for kind, count in totals.items()) + ".",
    ]
    if not comparison.sites_compared:
        lines.append("Not both list sites, so countries are compared and no sites.")
    sites = [f"{count} {kind}" for kind, count in comparison.site_totals().items() if count]
    if sites:
        lines.append("At sites: " + "; ".join(sites) + ".")
    for snapshot in (old, new):
        for reason, count in snapshot.skipped.items():
            lines.append(f"{snapshot.name}: {count} rows left out: {reason}.")
    return lines


def _trial_lines(change: Change) -> list[str]:
    trial = change.trial
    phase = f"phase {'/'.join(trial.phases)}" if trial.phases else "phase not stated"
    where = ", ".join(change.countries[:4]) + (", ..." if len(change.countries) > 4 else "")
    lines = [f"  {trial.number} {trial.title} ({phase}{'; ' + where if where else ''})"]
    if change.kind in (Kind.NEW, Kind.GONE):
        lines.append(f"      {trial.status}")
    elif change.before is not None and change.before.status is not trial.status:
        lines.append(f"      {change.before.status} → {trial.status}")
    lines += [f"      {_site_line(site)}" for site in change.sites[:_SITES_SHOWN]]
    rest = Counter(site.country for site in change.sites[_SITES_SHOWN:])
    if rest:
        counted = ", ".join(f"{country} {count}" for country, count in rest.items())
        lines.append(f"      further changes: {counted}")
    return lines


def _site_line(site: SiteChange) -> str:
    place = ", ".join(part for part in (site.country, site.city, site.facility) if part)
    states = " → ".join(_states(one) for one in (site.before, site.after) if one)
    return f"{_SITE_WORDS[site.kind]}: {place}" + (f" ({states})" if states else "")


def _states(states: tuple[Recruitment, ...]) -> str:
    return ", ".join(states)


def _snapshot(comparison: Comparison, *, old: bool) -> dict[str, Any]:
    snapshot = comparison.old if old else comparison.new
    return {
        "name": snapshot.name,
        "rows": snapshot.rows,
        "trials": len(snapshot.trials),
        "sites": snapshot.site_count if snapshot.with_sites else None,
        "skipped": dict(snapshot.skipped),
    }


def _data(change: Change) -> dict[str, Any]:
    trial, before, after = change.trial, change.before, change.after
    return {
        "kind": change.kind.value,
        "id": trial.number,
        "title": trial.title,
        "phases": list(trial.phases),
        "countries": list(change.countries),
        "status_before": before.status.value if before else None,
        "status_after": after.status.value if after else None,
        "updated": trial.updated,
        "sites": [
            {
                "kind": site.kind.value,
                "country": site.country,
                "city": site.city,
                "facility": site.facility,
                "before": [state.value for state in site.before],
                "after": [state.value for state in site.after],
            }
            for site in change.sites
        ],
    }
