"""What may stand in CHROM, POS, REF and ALT (VCF specification, sections 1.6.1 and 5)."""

from __future__ import annotations

import re

MAX_POS = 2**31 - 1
_BASES = re.compile(r"[ACGTNacgtn]+")
_SYMBOLIC = re.compile(r"<[^\s<>,]+>")
_SINGLE_BREAKEND = re.compile(r"\.[ACGTNacgtn]+|[ACGTNacgtn]+\.")
_MATE = r"(?:<[^\s<>]+>|[^\s<>\[\]]+):[0-9]+"
_BREAKEND = re.compile(
    rf"(?:\.?[ACGTNacgtn]+|[ACGTNacgtn]*\.)(?:\[{_MATE}\[|\]{_MATE}\])"
    rf"|(?:\[{_MATE}\[|\]{_MATE}\])(?:[ACGTNacgtn]+\.?|\.[ACGTNacgtn]*)"
)
_CHROM = re.compile(
    r"[0-9A-Za-z!#$%&+./;?@^_|~-][0-9A-Za-z!#$%&+./;=?@^_|~-]*|<[0-9A-Za-z!#$%&*+./;=?@^_|~-]+>"
)
_POS = re.compile(r"[0-9]{1,10}")


def is_bases(text: str) -> bool:
    """Tell whether the text is a sequence of A, C, G, T and N in either case."""
    return _BASES.fullmatch(text) is not None


def is_alternative(text: str) -> bool:
    """Tell whether the text is an allele of ALT: bases, ``*``, symbolic or a breakend."""
    return (
        is_bases(text)
        or text == "*"
        or _SYMBOLIC.fullmatch(text) is not None
        or _SINGLE_BREAKEND.fullmatch(text) is not None
        or _BREAKEND.fullmatch(text) is not None
    )


def is_chrom(text: str) -> bool:
    """Tell whether the text can name a chromosome that the header does not declare."""
    return _CHROM.fullmatch(text) is not None


def position(text: str) -> int | None:
    """Give the position, ``None`` when it is not a whole number from 0 to 2147483647."""
    if not _POS.fullmatch(text):
        return None
    value = int(text)
    return value if value <= MAX_POS else None
