"""Which genome build a file's positions belong to: told by its header or left open, not guessed.

Lengths: GRCh37.p13 (GCA_000001405.14) and GRCh38.p14 (GCA_000001405.29) assembly reports, NCBI.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from tumorboard.domain.variant import Assembly

_NAMES = (*(str(number) for number in range(1, 23)), "X", "Y")
_LENGTHS_37 = (
    249250621, 243199373, 198022430, 191154276, 180915260, 171115067, 159138663, 146364022,
    141213431, 135534747, 135006516, 133851895, 115169878, 107349540, 102531392, 90354753,
    81195210, 78077248, 59128983, 63025520, 48129895, 51304566, 155270560, 59373566,
)  # fmt: skip
_LENGTHS_38 = (
    248956422, 242193529, 198295559, 190214555, 181538259, 170805979, 159345973, 145138636,
    138394717, 133797422, 135086622, 133275309, 114364328, 107043718, 101991189, 90338345,
    83257441, 80373285, 58617616, 64444167, 46709983, 50818468, 156040895, 57227415,
)  # fmt: skip
LENGTHS: Mapping[Assembly, Mapping[str, int]] = MappingProxyType(
    {
        Assembly.GRCH37: MappingProxyType(dict(zip(_NAMES, _LENGTHS_37, strict=True))),
        Assembly.GRCH38: MappingProxyType(dict(zip(_NAMES, _LENGTHS_38, strict=True))),
    }
)
_WORDS = {
    Assembly.GRCH37: re.compile(
        r"(?i)GRCh37|hg19|hs37d5|g1k_v37|(?<![a-z0-9])b37(?![0-9])|build[ _]?37"
    ),
    Assembly.GRCH38: re.compile(r"(?i)GRCh38|hg38|hs38|(?<![a-z0-9])b38(?![0-9])|build[ _]?38"),
}
_ANNOTATOR_KEYS = frozenset({"VEP", "SnpEffCmd", "SnpEffVersion"})
_ASSEMBLY_TAG = re.compile(r"""(?:^<|,)\s*assembly=("[^"]*"|[^,>]*)""")
_ASK = "choose GRCh37 or GRCh38 as the laboratory states it"


def plain_chrom(name: str) -> str:
    """Give a chromosome's name without ``chr``."""
    return name[3:] if name[:3].lower() == "chr" else name


def recognise_assembly(
    contigs: Mapping[str, int | None], meta: Iterable[tuple[str, str]]
) -> tuple[Assembly | None, str]:
    """Tell the build and where the header says so, or ``None`` and what to ask.

    Four kinds of witness count: contig lengths, contig ``assembly`` tags, the ``##reference`` and
    ``##assembly`` lines, and the annotator's own line. Where two disagree the build is open.
    """
    witnesses = {
        name: builds for name, builds in _witnesses(contigs, tuple(meta)).items() if builds
    }
    told = set().union(*witnesses.values()) if witnesses else set()
    sources = ", ".join(witnesses)
    if len(told) == 1:
        return told.pop(), f"by {sources}"
    if told:
        return None, f"the header names both genome builds ({sources}); {_ASK}"
    return None, f"the header does not say which genome build it uses; {_ASK}"


def _witnesses(
    contigs: Mapping[str, int | None], meta: tuple[tuple[str, str], ...]
) -> dict[str, set[Assembly]]:
    tags = [_ASSEMBLY_TAG.findall(value) for key, value in meta if key == "contig"]
    return {
        "contig lengths": _by_length(contigs),
        "contig assembly tags": _by_words(tag for found in tags for tag in found),
        "the reference line": _by_words(v for k, v in meta if k in {"reference", "assembly"}),
        "the annotator's line": _by_words(v for k, v in meta if k in _ANNOTATOR_KEYS),
    }


def _by_length(contigs: Mapping[str, int | None]) -> set[Assembly]:
    return {
        assembly
        for assembly, lengths in LENGTHS.items()
        for name, length in contigs.items()
        if length is not None and lengths.get(plain_chrom(name)) == length
    }


def _by_words(texts: Iterable[str]) -> set[Assembly]:
    found = list(texts)
    return {
        assembly for assembly, words in _WORDS.items() if any(words.search(text) for text in found)
    }
