"""A batch by a cluster's workers: the same lines, one knowledge release on all of them."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from tumorboard.errors import CaseFileError
from tumorboard.services.batch import CHUNK, evaluate_with, evaluated
from tumorboard.services.evaluation import evaluate_batch
from ui.cli import main

distributed = pytest.importorskip("distributed", reason="the extra [cluster] is not installed")

DAY = date(2026, 11, 21)
CASE = {"patient": {"pseudonym": "P-1"}, "disease": "AML", "karyotype": "46,XX,t(8;21)[20]"}


@pytest.fixture(scope="module")
def cluster():
    """Run a scheduler and two workers as processes of this machine."""
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=":0",
        silence_logs=50,
    ) as local:
        yield local


def lines(count):
    given = [json.dumps({**CASE, "id": f"C-{at}"}).encode() for at in range(count)]
    given[CHUNK + 3] = b"{not json"
    return given


def test_a_cluster_gives_the_same_lines_in_the_same_order(cluster):
    given = lines(3 * CHUNK)
    alone = [json.dumps(one) for one in evaluate_batch(given, on=DAY)]
    with distributed.Client(cluster) as client:
        found = evaluate_with(client.get_executor(), given, on=DAY, folder=Path())
        assert list(found) == alone
    assert json.loads(alone[CHUNK + 3])["line"] == CHUNK + 4


def test_the_command_shares_a_batch_out_to_a_cluster(cluster, tmp_path, capsys):
    path = tmp_path / "cases.jsonl"
    path.write_bytes(b"\n".join(lines(CHUNK + 8)) + b"\n")
    address = cluster.scheduler_address
    words = ["evaluate", "--batch", str(path), "--on", "2026-11-21"]
    assert main([*words, "--cluster", address]) == 0
    by_cluster = capsys.readouterr().out
    assert main([*words, "--jobs", "1"]) == 0
    assert by_cluster == capsys.readouterr().out


def test_a_scheduler_that_does_not_answer_is_one_sentence(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("ui.commands.cases._CONNECT", 0.3)
    path = tmp_path / "cases.jsonl"
    path.write_text("{}\n")
    assert main(["evaluate", "--batch", str(path), "--cluster", "tcp://127.0.0.1:9"]) == 2
    said = capsys.readouterr().err
    assert "does not answer" in said
    assert said.count("\n") == 1


def test_a_worker_with_another_release_is_refused():
    with pytest.raises(CaseFileError, match="install the same on all"):
        evaluated([b"{}"], 1, DAY, Path(), "0" * 64)
    with ThreadPoolExecutor(1) as executor:
        found = list(evaluate_with(executor, lines(CHUNK + 5), on=DAY, folder=Path()))
    assert len(found) == CHUNK + 5
