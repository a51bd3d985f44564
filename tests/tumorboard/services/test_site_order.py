"""A trial's sites in the hospital's order."""

from pathlib import Path

import pytest

from knowledgebase.records.trial import Recruitment, Site
from tumorboard.errors import CaseFileError
from tumorboard.services import site_order
from tumorboard.services.site_order import NORDIC_FIRST, in_order, own_list

SITES = tuple(
    Site(facility, city, country, Recruitment.RECRUITING)
    for facility, city, country in (
        ("MD Anderson", "Houston", "United States"),
        ("Oslo University Hospital", "Oslo", "Norway"),
        ("Aarhus University Hospital", "Aarhus", "Denmark"),
        ("Rigshospitalet", "Copenhagen", "Denmark"),
        ("Charité", "Berlin", "Germany"),
    )
)


def names(places: tuple[str, ...]) -> list[str]:
    return [site.city for site in in_order(SITES, places)]


def test_the_nordic_countries_come_first() -> None:
    assert names(NORDIC_FIRST) == ["Aarhus", "Copenhagen", "Oslo", "Berlin", "Houston"]


def test_a_hospitals_own_places_come_first() -> None:
    places = ("rigshospitalet", "Oslo, Norway", "Denmark")
    assert names(places) == ["Copenhagen", "Oslo", "Aarhus", "Berlin", "Houston"]
    assert len(in_order(SITES, ())) == len(SITES)


def test_the_list_is_read_from_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "trial-sites.txt"
    monkeypatch.setattr(site_order, "list_path", lambda: path)
    assert own_list() == NORDIC_FIRST
    path.write_text("# ours first\nRigshospitalet\n\n  Norway \n", encoding="utf-8")
    assert own_list() == ("Rigshospitalet", "Norway")
    for data in (b"\xff\xfe", b"x" * (site_order.LONGEST + 1)):
        path.write_bytes(data)
        with pytest.raises(CaseFileError, match="one place a line"):
            own_list()
