"""One record line of a variant file, split into its columns and checked, but still text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """The columns of one accepted line, as written.

    ``line`` is the 1-based line of the file, ``pos`` the 1-based position (0 = before the
    telomere). ``alts`` is empty for a record without an alternative allele (``.``). ``filters``
    is ``("PASS",)``, the names of the filters failed, or empty for ``.``. ``info`` maps a key to
    its text, a flag to ``""``. ``format`` are the FORMAT keys and ``samples`` the sample columns
    in the header's order, each as written. ``warnings`` are the kinds of harmless deviations from
    the specification that the line has, in words; see :mod:`tumorboard.vcf.deviations`.
    """

    line: int
    chrom: str
    pos: int
    ids: str
    ref: str
    alts: tuple[str, ...]
    qual: str
    filters: tuple[str, ...]
    info: Mapping[str, str]
    format: tuple[str, ...]
    samples: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    def sample_fields(self, column: int) -> dict[str, str]:
        """Give the fields of one sample by FORMAT key; dropped trailing fields are absent."""
        return dict(zip(self.format, self.samples[column].split(":"), strict=False))
