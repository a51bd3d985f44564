"""The plainest possible reading of a VCF, so that tests of one room need no other."""

import gzip
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

from tumorboard.vcf.header import Definition, Header
from tumorboard.vcf.record import Record

_DEFINITION = re.compile(
    r"<ID=(?P<id>[^,>]+).*?Number=(?P<number>[^,]+).*?Type=(?P<type>[^,]+)"
    r'.*?Description="(?P<description>.*)"'
)


def header(
    meta: str = "", samples: tuple[str, ...] = (), infos: dict[str, str] | None = None
) -> Header:
    """Make a header from ``##`` lines (without the marks) and INFO descriptions."""
    described = {key: Definition(key, ".", "String", text) for key, text in (infos or {}).items()}
    lines = [line.strip() for line in meta.splitlines() if line.strip()]
    pairs = tuple((key, value) for key, _, value in (line.partition("=") for line in lines))
    return Header("VCFv4.2", described, {}, {}, {}, samples, pairs, len(lines) + 1)


def record(
    ref: str, alts: str, fmt: str = "", samples: tuple[str, ...] = (), info: str = ""
) -> Record:
    return Record(
        line=1,
        chrom="1",
        pos=100,
        ids=".",
        ref=ref,
        alts=() if alts == "." else tuple(alts.split(",")),
        qual=".",
        filters=(),
        info=dict(item.partition("=")[::2] for item in info.split(";") if item),
        format=tuple(fmt.split(":")) if fmt else (),
        samples=samples,
    )


def text_of(path: Path) -> str:
    raw = path.read_bytes()
    data = gzip.decompress(raw) if path.suffix == ".gz" else raw
    return data.decode("utf-8", "surrogateescape")


def members_of(path: Path) -> Iterator[tuple[str, str]]:
    """Give the name and text of every VCF in an archive."""
    with tarfile.open(path) as archive:
        for member in archive:
            source = archive.extractfile(member) if member.isfile() else None
            if source is None or ".vcf" not in member.name:
                continue
            raw = source.read()
            data = gzip.decompress(raw) if member.name.endswith(".gz") else raw
            yield member.name, data.decode("utf-8", "surrogateescape")


def read_plainly(text: str) -> tuple[Header, list[Record]]:
    """Split a VCF into header and records by tabs, semicolons and equals signs alone."""
    infos: dict[str, Definition] = {}
    meta: list[tuple[str, str]] = []
    names: tuple[str, ...] = ()
    records: list[Record] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("##"):
            key, _, value = line[2:].partition("=")
            meta.append((key, value))
            match = _DEFINITION.match(value)
            if key == "INFO" and match:
                infos[match["id"]] = Definition(**match.groupdict())
        elif line.startswith("#"):
            names = tuple(line.split("\t")[9:])
        elif line.count("\t") >= 7:
            records.append(_record(number, line.split("\t")))
    return Header("", infos, {}, {}, {}, names, tuple(meta), len(meta) + 1), records


def _record(number: int, columns: list[str]) -> Record:
    return Record(
        line=number,
        chrom=columns[0],
        pos=int(columns[1]),
        ids=columns[2],
        ref=columns[3],
        alts=() if columns[4] == "." else tuple(columns[4].split(",")),
        qual=columns[5],
        filters=(),
        info=dict(item.partition("=")[::2] for item in columns[7].split(";")),
        format=tuple(columns[8].split(":")) if len(columns) > 8 else (),
        samples=tuple(columns[9:]),
    )
