"""Which sample column is the tumour and which the normal, and how that is known.

The surest evidence comes first: the user's word, what the header states, the command the caller
was started with, the column's name, and only then the order of the columns. Every role carries
its reason; what is not stated asks for confirmation. In blood cancer, blood and marrow are where
the tumour is: neither word makes a sample a normal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from tumorboard.domain.variant import Sample, SampleRole
from tumorboard.errors import VariantFileError
from tumorboard.vcf.callers import NORMAL_FIRST, callers_named
from tumorboard.vcf.header import Header
from tumorboard.vcf.meta_lines import MetaFault, parse_structured

TUMOUR, NORMAL, OTHER = SampleRole.TUMOUR, SampleRole.NORMAL, SampleRole.OTHER

_Found = tuple[str, SampleRole, str]
"""Sample name, role, reason."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_TUMOUR_WORDS = frozenset({"tumor", "tumour", "tumors", "tumours", "somatic", "cancer"})
_NORMAL_WORDS = frozenset(
    {"normal", "germline", "control", "skin", "fibroblast", "fibroblasts", "buccal", "saliva"}
)
_NEGATIONS = frozenset({"non", "not", "no"})
_TCGA = re.compile(r"TCGA-\w\w-\w{4}-(\d\d)")
_DRAGEN_COMMAND = re.compile(r"--(?:RGSM-tumor|tumor-fastq-list-sample-id)[ =]+\"?([^\s\",>]+)")
_COMMAND = re.compile(r"--(tumou?r|normal)[-_]?sample(?:[-_]?name)?[ =]+\"?([^\s\",>]+)", re.I)

CONFIRM = "please confirm"


def recognise_samples(
    header: Header, overrides: Mapping[str, SampleRole] | None = None
) -> tuple[Sample, ...]:
    """Give every sample column of the file its role and the reason, in the header's order.

    ``overrides`` are roles the user chose, by sample name; they win. A single sample is a
    tumour without a normal unless the file says otherwise. Of two samples of which one is
    recognised, the other is its counterpart; of two that nothing tells apart, the first is taken
    as the tumour (VarDict, TNscope, Mutect2 in most pipelines), or as the normal for callers that
    write it first (Strelka, Manta). Of three and more, those not recognised are ``OTHER``.

    Raises :class:`tumorboard.errors.VariantFileError` when ``overrides`` name a sample that the
    file does not have.
    """
    names = header.samples
    chosen = dict(overrides or {})
    if not chosen.keys() <= set(names):
        raise VariantFileError(
            "A role was given to a sample that the variant file does not have; give roles only to "
            "the samples that 'tumorboard inspect' lists."
        )
    found = {name: (role, "chosen by the user") for name, role in chosen.items()}
    for rule in _RULES:
        for name, role, reason in rule(header):
            if name in names:
                found.setdefault(name, (role, reason))
    _complete(header, found)
    return tuple(Sample(name, *found[name]) for name in names)


def _complete(header: Header, found: dict[str, tuple[SampleRole, str]]) -> None:
    """Give a role to the samples that nothing in the file told of."""
    names = header.samples
    missing = [name for name in names if name not in found]
    if len(names) == 1 and missing:
        found[missing[0]] = (TUMOUR, "the only sample of the file: tumour without a normal")
    elif len(names) == 2 and missing:
        _complete_pair(header, found, missing)
    for name in missing:
        found.setdefault(name, (OTHER, "nothing in the file tells its role; please choose"))


def _complete_pair(
    header: Header, found: dict[str, tuple[SampleRole, str]], missing: list[str]
) -> None:
    first, second = header.samples
    if len(missing) == 1:
        known = found[second if missing[0] == first else first][0]
        if known is not OTHER:
            role = NORMAL if known is TUMOUR else TUMOUR
            found[missing[0]] = (role, f"the other sample is the {known}")
        return
    normal_first = bool(NORMAL_FIRST & set(callers_named(header)))
    roles = (NORMAL, TUMOUR) if normal_first else (TUMOUR, NORMAL)
    what = " (the caller writes the normal first)" if normal_first else ""
    for name, role in zip((first, second), roles, strict=True):
        found[name] = (role, f"by order{what}: {CONFIRM}")


def _structured(header: Header, key: str) -> Iterator[dict[str, str]]:
    for name, value in header.meta:
        if name.casefold() == key:
            try:
                yield parse_structured(value)
            except MetaFault:
                continue


def _role_by_words(text: str) -> SampleRole | None:
    """Tell a role from the words of a name or description, ``None`` if none or contradictory."""
    words = {word.lower() for word in _WORD.findall(text)}
    tumour, normal = words & _TUMOUR_WORDS, words & _NORMAL_WORDS
    if bool(tumour) == bool(normal) or words & _NEGATIONS:
        return None
    return TUMOUR if tumour else NORMAL


def _by_mutect_lines(header: Header) -> Iterator[_Found]:
    for key, value in header.meta:
        if key in {"tumor_sample", "normal_sample"}:
            role = TUMOUR if key == "tumor_sample" else NORMAL
            yield value.strip(), role, f"the header's {key} line"


def _by_sample_lines(header: Header) -> Iterator[_Found]:
    """Read ``##SAMPLE``: the column is its ID (VCF) or its SampleName (GATK, ID=TUMOR)."""
    reason = "the header's SAMPLE line"
    for fields in _structured(header, "sample"):
        identity = fields.get("ID", "")
        column = fields.get("SampleName") or fields.get("name")
        if column and (role := _role_by_words(identity)):
            yield column, role, reason
            continue
        genomes = {part.strip().lower() for part in re.split("[;,]", fields.get("Genomes", ""))}
        if genomes & _TUMOUR_WORDS:  # a mixture of germline and tumour is a tumour sample
            yield identity, TUMOUR, reason
            continue
        said = " ".join(text for key, text in fields.items() if key not in {"ID", "File"})
        if role := _role_by_words(said):
            yield identity, role, reason


def _by_pedigree_lines(header: Header) -> Iterator[_Found]:
    for fields in _structured(header, "pedigree"):
        derived = fields.get("Derived") or fields.get("ID", "")
        original = fields.get("Original", "")
        if derived and original:
            yield derived, TUMOUR, "the header's PEDIGREE line: derived from the other sample"
            yield original, NORMAL, "the header's PEDIGREE line: the original of the other sample"


def _by_command(header: Header) -> Iterator[_Found]:
    for key, value in header.meta:
        if "command" in key.lower() or "cmd" in key.lower():
            reason = "the caller's command line in the header"
            for which, name in _COMMAND.findall(value):
                yield name, NORMAL if which.lower() == "normal" else TUMOUR, reason
            for name in _DRAGEN_COMMAND.findall(value):
                yield name, TUMOUR, reason


def _by_name(header: Header) -> Iterator[_Found]:
    for name in header.samples:
        if role := _role_by_words(name):
            exact = name.lower() in {"tumor", "tumour", "normal"}
            yield name, role, "its name" if exact else f"a word in its name: {CONFIRM}"
        elif barcode := _TCGA.match(name):
            # TCGA barcode: sample types 01-09 are tumours, 10-19 normals.
            kind = int(barcode.group(1))
            if 1 <= kind <= 19:
                yield name, TUMOUR if kind < 10 else NORMAL, "the sample type of its TCGA barcode"


def _by_letter(header: Header) -> Iterator[_Found]:
    """Read a lone T or N in the names, if exactly one sample has the one and one the other."""

    def with_letter(letter: str) -> list[str]:
        return [name for name in header.samples if letter in _WORD.findall(name)]

    tumours, normals = with_letter("T"), with_letter("N")
    if len(tumours) == 1 and len(normals) == 1 and tumours != normals:
        yield tumours[0], TUMOUR, f"the letter T in its name: {CONFIRM}"
        yield normals[0], NORMAL, f"the letter N in its name: {CONFIRM}"


_RULES: tuple[Callable[[Header], Iterable[_Found]], ...] = (
    _by_mutect_lines,
    _by_sample_lines,
    _by_pedigree_lines,
    _by_command,
    _by_name,
    _by_letter,
)
