"""Every shipped record comes back from a release as it went in."""

import json
from importlib.resources import as_file

import pytest

from knowledgebase.catalog import load_shipped
from knowledgebase.files.folder import read_folder
from knowledgebase.files.kinds import KINDS
from knowledgebase.releases.decoding import decoded, encoded
from knowledgebase.releases.places import shipped_folder


@pytest.mark.parametrize("kind", [kind.folder for kind in KINDS])
def test_shipped_records_come_back_the_same(kind: str) -> None:
    for record in getattr(load_shipped(), kind).values():
        again = decoded(kind, json.loads(encoded(record)), getattr(record, "digest", ""))
        assert again == record


def test_a_folder_orders_its_records_as_a_release_does() -> None:
    with as_file(shipped_folder()) as folder:
        content = read_folder(folder, shipped=True).content
    for kind in KINDS:
        names = list(getattr(content, kind.folder))
        assert names == sorted(names), kind.folder
