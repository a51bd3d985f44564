"""Small variant files for tests, in every packing."""

import gzip
import struct
import zlib
from pathlib import Path

from tumorboard.vcf.header import Header
from tumorboard.vcf.header_lines import parse_header
from tumorboard.vcf.opening import END_OF_FILE

CONTIGS_38 = b"##contig=<ID=chr1,length=248956422>\n##contig=<ID=chr9,length=138394717>\n"
CSQ = (
    b'##VEP="v110" assembly="GRCh38.p14"\n'
    b'##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. '
    b'Format: Allele|Consequence|IMPACT|SYMBOL|Feature_type|Feature|BIOTYPE|HGVSc|HGVSp">\n'
)
KEYS = (
    b'##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">\n'
    b'##INFO=<ID=AF,Number=A,Type=Float,Description="Fraction">\n'
    b'##INFO=<ID=END,Number=1,Type=Integer,Description="End">\n'
    b'##INFO=<ID=SOMATIC,Number=0,Type=Flag,Description="Somatic">\n'
    b'##FILTER=<ID=low,Description="Low quality">\n'
    b'##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n'
    b'##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Depths">\n'
    b'##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">\n'
)
COLUMNS = b"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"
TWO_SAMPLES = COLUMNS + b"\tFORMAT\tTUMOR\tNORMAL\n"
MISSENSE = b"CSQ=T|missense_variant|MODERATE|IDH2|Transcript|ENST1|protein_coding|c.1A>T|p.M1L"
INTRON = b"CSQ=T|intron_variant|MODIFIER|IDH2|Transcript|ENST1|protein_coding||"


def head(version: bytes = b"4.2", *, annotated: bool = True, columns: bytes = TWO_SAMPLES) -> bytes:
    """Give a header with two samples on GRCh38."""
    parts = [b"##fileformat=VCFv" + version + b"\n", CONTIGS_38, CSQ if annotated else b"", KEYS]
    return b"".join(parts) + columns


def parsed(text: bytes) -> Header:
    """Parse a header given as bytes."""
    return parse_header(text.rstrip(b"\n").split(b"\n"))


def record(
    pos: int = 100,
    *,
    chrom: bytes = b"chr1",
    ref: bytes = b"A",
    alt: bytes = b"T",
    info: bytes = b"DP=20",
    keys: bytes = b"GT:AD:DP",
    tumour: bytes = b"0/1:10,10:20",
    normal: bytes = b"0/0:20,0:20",
    filters: bytes = b"PASS",
) -> bytes:
    """Give one record line with its line break."""
    columns = [chrom, b"%d" % pos, b".", ref, alt, b"50", filters, info, keys, tumour, normal]
    return b"\t".join(columns) + b"\n"


def bgzf_block(data: bytes) -> bytes:
    """Pack at most 64 KiB into one BGZF block."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    header = struct.pack("<4BI2BH2BHH", 31, 139, 8, 4, 0, 0, 255, 6, 66, 67, 2, len(packed) + 25)
    return header + packed + struct.pack("<2I", zlib.crc32(data), len(data))


def bgzf(data: bytes, size: int = 4096) -> bytes:
    """Pack data into BGZF blocks of ``size`` bytes with the end-of-file marker."""
    blocks = [bgzf_block(data[at : at + size]) for at in range(0, len(data), size)]
    return b"".join(blocks) + END_OF_FILE


PACKINGS = {
    "plain": lambda data: data,
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "bgzip": bgzf,
}


def save(folder: Path, data: bytes, name: str = "case.vcf") -> Path:
    """Write a file and give its path."""
    path = folder / name
    path.write_bytes(data)
    return path
