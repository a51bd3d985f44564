"""Read the header strictly: a fault refuses the file, a caller's habit is told as a warning."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tumorboard.errors import VariantFileError
from tumorboard.vcf.header import Definition, Header
from tumorboard.vcf.meta_lines import MetaFault, parse_quoted, split_meta
from tumorboard.vcf.reserved import Verdict, expected, judge

VERSIONS = ("VCFv4.1", "VCFv4.2", "VCFv4.3", "VCFv4.4")
OLD_VERSION = "VCFv4.0"
COLUMNS = ("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO")
TYPES = frozenset({"Integer", "Float", "Flag", "Character", "String"})
_NUMBER = re.compile(r"[0-9]{1,9}|[AGR.]")
_CONTIG_ID = re.compile(r"[0-9A-Za-z!#$%&+./:;?@^_|~-][0-9A-Za-z!#$%&+./:;=?@^_|~-]*")
_HLA_CONTIG = re.compile(r"HLA-[0-9A-Za-z*:.\-]+")
_OLD_CONTIG_ID = re.compile(r"[^\s<>:,]+")
_ALT_PREFIX = re.compile(r"(?:DEL|INS|DUP|INV|CNV|BND)(?::|$)")
_NUMERIC_HOST = re.compile(r"[a-z]+://[0-9]+(?:[:/]|$)", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_STRUCTURED = frozenset({"INFO", "FORMAT", "FILTER", "ALT", "contig", "META", "SAMPLE", "PEDIGREE"})
_NEVER_EMPTY = frozenset({"reference", "assembly", "pedigreeDB", "contig", "fileformat"})
Fields = dict[str, tuple[str, bool]]


@dataclass(slots=True)
class _Draft:
    """The header as far as it has been read."""

    format: str = ""
    infos: dict[str, Definition] = field(default_factory=dict)
    formats: dict[str, Definition] = field(default_factory=dict)
    filters: dict[str, str] = field(default_factory=dict)
    alts: dict[str, str] = field(default_factory=dict)
    contigs: dict[str, int | None] = field(default_factory=dict)
    meta: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    line: int = 0

    def warn(self, what: str) -> None:
        self.warnings.append(f"Header line {self.line}: {what}.")

    @property
    def since_43(self) -> bool:
        return self.format >= "VCFv4.3"


def parse_header(lines: Sequence[bytes]) -> Header:
    """Read the lines from the first to the ``#CHROM`` line, both included, without line breaks.

    Raises :class:`VariantFileError` that names the line and what is wrong with it.
    """
    draft = _Draft()
    for draft.line, raw in enumerate(lines[:-1], start=1):
        text = _decode(raw, draft.line)
        try:
            _meta_line(draft, text)
        except MetaFault as fault:
            raise header_fault(draft.line, str(fault)) from fault
    draft.line = len(lines)
    samples, genotypes = _columns(_decode(lines[-1], draft.line), draft.line)
    if not draft.format:
        draft.format = "VCF"
        draft.warnings.insert(
            0,
            "The file does not state its VCF version (##fileformat); "
            "it was read by the rules of VCF 4.2.",
        )
    return Header(
        format=draft.format,
        infos=draft.infos,
        formats=draft.formats,
        filters=draft.filters,
        contigs=draft.contigs,
        samples=samples,
        meta=tuple(draft.meta),
        column_line=draft.line,
        alts=draft.alts,
        warnings=tuple(draft.warnings),
        genotypes=genotypes,
    )


def header_fault(line: int, what: str) -> VariantFileError:
    """Build the one sentence for a header that cannot be used."""
    return VariantFileError(
        f"The file is refused because line {line} of its header {what}; "
        "ask the laboratory for a valid VCF."
    )


def _decode(raw: bytes, line: int) -> str:
    raw = raw.removesuffix(b"\r")
    if _CONTROL.search(raw):
        raise header_fault(line, "holds control characters")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise header_fault(line, "is not valid UTF-8 text") from error


def _meta_line(draft: _Draft, text: str) -> None:
    if not text.startswith("##"):
        raise MetaFault("does not begin with ##")
    key, value = split_meta(text)
    if key == "fileformat":
        _fileformat(draft, value)
    elif not value and key in _NEVER_EMPTY:
        raise MetaFault(f"gives no value for {key}")
    elif key in {"assembly", "pedigreeDB"}:
        if _NUMERIC_HOST.match(value) or value == "<>":
            raise MetaFault(f"gives no usable address for {key}")
    elif key in _STRUCTURED:
        _structured(draft, key, value)
    draft.meta.append((key, value))


def _fileformat(draft: _Draft, value: str) -> None:
    if draft.line != 1:
        raise MetaFault("states the VCF version, which must stand in line 1")
    if value == OLD_VERSION:
        draft.warn("VCF 4.0 was read by the rules of VCF 4.1")
    elif value not in VERSIONS:
        raise MetaFault("does not state a VCF version this program reads (VCFv4.1 to VCFv4.4)")
    draft.format = value


def _structured(draft: _Draft, key: str, value: str) -> None:
    readers: dict[str, Callable[[_Draft, Fields], None]] = {
        "FILTER": _filter,
        "ALT": _alt,
        "contig": _contig,
        "META": _meta,
        "SAMPLE": _sample,
        "PEDIGREE": _pedigree,
    }
    if key == "PEDIGREE" and value == "<>":
        raise MetaFault("holds no pedigree")
    fields = parse_quoted(value)
    if key in {"INFO", "FORMAT"}:
        _definition(draft, key, fields)
    else:
        readers[key](draft, fields)


def _id(fields: Fields, what: str) -> str:
    if "ID" not in fields or not fields["ID"][0]:
        raise MetaFault(f"declares {what} without an ID")
    return fields["ID"][0]


def _id_first(fields: Fields, what: str) -> str:
    found = _id(fields, what)
    if next(iter(fields)) != "ID":
        raise MetaFault(f"declares {what} with its ID not in the first place")
    return found


def _description(draft: _Draft, fields: Fields, what: str) -> str:
    if "Description" not in fields:
        draft.warn(f"{what} has no description")
        return ""
    text, quoted = fields["Description"]
    if not quoted:
        raise MetaFault(f"describes {what} without double quotes")
    return text


def _definition(draft: _Draft, table: str, fields: Fields) -> None:
    key = _id_first(fields, f"{table} key")
    what = f"{table} {_short(key)}"
    if draft.format < "VCFv4.2" and fields.get("Number", ("", False))[0] == "-1":
        draft.warn(f"{what} uses Number=-1 of VCF 4.0; it was read as Number=.")
        fields["Number"] = (".", False)
    _number_and_type(fields, what)
    definition = Definition(
        key, fields["Number"][0], fields["Type"][0], _description(draft, fields, what)
    )
    _flag_number(draft, definition, what)
    if definition.number == "R" and draft.format == "VCFv4.1":
        draft.warn(f"{what} uses Number=R, which VCF 4.1 does not have")
    verdict = judge(table, key, definition.number, definition.type, draft.format)
    if verdict is Verdict.CONTRADICTS:
        raise MetaFault(f"declares {what} against its reserved meaning ({expected(table, key)})")
    if verdict is Verdict.HABIT:
        draft.warn(f"{what} is declared otherwise than reserved ({expected(table, key)})")
    known = draft.infos if table == "INFO" else draft.formats
    if key in known:
        same = known[key] == definition
        if _listed_fields(known[key]) != _listed_fields(definition):
            raise MetaFault(f"declares the fields of {what} again and in another way")
        draft.warn(f"{what} is declared again{'' if same else ' and differently'}; the first holds")
        return
    known[key] = definition


def _listed_fields(definition: Definition) -> list[str]:
    """Give the names of fields that a description lists with bars, as annotators do."""
    text = re.sub(r"[\s'\"]", "", definition.description)
    return text.split("|") if "|" in text else []


def _number_and_type(fields: Fields, what: str) -> None:
    for part in ("Number", "Type"):
        if part not in fields:
            raise MetaFault(f"declares {what} without {part}")
    if not _NUMBER.fullmatch(fields["Number"][0]):
        raise MetaFault(f"declares {what} with an unknown Number")
    if fields["Type"][0] not in TYPES:
        raise MetaFault(f"declares {what} with an unknown Type")


def _flag_number(draft: _Draft, definition: Definition, what: str) -> None:
    if (definition.type == "Flag") != (definition.number == "0"):
        draft.warn(f"{what} mixes Type={definition.type} with Number={definition.number}")


def _filter(draft: _Draft, fields: Fields) -> None:
    key = _id_first(fields, "a FILTER")
    if re.search(r"[\s;,]", key) or key == "0":
        raise MetaFault("declares a FILTER whose ID cannot be used")
    draft.filters.setdefault(key, _description(draft, fields, f"FILTER {_short(key)}"))


def _alt(draft: _Draft, fields: Fields) -> None:
    key = _id_first(fields, "an ALT")
    if re.search(r"\s", key):
        raise MetaFault("declares an ALT whose ID has white space")
    if "Number" in fields and not _NUMBER.fullmatch(fields["Number"][0]):
        raise MetaFault("declares an ALT with an unknown Number")
    if "Type" in fields and fields["Type"][0] not in TYPES:
        raise MetaFault("declares an ALT with an unknown Type")
    if "Number" in fields and "Type" in fields:
        order = list(fields)
        if order.index("Type") < order.index("Number"):
            raise MetaFault("declares an ALT with Type before Number")
    # From 4.3 on other names may be used, but not as the first of several levels.
    if not _ALT_PREFIX.match(key) and (not draft.since_43 or ":" in key):
        draft.warn("ALT is none of the kinds DEL, INS, DUP, INV, CNV and BND")
    draft.alts.setdefault(key, _description(draft, fields, "ALT"))


def _contig(draft: _Draft, fields: Fields) -> None:
    key = _id(fields, "a contig")
    allowed = _CONTIG_ID if draft.since_43 else _OLD_CONTIG_ID
    if not (allowed.fullmatch(key) or _HLA_CONTIG.fullmatch(key)):
        raise MetaFault("declares a contig whose ID holds a character that is not allowed")
    length: int | None = None
    if "length" in fields:
        if not re.fullmatch(r"[0-9]{1,12}", fields["length"][0]):
            raise MetaFault("gives a contig length that is not a number")
        length = int(fields["length"][0])
    if key in draft.contigs:
        if length is not None and draft.contigs[key] not in {None, length}:
            raise MetaFault("declares a contig again with another length")
        draft.warn("the contig is declared again")
    draft.contigs[key] = length if length is not None else draft.contigs.get(key)


def _meta(draft: _Draft, fields: Fields) -> None:
    _id_first(fields, "a META key")
    if "Number" in fields and not _NUMBER.fullmatch(fields["Number"][0]):
        raise MetaFault("declares a META key with an unknown Number")
    if "Type" in fields and fields["Type"][0] not in TYPES:
        raise MetaFault("declares a META key with an unknown Type")
    if "Values" not in fields or not fields["Values"][0].startswith("["):
        raise MetaFault("lists the values of a META key without square brackets")
    if draft.format < "VCFv4.3":
        draft.warn("META lines belong to VCF 4.3 and later")


def _sample(draft: _Draft, fields: Fields) -> None:
    key = _id(fields, "a SAMPLE")
    if draft.since_43 and re.search(r"[\s*]", key):
        raise MetaFault("names a SAMPLE with a character that is not allowed")
    if draft.since_43:
        return
    if not {"Genomes", "Mixture"} <= set(fields):
        draft.warn("SAMPLE lacks Genomes or Mixture")
    if any(quoted for name, (_, quoted) in fields.items() if name != "Description"):
        draft.warn("SAMPLE has quotes around more than its description")


def _pedigree(draft: _Draft, fields: Fields) -> None:
    for text, quoted in fields.values():
        if not quoted and re.search(r"[\s:]", text):
            raise MetaFault("names a genome of a PEDIGREE with a character that is not allowed")
    if draft.since_43 and "ID" not in fields:
        draft.warn("PEDIGREE has no ID")


def _columns(text: str, line: int) -> tuple[tuple[str, ...], bool]:
    columns = text.split("\t")
    if tuple(columns[:8]) != COLUMNS:
        raise header_fault(line, "does not name the columns #CHROM POS ID REF ALT QUAL FILTER INFO")
    if len(columns) == 8:
        return (), False
    samples = tuple(columns[9:])
    if columns[8] != "FORMAT" or not samples:
        raise header_fault(line, "must go on with FORMAT and at least one sample after INFO")
    if any(not name.strip() for name in samples):
        raise header_fault(line, "has a sample without a name")
    if len(set(samples)) < len(samples):
        raise header_fault(line, "names a sample twice")
    return samples, True


def _short(key: str) -> str:
    return key if len(key) <= 40 else f"{key[:40]}…"
