"""``make bench``: run every ``bench_*`` module of this folder and print one table."""

from __future__ import annotations

import importlib
from pathlib import Path


def main() -> None:
    rows = []
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        rows += importlib.import_module(f"tests.bench.{path.stem}").main()
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in (("what", "measured", "bar"), *rows):
        print(
            "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        )


if __name__ == "__main__":
    main()
