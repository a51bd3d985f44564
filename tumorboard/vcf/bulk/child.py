"""The second process of :mod:`tumorboard.vcf.bulk.halves`.

A job comes in, a half goes out.
"""

from __future__ import annotations

import gc
import pickle
import sys

from tumorboard.errors import VariantFileError
from tumorboard.vcf.bulk.halves import Half
from tumorboard.vcf.reader import read_half


def main() -> None:
    """Read the job from standard input and write a :class:`Half`, or the sentence of a refusal."""
    gc.disable()  # it ends with its one result
    found: Half | str
    try:
        found = read_half(pickle.load(sys.stdin.buffer))  # noqa: S301 - written by our own parent
    except VariantFileError as refusal:
        found = refusal.sentence
    pickle.dump(found, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
