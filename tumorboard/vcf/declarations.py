"""Read what the header declares: INFO, FORMAT, FILTER, ALT, contig, META, SAMPLE and PEDIGREE.

A fault in the grammar is raised; what callers are known to do otherwise is told as a warning.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tumorboard.vcf.header import Definition
from tumorboard.vcf.meta_lines import MetaFault, parse_quoted
from tumorboard.vcf.reserved import Verdict, expected, judge

OLD_VERSION = "VCFv4.0"
STRUCTURED = frozenset({"INFO", "FORMAT", "FILTER", "ALT", "contig", "META", "SAMPLE", "PEDIGREE"})
TYPES = frozenset({"Integer", "Float", "Flag", "Character", "String"})
_NUMBER = re.compile(r"[0-9]{1,9}|[AGR.]")
_CONTIG_ID = re.compile(r"[0-9A-Za-z!#$%&+./:;?@^_|~-][0-9A-Za-z!#$%&+./:;=?@^_|~-]*")
_HLA_CONTIG = re.compile(r"HLA-[0-9A-Za-z*:.\-]+")
_OLD_CONTIG_ID = re.compile(r"[^\s<>:,]+")
_ALT_PREFIX = re.compile(r"(?:DEL|INS|DUP|INV|CNV|BND)(?::|$)")
Fields = dict[str, tuple[str, bool]]


@dataclass(slots=True)
class Draft:
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
        """Tell a habit that stands in the line being read."""
        self.warnings.append(f"Header line {self.line}: {what}.")

    @property
    def since_43(self) -> bool:
        """Tell whether the file is of VCF 4.3 or later."""
        return self.format >= "VCFv4.3"


def declare(draft: Draft, key: str, value: str) -> None:
    """Enter a structured line into the draft; raises :class:`MetaFault`."""
    readers: dict[str, Callable[[Draft, Fields], None]] = {
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


def _description(draft: Draft, fields: Fields, what: str) -> str:
    if "Description" not in fields:
        draft.warn(f"{what} has no description")
        return ""
    text, quoted = fields["Description"]
    if not quoted:
        raise MetaFault(f"describes {what} without double quotes")
    return text


def _definition(draft: Draft, table: str, fields: Fields) -> None:
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


def _flag_number(draft: Draft, definition: Definition, what: str) -> None:
    if (definition.type == "Flag") != (definition.number == "0"):
        draft.warn(f"{what} mixes Type={definition.type} with Number={definition.number}")


def _filter(draft: Draft, fields: Fields) -> None:
    key = _id_first(fields, "a FILTER")
    if re.search(r"[\s;,]", key) or key == "0":
        raise MetaFault("declares a FILTER whose ID cannot be used")
    draft.filters.setdefault(key, _description(draft, fields, f"FILTER {_short(key)}"))


def _alt(draft: Draft, fields: Fields) -> None:
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


def _contig(draft: Draft, fields: Fields) -> None:
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


def _meta(draft: Draft, fields: Fields) -> None:
    _id_first(fields, "a META key")
    if "Number" in fields and not _NUMBER.fullmatch(fields["Number"][0]):
        raise MetaFault("declares a META key with an unknown Number")
    if "Type" in fields and fields["Type"][0] not in TYPES:
        raise MetaFault("declares a META key with an unknown Type")
    if "Values" not in fields or not fields["Values"][0].startswith("["):
        raise MetaFault("lists the values of a META key without square brackets")
    if draft.format < "VCFv4.3":
        draft.warn("META lines belong to VCF 4.3 and later")


def _sample(draft: Draft, fields: Fields) -> None:
    key = _id(fields, "a SAMPLE")
    if draft.since_43 and re.search(r"[\s*]", key):
        raise MetaFault("names a SAMPLE with a character that is not allowed")
    if draft.since_43:
        return
    if not {"Genomes", "Mixture"} <= set(fields):
        draft.warn("SAMPLE lacks Genomes or Mixture")
    if any(quoted for name, (_, quoted) in fields.items() if name != "Description"):
        draft.warn("SAMPLE has quotes around more than its description")


def _pedigree(draft: Draft, fields: Fields) -> None:
    for text, quoted in fields.values():
        if not quoted and re.search(r"[\s:]", text):
            raise MetaFault("names a genome of a PEDIGREE with a character that is not allowed")
    if draft.since_43 and "ID" not in fields:
        draft.warn("PEDIGREE has no ID")


def _short(key: str) -> str:
    return key if len(key) <= 40 else f"{key[:40]}…"
