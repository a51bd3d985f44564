import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from knowledgebase.importers import ctgov_client
from knowledgebase.importers.ctgov_client import RegistryClient
from knowledgebase.importers.draft import ImportFault
from tests.knowledgebase.importers.test_clinicaltrials_gov import RECORDED

STUDY = RECORDED.read_bytes()


class Registry(BaseHTTPRequestHandler):
    """Answers as the registry does, from a recorded answer; ``asked`` keeps the requests."""

    asked: list[str]
    mode: str

    def do_GET(self) -> None:
        server: Any = self.server
        server.asked.append(self.path)
        mode = server.mode
        if mode.isdigit():
            self._send(int(mode), b"{}")
        elif mode == "elsewhere":
            self.send_response(302)
            self.send_header("Location", "http://localhost.invalid/")
            self.end_headers()
        elif mode == "silent":
            server.released.wait(5)
        elif mode == "bytes":
            self._send(200, b"\xff\xfe")
        elif mode == "garbage":
            self.wfile.write(b"no HTTP at all\r\n\r\n")
        elif mode == "cut":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"ffff\r\n{")
        elif mode == "html":
            self._send(200, b"<html>")
        elif urlsplit(self.path).path == "/studies/NCT02513394":
            self._send(200, STUDY)
        else:
            self._page(mode)

    def _page(self, mode: str) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        at = int(asked.get("pageToken", ["0"])[0])
        page: dict[str, Any] = {"studies": [json.loads(STUDY)] * int(asked["pageSize"][0])}
        if mode == "loop":
            page["nextPageToken"] = "7"
        elif at < 2:
            page["nextPageToken"] = str(at + 1)
        self._send(200, json.dumps(page).encode())

    def _send(self, code: int, body: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def registry() -> Iterator[Any]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    server.asked, server.mode, server.released = [], "", threading.Event()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


def client(registry: Any, **options: float) -> RegistryClient:
    return RegistryClient(f"http://127.0.0.1:{registry.server_port}", **options)


def test_one_study_is_asked_by_its_number(registry):
    (study,) = client(registry).study("NCT02513394")
    assert study["protocolSection"]["identificationModule"]["nctId"] == "NCT02513394"
    assert registry.asked == ["/studies/NCT02513394?format=json"]


def test_pages_are_followed_to_the_end(registry):
    assert len(client(registry).studies("myeloma", most=5000)) == 150
    assert len(registry.asked) == 3
    first = parse_qs(urlsplit(registry.asked[0]).query)
    assert first == {"format": ["json"], "query.cond": ["myeloma"], "pageSize": ["50"]}
    assert parse_qs(urlsplit(registry.asked[2]).query) == first | {"pageToken": ["2"]}


def test_no_more_is_asked_than_wanted(registry):
    assert len(client(registry).studies("a&b=c #d", most=60)) == 60
    assert len(registry.asked) == 2
    assert parse_qs(urlsplit(registry.asked[0]).query)["query.cond"] == ["a&b=c #d"]


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("404", "has no study NCT02513394"),
        ("429", "asks to wait"),
        ("500", "HTTP 500"),
        ("elsewhere", "sent the request to another address"),
        ("bytes", "is not UTF-8 text"),
        ("html", "this is no JSON"),
        ("silent", "cannot be reached"),
        ("garbage", "cannot be reached"),
        ("cut", "cannot be reached"),
    ],
)
def test_whatever_goes_wrong_is_one_sentence(registry, mode, said):
    registry.mode = mode
    with pytest.raises(ImportFault) as fault:
        client(registry, timeout=0.3).study("NCT02513394")
    assert said in fault.value.sentence
    assert "\n" not in fault.value.sentence


def test_a_page_that_comes_again_and_again_ends(registry):
    registry.mode = "loop"
    with pytest.raises(ImportFault, match="again and again"):
        client(registry).studies("myeloma", most=5000)


def test_an_answer_has_a_largest_size_and_a_deadline(registry, monkeypatch):
    with pytest.raises(ImportFault, match="too slowly"):
        client(registry, deadline=-1).study("NCT02513394")
    monkeypatch.setattr(ctgov_client, "LARGEST_ANSWER", 1000)
    with pytest.raises(ImportFault, match="larger than 1000 bytes"):
        client(registry).study("NCT02513394")


def test_without_network_there_is_one_sentence():
    with pytest.raises(ImportFault, match=r"cannot be reached .*import the file"):
        RegistryClient("http://127.0.0.1:9", timeout=1).study("NCT02513394")


@pytest.mark.parametrize("number", ["NCT1", "../x", "NCT02513394/..", ""])
def test_only_a_number_is_asked(registry, number):
    with pytest.raises(ImportFault, match="no NCT number"):
        client(registry).study(number)
    assert registry.asked == []


@pytest.mark.parametrize(("words", "most"), [("  ", 10), ("x", 0), ("x", 10**6)])
def test_a_query_has_words_and_bounds(registry, words, most):
    with pytest.raises(ImportFault):
        client(registry).studies(words, most=most)
    assert registry.asked == []
