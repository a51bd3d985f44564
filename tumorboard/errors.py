"""The errors of the clinical core; see :class:`knowledgebase.errors.UserError` for the rule."""

from knowledgebase.errors import UserError


class VariantFileError(UserError):
    """The file is refused whole: damaged, not a VCF, or over a stated limit."""


class CaseFileError(UserError):
    """A case file that cannot be read; the sentence names file, line and field."""


class StorageError(UserError):
    """The database cannot be opened, is of another version, or refused a change."""


class BoardError(UserError):
    """A step the board's rules do not allow: an override without reason, a second signature."""


class ReportError(UserError):
    """A report that cannot be rendered, signed or verified."""


class Cancelled(Exception):
    """The user stopped a long task; nothing was stored."""
