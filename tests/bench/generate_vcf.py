"""Write a large synthetic VEP-annotated tumour-normal VCF, the same bytes for the same numbers.

``python -m tests.bench.generate_vcf [RECORDS]`` leaves it under ``bench-output/``. The shape is a
whole genome called by Mutect2 and annotated by VEP (29 CSQ fields, 1-10 transcripts a record,
about 0.7 % coding). Genes, positions and counts are drawn at random and mean nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import struct
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

OUTPUT = Path(__file__).resolve().parents[2] / "bench-output"
VERSION = 5
PART = 50_000
CODING_SHARE = 0.007

CONTIGS = {
    "chr1": 248956422,
    "chr2": 242193529,
    "chr3": 198295559,
    "chr4": 190214555,
    "chr5": 181538259,
    "chr6": 170805979,
    "chr7": 159345973,
    "chr8": 145138636,
    "chr9": 138394717,
    "chr10": 133797422,
    "chr11": 135086622,
    "chr12": 133275309,
    "chr13": 114364328,
    "chr14": 107043718,
    "chr15": 101991189,
    "chr16": 90338345,
    "chr17": 83257441,
    "chr18": 80373285,
    "chr19": 58617616,
    "chr20": 64444167,
    "chr21": 46709983,
    "chr22": 50818468,
    "chrX": 156040895,
    "chrY": 57227415,
}

FIELDS = (
    *("Allele", "Consequence", "IMPACT", "SYMBOL", "Gene", "Feature_type", "Feature", "BIOTYPE"),
    *("EXON", "INTRON", "HGVSc", "HGVSp", "cDNA_position", "CDS_position", "Protein_position"),
    *("Amino_acids", "Codons", "Existing_variation", "DISTANCE", "STRAND", "FLAGS"),
    *("SYMBOL_SOURCE", "HGNC_ID", "CANONICAL", "MANE_SELECT", "SIFT", "PolyPhen", "gnomADg_AF"),
    "CLIN_SIG",
)

HEADER = """\
##fileformat=VCFv4.2
##FILTER=<ID=PASS,Description="Site contains at least one allele that passes filters">
##FILTER=<ID=clustered_events,Description="Clustered events observed in the tumor">
##FILTER=<ID=germline,Description="Evidence indicates this site is germline, not somatic">
##FILTER=<ID=normal_artifact,Description="artifact_in_normal">
##FILTER=<ID=panel_of_normals,Description="Blacklisted site in panel of normals">
##FILTER=<ID=slippage,Description="Site filtered due to contraction of short tandem repeat region">
##FILTER=<ID=weak_evidence,Description="Mutation does not meet likelihood threshold">
##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Allelic depths for the ref and alt alleles">
##FORMAT=<ID=AF,Number=A,Type=Float,Description="Allele fractions of alternate alleles">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Approximate read depth">
##FORMAT=<ID=F1R2,Number=R,Type=Integer,Description="Reads in F1R2 pair orientation">
##FORMAT=<ID=F2R1,Number=R,Type=Integer,Description="Reads in F2R1 pair orientation">
##FORMAT=<ID=FAD,Number=R,Type=Integer,Description="Fragments supporting each allele">
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
##FORMAT=<ID=PGT,Number=1,Type=String,Description="Physical phasing haplotype information">
##FORMAT=<ID=PID,Number=1,Type=String,Description="Physical phasing ID information">
##FORMAT=<ID=PS,Number=1,Type=Integer,Description="Phasing set">
##FORMAT=<ID=SB,Number=4,Type=Integer,Description="Per-sample component statistics">
##INFO=<ID=AS_FilterStatus,Number=A,Type=String,Description="Filter status for each allele">
##INFO=<ID=AS_SB_TABLE,Number=1,Type=String,Description="Allele-specific strand counts">
##INFO=<ID=DP,Number=1,Type=Integer,Description="Approximate read depth">
##INFO=<ID=ECNT,Number=1,Type=Integer,Description="Number of events in this haplotype">
##INFO=<ID=GERMQ,Number=1,Type=Integer,Description="Phred-scaled quality, not germline">
##INFO=<ID=MBQ,Number=R,Type=Integer,Description="median base quality">
##INFO=<ID=MFRL,Number=R,Type=Integer,Description="median fragment length">
##INFO=<ID=MMQ,Number=R,Type=Integer,Description="median mapping quality">
##INFO=<ID=MPOS,Number=A,Type=Integer,Description="median distance from end of read">
##INFO=<ID=NALOD,Number=A,Type=Float,Description="Negative log 10 odds of artifact in normal">
##INFO=<ID=NLOD,Number=A,Type=Float,Description="Normal log 10 likelihood ratio">
##INFO=<ID=PON,Number=0,Type=Flag,Description="site found in panel of normals">
##INFO=<ID=POPAF,Number=A,Type=Float,Description="negative log 10 population allele frequencies">
##INFO=<ID=RPA,Number=R,Type=Integer,Description="Number of times tandem repeat unit is repeated">
##INFO=<ID=RU,Number=1,Type=String,Description="Tandem repeat unit (bases)">
##INFO=<ID=STR,Number=0,Type=Flag,Description="Variant is a short tandem repeat">
##INFO=<ID=TLOD,Number=A,Type=Float,Description="Log 10 likelihood ratio score of variant">
{contigs}
##source=Mutect2
##tumor_sample=SYNTHETIC_T
##normal_sample=SYNTHETIC_N
##VEP="v110" assembly="GRCh38.p14"
##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. \
Format: {fields}">
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tSYNTHETIC_N\tSYNTHETIC_T
""".format(
    contigs="\n".join(f"##contig=<ID={name},length={size}>" for name, size in CONTIGS.items()),
    fields="|".join(FIELDS),
)

# (terms, impact) and how often: of the transcripts of a gene, and of the regulatory features.
OUTSIDE = (
    ("intron_variant", "MODIFIER"),
    ("intron_variant&non_coding_transcript_variant", "MODIFIER"),
    ("upstream_gene_variant", "MODIFIER"),
    ("downstream_gene_variant", "MODIFIER"),
    ("intron_variant&NMD_transcript_variant", "MODIFIER"),
    ("non_coding_transcript_exon_variant", "MODIFIER"),
    ("3_prime_UTR_variant", "MODIFIER"),
    ("5_prime_UTR_variant", "MODIFIER"),
)
OUTSIDE_WEIGHTS = (60, 14, 9, 9, 4, 2, 1.5, 0.5)
CODING = (
    ("missense_variant", "MODERATE"),
    ("synonymous_variant", "LOW"),
    ("stop_gained", "HIGH"),
    ("frameshift_variant", "HIGH"),
    ("inframe_deletion", "MODERATE"),
    ("inframe_insertion", "MODERATE"),
    ("missense_variant&splice_region_variant", "MODERATE"),
    ("splice_donor_variant", "HIGH"),
    ("splice_acceptor_variant", "HIGH"),
    ("start_lost", "HIGH"),
)
CODING_WEIGHTS = (55, 27, 4, 4, 2, 1, 2, 2, 2, 1)
FILTERS = (
    *("PASS", "PASS", "PASS", "weak_evidence", "germline", "germline;panel_of_normals"),
    *("normal_artifact", "clustered_events;weak_evidence", "panel_of_normals", "slippage"),
)
RESIDUES = (
    *("Ala", "Arg", "Asn", "Asp", "Cys", "Gln", "Glu", "Gly", "His", "Ile"),
    *("Leu", "Lys", "Met", "Phe", "Pro", "Ser", "Thr", "Trp", "Tyr", "Val"),
)


class Gene:
    """A made-up gene: symbol, ids and one to ten transcripts with their VEP columns."""

    def __init__(self, number: int, rng: random.Random) -> None:
        self.symbol = f"SYN{number}"
        self.id = f"ENSG{number:011d}"
        self.hgnc = f"HGNC:{number}"
        self.strand = rng.choice(("1", "-1"))
        count = min(10, 1 + int(rng.expovariate(0.36)))
        self.transcripts = tuple(
            (
                f"ENST{number * 100 + i:011d}",
                rng.choice(("protein_coding", "protein_coding", "retained_intron", "lncRNA"))
                if i
                else "protein_coding",
                f"{rng.randrange(1, 30)}/30",
            )
            for i in range(count)
        )


def consequence(gene: Gene, i: int, rng: random.Random, alt: str, known: str, af: str) -> str:
    """One transcript of a record outside the coding sequence, as VEP writes it."""
    transcript, biotype, part = gene.transcripts[i]
    terms, impact = rng.choices(OUTSIDE, OUTSIDE_WEIGHTS)[0]
    stream = terms.endswith("stream_gene_variant")
    intron = part if terms.startswith("intron") else ""
    hgvs = f"{transcript}.4:c.{rng.randrange(50, 4000)}+{rng.randrange(3, 9000)}C>{alt}"
    return (
        f"{alt}|{terms}|{impact}|{gene.symbol}|{gene.id}|Transcript|{transcript}|{biotype}||"
        f"{intron}|{'' if stream else hgvs}||||||"
        f"|{known}|{rng.randrange(1, 5000) if stream else ''}|{gene.strand}||HGNC|{gene.hgnc}|"
        f"{'' if i else 'YES'}|{'' if i else f'NM_{gene.id[-6:]}.3'}|||{af}|"
    )


def coding_consequence(gene: Gene, i: int, rng: random.Random, alt: str, known: str) -> str:
    """One transcript of a record within the coding sequence."""
    transcript, _, part = gene.transcripts[i]
    terms, impact = rng.choices(CODING, CODING_WEIGHTS)[0]
    at = rng.randrange(2, 900)
    old, new = rng.sample(RESIDUES, 2)
    sift = f"deleterious(0.0{rng.randrange(10)})|probably_damaging(0.9{rng.randrange(10)})"
    return (
        f"{alt}|{terms}|{impact}|{gene.symbol}|{gene.id}|Transcript|{transcript}|protein_coding|"
        f"{part}||{transcript}.4:c.{at * 3}C>{alt}|ENSP{transcript[4:]}.2:p.{old}{at}{new}|"
        f"{at * 3 + 210}|{at * 3}|{at}|{old[0]}/{new[0]}|gCt/gTt|{known}||{gene.strand}||HGNC|"
        f"{gene.hgnc}|{'' if i else 'YES'}|{'' if i else f'NM_{gene.id[-6:]}.3'}|"
        f"{sift if terms.startswith('missense') else '|'}||"
        f"{'pathogenic' if rng.random() < 0.05 else ''}"
    )


def annotation(
    rng: random.Random, genes: list[Gene], near: int, alts: list[str], coding: bool
) -> str:
    """The CSQ value of one record."""
    known = f"rs{rng.randrange(10**6, 10**9)}" if rng.random() < 0.55 else ""
    af = f"{rng.random() ** 6:.4g}" if known else ""
    gene = genes[near]
    parts = []
    for alt in alts:
        if coding:
            some = rng.randrange(1, len(gene.transcripts) + 1)
            parts += [
                coding_consequence(gene, i, rng, alt, known)
                if i < some
                else consequence(gene, i, rng, alt, known, af)
                for i in range(len(gene.transcripts))
            ]
        elif rng.random() < 0.3:
            parts.append(
                f"{alt}|intergenic_variant|MODIFIER|||||||||||||||{known}||||||||||{af}|"
                if rng.random() < 0.85
                else f"{alt}|regulatory_region_variant|MODIFIER|||RegulatoryFeature|"
                f"ENSR{rng.randrange(10**11):011d}|enhancer||||||||||{known}||||||||||{af}|"
            )
        else:
            parts += [
                consequence(gene, i, rng, alt, known, af) for i in range(len(gene.transcripts))
            ]
    return ",".join(parts)


def alleles(rng: random.Random) -> tuple[str, list[str]]:
    """REF and ALT: mostly substitutions, some small indels, few multi-allelic sites."""
    kind = rng.random()
    ref, alt, other = rng.sample("ACGT", 3)
    if kind < 0.86:
        return ref, [alt]
    inserted = "".join(rng.choices("ACGT", k=rng.randrange(1, 8)))
    if kind < 0.92:
        return ref + inserted, [ref]
    if kind < 0.985:
        return ref, [ref + inserted]
    return ref, [alt, other]


def counts(rng: random.Random, alts: int, depth: int, share: float) -> tuple[str, str]:
    """FORMAT values of one sample up to FAD, and the strand counts at the end."""
    alternative = [int(depth * share / alts * rng.random()) for _ in range(alts)]
    reference = depth - sum(alternative)
    each = [reference, *alternative]
    first = [n // 2 for n in each]
    second = [n - half for n, half in zip(each, first, strict=True)]
    total = sum(alternative)
    fractions = ",".join(f"{(n + 0.5) / (depth + 2):.3g}" for n in alternative)
    ad = ",".join(map(str, each))
    text = f"{ad}:{fractions}:{depth}:{','.join(map(str, first))}:{','.join(map(str, second))}:{ad}"
    return text, f"{first[0]},{second[0]},{total // 2},{total - total // 2}"


def record(rng: random.Random, chrom: str, pos: int, genes: list[Gene], near: int) -> str:
    """One record line."""
    ref, alts = alleles(rng)
    n = len(alts)
    coding = rng.random() < CODING_SHARE
    depth = rng.randrange(20, 160)
    normal, normal_sb = counts(rng, n, rng.randrange(15, 60), 0.02)
    tumour, tumour_sb = counts(rng, n, depth, 0.6)
    lods = [f"{rng.random() * 60:.2f}" for _ in alts]
    strands = f"{depth // 2},{depth // 2}" + f"|{depth // 5},{depth // 6}" * n
    repeat = rng.random() < 0.12
    phased = rng.random() < 0.1
    info = (
        f"AS_FilterStatus={'|'.join(['SITE'] * n)};AS_SB_TABLE={strands};"
        f"DP={depth + 40};ECNT={rng.randrange(1, 4)};GERMQ={rng.randrange(1, 94)};"
        f"MBQ=31{',30' * n};MFRL={rng.randrange(200, 400)}{f',{rng.randrange(200, 400)}' * n};"
        f"MMQ=60{',60' * n};MPOS={','.join([str(rng.randrange(1, 70))] * n)};"
        f"NALOD={','.join(['1.58'] * n)};NLOD={','.join(lods)};"
        f"{'PON;' if rng.random() < 0.05 else ''}POPAF={','.join(['6.00'] * n)};"
        f"{'RPA=8' + ',7' * n + ';RU=' + rng.choice(('T', 'A', 'CA')) + ';STR;' if repeat else ''}"
        f"TLOD={','.join(lods)};CSQ={annotation(rng, genes, near, alts, coding)}"
    )
    called = "0/" + "/".join(map(str, range(1, n + 1)))
    if phased:
        keys = "GT:AD:AF:DP:F1R2:F2R1:FAD:PGT:PID:PS:SB"
        middle = f":0|1:{pos}_{ref}_{alts[0]}:{pos}:"
        gts = ("0|0", called.replace("/", "|"))
    else:
        keys, middle = "GT:AD:AF:DP:F1R2:F2R1:FAD:SB", ":"
        gts = ("0/0", called)
    return (
        f"{chrom}\t{pos}\t.\t{ref}\t{','.join(alts)}\t.\t{rng.choice(FILTERS)}\t{info}\t{keys}\t"
        f"{gts[0]}:{normal}{middle}{normal_sb}\t{gts[1]}:{tumour}{middle}{tumour_sb}\n"
    )


def lines(records: int, part: int) -> Iterator[str]:
    """The records of one part; each part knows its place on the genome by its number alone."""
    rng = random.Random(f"tumorboard {VERSION} {records} {part}")
    genes = [Gene(number, random.Random(f"gene {number}")) for number in range(1, 2001)]
    names, sizes = list(CONTIGS), list(CONTIGS.values())
    genome = sum(sizes)
    step = genome // (records + 1)
    first = part * PART
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    for number in range(first, min(first + PART, records)):
        place = number * step + rng.randrange(max(1, step))
        chrom = max(i for i, start in enumerate(starts) if start <= place)
        near = number * len(genes) // records
        yield record(rng, names[chrom], place - starts[chrom] + 1, genes, near)


def bgzf(text: bytes) -> Iterator[bytes]:
    """Cut text into BGZF blocks (SAM specification 4.1), compressed as bgzip does by default."""
    for at in range(0, len(text), 65280):
        chunk = text[at : at + 65280]
        deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
        body = deflate.compress(chunk) + deflate.flush()
        yield (
            b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0"
            + struct.pack("<H", len(body) + 25)
            + body
            + struct.pack("<II", zlib.crc32(chunk), len(chunk))
        )


def _compressed(job: tuple[int, int]) -> bytes:
    return b"".join(bgzf("".join(lines(*job)).encode()))


def generate(records: int = 1_000_000, folder: Path = OUTPUT) -> Path:
    """Give the file of so many records, made now unless it is there already."""
    path = folder / f"vep-{records}-v{VERSION}.vcf.gz"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    jobs = [(records, part) for part in range((records + PART - 1) // PART)]
    workers = max(1, min(len(jobs), os.cpu_count() or 1))
    with partial.open("wb") as out, multiprocessing.get_context("spawn").Pool(workers) as pool:
        out.write(b"".join(bgzf(HEADER.encode())))
        for text in pool.imap(_compressed, jobs):
            out.write(text)
        out.write(bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000"))
    partial.replace(path)
    return path


if __name__ == "__main__":
    started = time.perf_counter()
    made = generate(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    print(f"{made} {made.stat().st_size / 1e6:.0f} MB, {time.perf_counter() - started:.0f} s")
