"""The second process of :mod:`tumorboard.vcf.bulk.pieces`.

A job comes in, the parts that it found go out.
"""

from __future__ import annotations

import gc
import pickle
import sys

from tumorboard.errors import VariantFileError
from tumorboard.vcf.bulk.pieces import Part
from tumorboard.vcf.reader import read_parts


def main() -> None:
    """Read the job from standard input and write parts, or the sentence of a refusal."""
    gc.disable()  # it ends with its one result
    found: dict[int, Part] | str
    try:
        found = read_parts(pickle.load(sys.stdin.buffer))  # noqa: S301 - written by our own parent
    except VariantFileError as refusal:
        found = refusal.sentence
    pickle.dump(found, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
