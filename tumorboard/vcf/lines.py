"""Check one record line in full against the specification and the file's own header."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from tumorboard.domain.variant import Rejection
from tumorboard.vcf import reserved
from tumorboard.vcf.allele_syntax import is_alternative, is_bases, is_chrom, position
from tumorboard.vcf.header import Definition, Header
from tumorboard.vcf.line_faults import KEY, LineFault, shortened
from tumorboard.vcf.record import Record
from tumorboard.vcf.sample_columns import check_format, check_sample
from tumorboard.vcf.usual_values import MOST_ALTS, Match, UsualInfo, usual_sample
from tumorboard.vcf.values import Fault, ValueRule, is_quality

_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_WHITE = re.compile(r"\s")
_CIGAR = re.compile(r"(?:[0-9]+[MIDNSHPX=])+(?:,(?:[0-9]+[MIDNSHPX=])+)*")
_NOT_NEGATIVE = frozenset({"AC", "AD", "ADF", "ADR", "AF", "AN", "DP", "END", "MQ0", "NS"})
_NO_INFO: Mapping[str, str] = MappingProxyType({})
_MOST_LAYOUTS = 256
_NAMES = ("CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT")


def check_line(header: Header, number: int, line: bytes) -> Record | Rejection:
    """Check the line with this 1-based number (without its line break) and split it.

    Gives the record, still text, with its harmless deviations; or a rejection with the first
    fault found. Reasons name columns and keys, never a sample's name or a genotype.
    """
    try:
        return line_rules(header).record(number, line)
    except LineFault as fault:
        return Rejection(number, str(fault))


def proven_record(number: int, line: bytes, warnings: tuple[str, ...]) -> Record:
    """Split a line that is proven to be one :func:`check_line` takes with just these deviations.

    Its keys are known to stand once each and to be ASCII.
    """
    columns = line.removesuffix(b"\r").decode("ascii").split("\t")
    chrom, pos, ids, ref, alt, qual, filters, info = columns[:8]
    return Record(
        line=number,
        chrom=chrom,
        pos=int(pos),
        ids=ids,
        ref=ref,
        alts=tuple(alt.split(",")),
        qual=qual,
        filters=() if filters == "." else tuple(filters.split(";")),
        info=_NO_INFO if info == "." else dict(map(_key_and_value, info.split(";"))),
        format=tuple(columns[8].split(":")) if len(columns) > 8 else (),
        samples=tuple(columns[9:]),
        warnings=warnings,
    )


def _key_and_value(field: str) -> tuple[str, str]:
    key, _, value = field.partition("=")
    return key, value


@lru_cache(maxsize=8)
def line_rules(header: Header) -> LineRules:
    """Give the rules that follow from a header; derived once."""
    return LineRules(header)


class LineRules:
    """The checks of one file's records, with the value rules of its declared keys at hand."""

    def __init__(self, header: Header) -> None:
        self._header = header
        self._columns = 9 + len(header.samples) if header.genotypes else 8
        self._since_43 = header.format >= "VCFv4.3"
        self._info = _value_rules(header.infos, reserved.INFO, header.format)
        self._format = _value_rules(header.formats, reserved.FORMAT, header.format)
        self._usual = [
            UsualInfo(self._info, header.infos.keys(), alts) for alts in range(MOST_ALTS + 1)
        ]
        self._layouts: dict[tuple[str, int], _Layout] = {}

    def info_rule(self, key: str) -> ValueRule | None:
        """Give how the values of an INFO key are checked, ``None`` for a key without a rule."""
        return self._info.get(key)

    def format_rule(self, key: str) -> ValueRule | None:
        """Give how the values of a FORMAT key are checked, ``None`` for a key without a rule."""
        return self._format.get(key)

    def record(self, number: int, line: bytes) -> Record:
        """Do as :func:`check_line`, raising the fault."""
        columns = self._split(line)
        warnings: list[str] = []
        chrom, _, ids, ref, alt, qual, filters, info = columns[:8]
        self._chrom(chrom, warnings)
        pos = self._position(chrom, columns[1])
        self._ids(ids)
        if not is_bases(ref):
            raise LineFault("REF is not a sequence of the bases A, C, G, T and N")
        alts = self._alts(ref, alt, warnings)
        if not is_quality(qual):
            raise LineFault("QUAL is neither a number of 0 or more nor .")
        names = self._filters(filters, warnings)
        values = self._info_values(info, len(alts), warnings)
        keys, samples = self._genotypes(columns, len(alts), warnings)
        return Record(
            number, chrom, pos, ids, ref, alts, qual, names, values, keys, samples, tuple(warnings)
        )

    def _split(self, line: bytes) -> list[str]:
        line = line.removesuffix(b"\r")
        if not line.strip():
            raise LineFault("the line is empty")
        if _CONTROL.search(line):
            raise LineFault("the line holds control characters")
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise LineFault("the line is not valid UTF-8 text") from error
        if text.startswith("#"):
            raise LineFault("a header line stands among the records")
        columns = text.split("\t")
        if len(columns) != self._columns:
            raise LineFault(f"the line has {len(columns)} columns where {self._columns} are needed")
        if "" in columns:
            at = columns.index("")
            name = _NAMES[at] if at < 9 else f"sample column {at - 8}"
            raise LineFault(f"{name} is empty")
        return columns

    def _chrom(self, chrom: str, warnings: list[str]) -> None:
        contigs = self._header.contigs
        if chrom in contigs:
            return
        if not is_chrom(chrom):
            raise LineFault("CHROM holds a character that is not allowed")
        if contigs and chrom[0] != "<":
            warnings.append("CHROM is not among the contigs of the header")

    def _position(self, chrom: str, text: str) -> int:
        pos = position(text)
        if pos is None:
            raise LineFault("POS is not a whole number of 0 or more")
        length = self._header.contigs.get(chrom)
        if length is not None and pos > length + 1:
            raise LineFault("POS lies behind the end of the contig that the header states")
        return pos

    def _ids(self, ids: str) -> None:
        if ids == ".":
            return
        if _WHITE.search(ids):
            raise LineFault("ID has white space")
        names = ids.split(";")
        if not all(names):
            raise LineFault("ID has an empty part")
        if self._since_43 and len(set(names)) < len(names):
            raise LineFault("ID states the same identifier twice")

    def _alts(self, ref: str, alt: str, warnings: list[str]) -> tuple[str, ...]:
        if alt == ".":
            return ()
        alts = tuple(alt.split(","))
        for allele in alts:
            if not is_alternative(allele):
                raise LineFault("ALT is neither bases, *, a symbolic allele in <> nor a breakend")
        if len(alts) > 1 and len({a.upper() for a in alts if is_bases(a)}) < sum(
            map(is_bases, alts)
        ):
            raise LineFault("ALT states the same allele twice")
        if any(allele.upper() == ref.upper() for allele in alts):
            warnings.append("ALT repeats the REF allele")
        return alts

    def _filters(self, text: str, warnings: list[str]) -> tuple[str, ...]:
        if text == "PASS":
            return ("PASS",)
        if text == ".":
            return ()
        if _WHITE.search(text):
            raise LineFault("FILTER has white space")
        names = tuple(text.split(";"))
        if not all(names) or "." in names:
            raise LineFault("FILTER has an empty or missing part beside others")
        if "0" in names:
            raise LineFault("FILTER uses the reserved name 0")
        if len(set(names)) < len(names):
            if self._since_43:
                raise LineFault("FILTER states the same filter twice")
            warnings.append("FILTER states the same filter twice")
        if "PASS" in names:
            warnings.append("FILTER states PASS together with a failed filter")
        declared = self._header.filters
        warnings.extend(
            f"FILTER {shortened(name)} is not declared in the header"
            for name in names
            if name not in declared and name != "PASS"
        )
        return names

    def _info_values(self, text: str, alts: int, warnings: list[str]) -> Mapping[str, str]:
        if text == ".":
            return _NO_INFO
        values: dict[str, str] = {}
        usual = self._usual[alts] if alts <= MOST_ALTS else self._usual[0]
        for part in text.split(";"):
            key, sign, value = part.partition("=")
            if not key:
                if sign:
                    raise LineFault("INFO has a value without a key")
                warnings.append("INFO has an empty field (two semicolons or one at the end)")
                continue
            if key in values:
                self._repeated(key, values[key], value, warnings)
                continue
            if usual[key](value) is None:
                self._info_value(key, sign, value, alts, warnings)
            values[key] = value
        return values

    def _repeated(self, key: str, known: str, value: str, warnings: list[str]) -> None:
        if self._since_43 or known != value:
            raise LineFault(f"INFO states {shortened(key)} twice")
        warnings.append(f"INFO states {shortened(key)} twice with the same value")

    def _info_value(self, key: str, sign: str, value: str, alts: int, warnings: list[str]) -> None:
        rule = self._info.get(key)
        if rule is None:
            if _WHITE.search(key) or not key.isprintable():
                raise LineFault("INFO has a key with white space")
            if not KEY.fullmatch(key):
                warnings.append(f"INFO key {shortened(key)} has characters that are not allowed")
            warnings.append(f"INFO {shortened(key)} is not declared in the header")
        elif key not in self._header.infos:
            warnings.append(f"INFO {shortened(key)} is not declared in the header")
        if " " in value:
            warnings.append(f"INFO {shortened(key)} has white space in its value")
        if rule is not None and (fault := _info_fault(rule, key, sign, value, alts)):
            _judge(f"INFO {shortened(key)}", fault, warnings)

    def _genotypes(
        self, columns: list[str], alts: int, warnings: list[str]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if len(columns) == 8:
            return (), ()
        layout = self._layouts.get((columns[8], alts)) or self._layout(columns[8], alts)
        warnings.extend(layout.warnings)
        samples = tuple(columns[9:])
        usual = layout.usual
        for at, sample in enumerate(samples, start=1):
            if usual(sample) is None:
                check_sample(layout.keys, layout.rules, sample, alts, at, warnings)
        return layout.keys, samples

    def _layout(self, text: str, alts: int) -> _Layout:
        """Check a FORMAT column; as files repeat a few, what follows from it is kept."""
        warnings: list[str] = []
        keys = tuple(text.split(":"))
        check_format(keys, self._header, warnings)
        rules = tuple(self._format.get(key) for key in keys)
        if len(self._layouts) >= _MOST_LAYOUTS:
            return _Layout(keys, rules, usual_sample((), (), 0), tuple(warnings))
        layout = _Layout(keys, rules, usual_sample(keys, rules, alts), tuple(warnings))
        self._layouts[text, alts] = layout
        return layout


@dataclass(frozen=True, slots=True)
class _Layout:
    """What follows from a FORMAT column in a record with so many ALT alleles."""

    keys: tuple[str, ...]
    rules: tuple[ValueRule | None, ...]
    usual: Match
    warnings: tuple[str, ...]


def _judge(what: str, fault: Fault, warnings: list[str]) -> None:
    """Reject the record for the fault, or tell it where it does no harm."""
    if not fault.harmless:
        raise LineFault(f"{what} {fault.words}")
    warnings.append(f"{what} {fault.words}")


def _value_rules(
    declared: Mapping[str, Definition],
    known: Mapping[str, tuple[str, str]],
    version: str,
) -> dict[str, ValueRule]:
    """Give the rule of each declared key, and of reserved keys that the header leaves out."""
    definitions = {
        key: Definition(key, number, kind, "")
        for key, (number, kind) in known.items()
        if reserved.is_reserved(key, version)
    }
    definitions.update(declared)
    return {
        key: ValueRule.of(
            definition,
            reserved=key in known or key in reserved.COUNTS,
            negative=not (key in _NOT_NEGATIVE and key in known),
            strict=key not in declared,
        )
        for key, definition in definitions.items()
    }


def _info_fault(rule: ValueRule, key: str, sign: str, value: str, alts: int) -> Fault | None:
    if rule.type == "Flag":
        if not sign:
            return None
        return Fault("is a flag, but has a value", value in {"0", "1"})
    if not value:
        return Fault("has no value", rule.type == "String" or not sign)
    if key == "CIGAR" and value != "." and not _CIGAR.fullmatch(value):
        return Fault("is not a CIGAR", False)
    if rule.number == "G":
        rule = replace(rule, number=".")
    return rule.fault(value, alts)
