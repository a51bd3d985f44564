"""What is compared of a registry: per trial its status, phases, date and sites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from knowledgebase.records.trial import Recruitment

Place = tuple[str, str, str]
"""Country, city and facility, as the registry writes them."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A trial as one snapshot lists it.

    ``sites`` gives the states of the sites at each place (a place may be listed twice); ``None``
    when the snapshot lists no sites at all. ``countries`` is known either way.
    """

    number: str
    title: str
    phases: tuple[str, ...]
    status: Recruitment
    updated: str
    countries: frozenset[str]
    sites: Mapping[Place, tuple[Recruitment, ...]] | None = None

    @property
    def site_count(self) -> int:
        """Count the listed sites; 0 where none are listed."""
        return sum(map(len, self.sites.values())) if self.sites else 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A registry on one day: its trials by number, and how many rows were left out and why."""

    name: str
    trials: Mapping[str, Listed]
    rows: int
    skipped: Mapping[str, int]

    @property
    def with_sites(self) -> bool:
        """Tell whether this snapshot lists sites."""
        return any(trial.sites is not None for trial in self.trials.values())

    @property
    def site_count(self) -> int:
        """Count all sites listed."""
        return sum(trial.site_count for trial in self.trials.values())


def reasons(skipped: list[str]) -> Mapping[str, int]:
    """Count reasons, the most frequent first."""
    return dict(Counter(skipped).most_common())
