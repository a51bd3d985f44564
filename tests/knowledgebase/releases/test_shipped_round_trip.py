"""Every shipped record comes back from a release as it went in."""

import json

import pytest

from knowledgebase.catalog import load_shipped
from knowledgebase.files.kinds import KINDS
from knowledgebase.releases.decoding import decoded, encoded


@pytest.mark.parametrize("kind", [kind.folder for kind in KINDS])
def test_shipped_records_come_back_the_same(kind: str) -> None:
    for record in getattr(load_shipped(), kind).values():
        again = decoded(kind, json.loads(encoded(record)), getattr(record, "digest", ""))
        assert again == record
