"""The errors of the clinical core; see :class:`knowledgebase.errors.UserError` for the rule."""

from knowledgebase.errors import UserError


class VariantFileError(UserError):
    """The file is refused whole: damaged, not a VCF, or over a stated limit."""


class CaseFileError(UserError):
    """A case that cannot be read; the sentence names file, line and field.

    ``field`` is the path of the faulty field (``("patient", "age")``), ``fault`` the sentence
    without the place, for a form that shows it beside the field.
    """

    def __init__(self, sentence: str, field: tuple[str | int, ...] = (), fault: str = "") -> None:
        super().__init__(sentence)
        self.field = field
        self.fault = fault or sentence


class StorageError(UserError):
    """The database cannot be opened, is of another version, or refused a change."""


class BoardError(UserError):
    """A step the board's rules do not allow: an override without reason, a second signature."""


class ReportError(UserError):
    """A report that cannot be rendered, signed or verified."""


class Cancelled(Exception):
    """The user stopped a long task; nothing was stored."""
