"""The workbench: every use case of the board, shared by the window and the command line.

Each method that writes is one transaction with one entry in the audit log, and gives the case as
it stands afterwards. A step the board does not allow raises
:class:`tumorboard.errors.BoardError`; a database that refuses, or a case somebody else changed
meanwhile, :class:`tumorboard.errors.StorageError`. Both are one sentence for the user.

``seen`` is the ``version`` of the :class:`OpenCase` the user looked at; with it, a write is
refused when the case has changed since. Without it the write applies to the case as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tumorboard.domain.board import Person
from tumorboard.domain.case import Case
from tumorboard.domain.conclusion import Tier
from tumorboard.domain.frozen import FrozenBoardCase
from tumorboard.domain.open_case import CaseSummary, OpenCase
from tumorboard.domain.progress import Progress, silent
from tumorboard.domain.variant import Assembly, SampleRole
from tumorboard.storage.database import Database

if TYPE_CHECKING:
    from knowledgebase.catalog import Catalog

__all__ = ["CaseSummary", "OpenCase", "Workbench"]


def _now() -> datetime:
    return datetime.now().astimezone()


class Workbench:
    """The use cases over one database and one release of the knowledge base.

    Methods may be called from any thread; each opens its own connection.
    """

    def __init__(
        self, database: Database, catalog: Catalog, *, clock: Callable[[], datetime] = _now
    ) -> None:
        self.database = database
        self.catalog = catalog
        self._clock = clock

    # Reading

    def list_cases(self) -> tuple[CaseSummary, ...]:
        """Give a line per case, last changed first."""
        raise NotImplementedError

    def get(self, case_id: str) -> OpenCase:
        """Give a case as it stands; raises ``StorageError`` when there is none of this id."""
        raise NotImplementedError

    def cases_with_gene(self, gene: str) -> tuple[CaseSummary, ...]:
        """Give the cases whose present variant file reports an allele of this gene."""
        raise NotImplementedError

    # The case's facts: every change sends a case that is ready back to draft

    def create_case(self, case: Case, by: Person, *, demo: bool = False) -> OpenCase:
        """Store a new case; its id must be new. A variant file it carries is imported too."""
        raise NotImplementedError

    def update_case(self, case: Case, by: Person, *, seen: int) -> OpenCase:
        """Store changed clinical facts; the variant file stays as imported."""
        raise NotImplementedError

    def import_variants(
        self,
        case_id: str,
        path: Path,
        by: Person,
        *,
        roles: Mapping[str, SampleRole] | None = None,
        assembly: Assembly | None = None,
        progress: Progress = silent,
        seen: int | None = None,
    ) -> OpenCase:
        """Read a variant file into the case, all or nothing; replaces the former file.

        ``roles`` are the samples' roles the user chose, which count as confirmed. The former
        import and the decisions made on it stay in the history. Raises ``VariantFileError`` when
        the file is refused, ``Cancelled`` when ``progress`` says so; nothing is stored then.
        """
        raise NotImplementedError

    def confirm_samples(self, case_id: str, by: Person, *, seen: int | None = None) -> OpenCase:
        """Confirm the roles the reader recognised; to change them, import with ``roles``."""
        raise NotImplementedError

    def acknowledge_rejections(
        self, case_id: str, by: Person, *, seen: int | None = None
    ) -> OpenCase:
        """Note that somebody saw which lines of the present file were rejected."""
        raise NotImplementedError

    # Conclusions and decisions

    def evaluate(
        self, case_id: str, by: Person, *, on: date | None = None, seen: int | None = None
    ) -> OpenCase:
        """Evaluate the case with the present knowledge, as of a day (today), and store it."""
        raise NotImplementedError

    def decide_tier(
        self,
        case_id: str,
        finding: str,
        tier: Tier,
        by: Person,
        *,
        reason: str = "",
        seen: int | None = None,
    ) -> OpenCase:
        """Accept the suggested tier of a finding, or override it with a reason."""
        raise NotImplementedError

    def recommend(
        self, case_id: str, text: str, by: Person, *, seen: int | None = None
    ) -> OpenCase:
        """Store the board's recommendation, replacing the former one (kept in the history)."""
        raise NotImplementedError

    # The board's flow

    def obstacles_to_ready(self, case_id: str, by: Person) -> tuple[str, ...]:
        """Say in sentences what keeps this person from marking the case ready; empty if nothing."""
        raise NotImplementedError

    def mark_ready(self, case_id: str, by: Person, *, seen: int | None = None) -> OpenCase:
        """Mark the case ready for the board."""
        raise NotImplementedError

    def check_can_sign(self, case_id: str, by: Person) -> tuple[str, ...]:
        """Say in sentences what keeps this person from signing; empty if nothing."""
        raise NotImplementedError

    def freeze(self, case_id: str) -> FrozenBoardCase:
        """Give all a report prints, as of now; of a signed case exactly what was signed."""
        raise NotImplementedError

    def record_sign_off(
        self, frozen: FrozenBoardCase, by: Person, at: datetime, pdf_sha256: str, meaning: str
    ) -> OpenCase:
        """Note that the PDF made of ``frozen`` was signed; from now on the case cannot change.

        ``at`` is aware of its zone, ``pdf_sha256`` is of the whole signed file, hexadecimal.
        Refused when the case no longer is what ``frozen`` shows, or when anything of
        :meth:`check_can_sign` stands.
        """
        raise NotImplementedError
