"""What the checks of a record line share."""

from __future__ import annotations

import re

KEY = re.compile(r"[A-Za-z_][0-9A-Za-z_.]*|1000G")
"""An INFO or FORMAT key as VCF 4.3 has it (section 1.6.1 and 1.6.2)."""


class LineFault(Exception):
    """What is wrong with a line, in words that hold no genotype and no sample's name."""


def shortened(key: str) -> str:
    """Give a key of the file in a length that fits a sentence."""
    return key if len(key) <= 30 else f"{key[:30]}…"
