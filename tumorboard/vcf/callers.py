"""Which programs a header says the variants were called with. For display and for defaults."""

from __future__ import annotations

import re

from tumorboard.vcf.header import Header

NORMAL_FIRST = frozenset({"Strelka", "Manta"})
"""Callers that write the normal's column before the tumour's."""

# Searched in the key and value of the lines callers leave, in this order of display.
_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("Mutect2", r"\bmutect\s?2\b|mutectversion|mutect version"),
        ("MuTect", r"\bmutect(?!\s?2|version|\sversion|calls)\b"),
        ("VarDict", r"\bvardict"),
        ("Strelka", r"\bstr?elka|\bstarka"),
        ("Manta", r"\bmanta\b|GenerateSVCandidates"),
        ("FreeBayes", r"\bfreebayes"),
        ("TNscope", r"\btnscope\b"),
        ("SAGE", r"\bsage(?:version)?\b"),
        ("DRAGEN", r"\bdragen"),
        ("GATK HaplotypeCaller", r"\bhaplotypecaller\b"),
        ("LoFreq", r"\blofreq\b"),
        ("varlociraptor", r"\bvarlociraptor"),
        ("pindel", r"\bpindel"),
        ("VarScan", r"\bvarscan"),
        ("Octopus", r"\boctopus\b"),
        ("DeepSomatic", r"\bdeepsomatic"),
        ("CNVkit", r"\bcnvkit\b"),
    )
)
_CALLER_KEYS = re.compile(
    r"source|.*commandline.*|cmdline|sageversion|mutect ?version|varlociraptor.*|octopus", re.I
)


def _statement(key: str, value: str) -> str:
    """Give the part of a header line that names a program, not its files and arguments."""
    if "commandline" in key.lower():
        identity = re.search(r"ID=([^,>]+)", value)
        first_word = value.strip('"< ').split(" ", 1)[0].rpartition("/")[2]
        return f"{key} {identity.group(1) if identity else first_word}"
    if key.lower() == "cmdline":
        return value.split(" ", 1)[0].rpartition("/")[2].replace("configure", "").lower()
    return f"{key} {value}"


def callers_named(header: Header) -> tuple[str, ...]:
    """Name the variant callers the header tells of, none when it does not."""
    told = [
        _statement(key, value) for key, value in header.meta if _CALLER_KEYS.fullmatch(key.strip())
    ]
    return tuple(name for name, mark in _MARKS if any(mark.search(text) for text in told))


def caller_of(header: Header) -> str:
    """Name the callers in one text for a reader, empty when the header does not tell."""
    return ", ".join(callers_named(header))
