"""Asks the live registry ClinicalTrials.gov, API version 2.

Every wait and every size is bounded, and without network there is one sentence. Nothing about a
patient is ever sent: a query is an NCT number or a condition that the user typed.
"""

from __future__ import annotations

import http.client
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from knowledgebase.importers.clinicaltrials_gov import studies_of
from knowledgebase.importers.draft import ImportFault, shown

ADDRESS = "https://clinicaltrials.gov/api/v2"
LARGEST_ANSWER = 64 * 1024 * 1024
PAGE = 50
MOST_STUDIES = 5000

_NCT = re.compile(r"NCT[0-9]{8}")
_CHUNK = 1 << 16


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirection within the registry only."""

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            fp.close()
            raise ImportFault(
                "ClinicalTrials.gov sent the request to another address; nothing was imported"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class RegistryClient:
    """A client of the registry at ``address``.

    ``timeout`` bounds each wait and ``deadline`` each whole answer, in seconds. Raises
    :class:`ImportFault` with one sentence for whatever goes wrong.
    """

    def __init__(
        self, address: str = ADDRESS, *, timeout: float = 20.0, deadline: float = 120.0
    ) -> None:
        self.address = address.rstrip("/")
        self.timeout = timeout
        self.deadline = deadline
        self._opener = urllib.request.build_opener(_SameHost)

    def study(self, number: str) -> list[Any]:
        """Give the one study with this NCT number."""
        if not _NCT.fullmatch(number):
            raise ImportFault(f'"{shown(number, 20)}" is no NCT number; write NCT and eight digits')
        text = self._get(f"/studies/{number}", {"format": "json"}, f"study {number}")
        return studies_of(text, f"the answer for {number}")[:1]

    def studies(self, condition: str, *, most: int = 200) -> list[Any]:
        """Give studies of a condition in the registry's order, at most ``most``."""
        if not condition.strip():
            raise ImportFault("The query is empty; write a condition, such as myeloma.")
        if not 1 <= most <= MOST_STUDIES:
            raise ImportFault(f"Ask for 1 to {MOST_STUDIES} studies.")
        found: list[Any] = []
        tokens: set[str] = set()
        asked = {"format": "json", "query.cond": condition.strip(), "pageSize": str(PAGE)}
        while True:
            text = self._get("/studies", asked, "studies")
            found += studies_of(text, "the answer")
            token = _next_token(text)
            if len(found) >= most or not token:
                return found[:most]
            if token in tokens:
                raise ImportFault(
                    "ClinicalTrials.gov gave the same page again and again; try later"
                )
            tokens.add(token)
            asked["pageToken"] = token

    def _get(self, path: str, asked: dict[str, str], what: str) -> str:
        address = f"{self.address}{path}?{urllib.parse.urlencode(asked)}"
        # The scheme is that of the address given to the client, never one from an answer.
        request = urllib.request.Request(address, headers={"Accept": "application/json"})  # noqa: S310
        try:
            with self._opener.open(request, timeout=self.timeout) as answer:
                return self._body(answer)
        except urllib.error.HTTPError as error:
            error.close()
            raise ImportFault(_refusal(error.code, what)) from None
        except (OSError, ValueError, http.client.HTTPException) as error:
            if isinstance(error, UnicodeDecodeError):
                raise ImportFault("ClinicalTrials.gov's answer is not UTF-8 text.") from None
            reason = getattr(error, "reason", error)
            raise ImportFault(
                f"ClinicalTrials.gov cannot be reached ({shown(str(reason), 60)}); check the "
                "network, or fetch the JSON elsewhere and import the file"
            ) from None

    def _body(self, answer: Any) -> str:
        ends = time.monotonic() + self.deadline
        parts: list[bytes] = []
        size = 0
        while part := answer.read1(_CHUNK):
            size += len(part)
            if size > LARGEST_ANSWER:
                raise ImportFault(
                    f"ClinicalTrials.gov's answer is larger than {LARGEST_ANSWER} bytes; ask for "
                    "fewer studies"
                )
            if time.monotonic() > ends:
                raise ImportFault("ClinicalTrials.gov answers too slowly; try again later.")
            parts.append(part)
        return b"".join(parts).decode("utf-8")


def _refusal(code: int, what: str) -> str:
    if code == 404:
        return f"ClinicalTrials.gov has no {what}; check the number"
    if code == 429:
        return "ClinicalTrials.gov asks to wait; try again in a minute"
    return f"ClinicalTrials.gov refused the request for {what} (HTTP {code}); try again later"


def _next_token(text: str) -> str:
    data = json.loads(text)
    token = data.get("nextPageToken", "") if isinstance(data, dict) else ""
    return token if isinstance(token, str) and len(token) < 500 else ""
