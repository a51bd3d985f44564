"""The child process of :mod:`tumorboard.vcf.bcf`: write a file or a region of it as VCF text.

Run as ``python -m tumorboard.vcf.bcf_child FILE [REGION]``. Exits with 0, with 3 when the index
is missing, or with any other code, a crash included, when the file cannot be read.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

NO_INDEX = 3


def main(arguments: list[str]) -> int:
    """Write the header and the records; give the exit code."""
    from cyvcf2 import VCF

    warnings.simplefilter("ignore")
    path = arguments[0]
    if len(arguments) > 1 and not any(Path(path + end).exists() for end in (".tbi", ".csi")):
        return NO_INDEX
    source = VCF(path)
    write = sys.stdout.buffer.write
    write(source.raw_header.rstrip("\n").encode("utf-8", "surrogateescape") + b"\n")
    for variant in source(arguments[1]) if len(arguments) > 1 else source:
        write(str(variant).rstrip("\n").encode("utf-8", "surrogateescape") + b"\n")
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
