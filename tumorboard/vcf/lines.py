"""Check one record line in full against the specification and the file's own header."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from tumorboard.domain.variant import Rejection
from tumorboard.vcf import reserved
from tumorboard.vcf.allele_syntax import is_alternative, is_bases, is_chrom, position
from tumorboard.vcf.header import Definition, Header
from tumorboard.vcf.record import Record
from tumorboard.vcf.values import Fault, ValueRule, is_quality

_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_WHITE = re.compile(r"\s")
_INFO_KEY = re.compile(r"[A-Za-z_][0-9A-Za-z_.]*|1000G")
_FORMAT_KEY_OLD = re.compile(r"[!#-+\--9<>-~]+")
_GENOTYPE = re.compile(r"[/|]?(?:\.|[0-9]{1,4})(?:[/|](?:\.|[0-9]{1,4}))*")
_CIGAR = re.compile(r"(?:[0-9]+[MIDNSHPX=])+(?:,(?:[0-9]+[MIDNSHPX=])+)*")
_NOT_NEGATIVE = frozenset({"AC", "AD", "ADF", "ADR", "AF", "AN", "DP", "END", "MQ0", "NS"})
_NO_INFO: Mapping[str, str] = MappingProxyType({})
_NAMES = ("CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT")


class _Fault(Exception):
    """What is wrong with a line, in words."""


def check_line(header: Header, number: int, line: bytes) -> Record | Rejection:
    """Check the line with this 1-based number (without its line break) and split it.

    Gives the record, still text, with its harmless deviations; or a rejection with the first
    fault found. Reasons name columns and keys, never a sample's name or a genotype.
    """
    try:
        return line_rules(header).record(number, line)
    except _Fault as fault:
        return Rejection(number, str(fault))


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
            raise _Fault("REF is not a sequence of the bases A, C, G, T and N")
        alts = self._alts(ref, alt, warnings)
        if not is_quality(qual):
            raise _Fault("QUAL is neither a number of 0 or more nor .")
        names = self._filters(filters, warnings)
        values = self._info_values(info, len(alts), warnings)
        keys, samples = self._genotypes(columns, len(alts), warnings)
        return Record(
            number, chrom, pos, ids, ref, alts, qual, names, values, keys, samples, tuple(warnings)
        )

    def _split(self, line: bytes) -> list[str]:
        line = line.removesuffix(b"\r")
        if not line.strip():
            raise _Fault("the line is empty")
        if _CONTROL.search(line):
            raise _Fault("the line holds control characters")
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _Fault("the line is not valid UTF-8 text") from error
        if text.startswith("#"):
            raise _Fault("a header line stands among the records")
        columns = text.split("\t")
        if len(columns) != self._columns:
            raise _Fault(f"the line has {len(columns)} columns where {self._columns} are needed")
        for at, column in enumerate(columns):
            if not column:
                name = _NAMES[at] if at < 9 else f"sample column {at - 8}"
                raise _Fault(f"{name} is empty")
        return columns

    def _chrom(self, chrom: str, warnings: list[str]) -> None:
        contigs = self._header.contigs
        if chrom in contigs:
            return
        if not is_chrom(chrom):
            raise _Fault("CHROM holds a character that is not allowed")
        if contigs and chrom[0] != "<":
            warnings.append("CHROM is not among the contigs of the header")

    def _position(self, chrom: str, text: str) -> int:
        pos = position(text)
        if pos is None:
            raise _Fault("POS is not a whole number of 0 or more")
        length = self._header.contigs.get(chrom)
        if length is not None and pos > length + 1:
            raise _Fault("POS lies behind the end of the contig that the header states")
        return pos

    def _ids(self, ids: str) -> None:
        if ids == ".":
            return
        if _WHITE.search(ids):
            raise _Fault("ID has white space")
        names = ids.split(";")
        if not all(names):
            raise _Fault("ID has an empty part")
        if self._since_43 and len(set(names)) < len(names):
            raise _Fault("ID states the same identifier twice")

    def _alts(self, ref: str, alt: str, warnings: list[str]) -> tuple[str, ...]:
        if alt == ".":
            return ()
        alts = tuple(alt.split(","))
        for allele in alts:
            if not is_alternative(allele):
                raise _Fault("ALT is neither bases, *, a symbolic allele in <> nor a breakend")
        if len(alts) > 1 and len({a.upper() for a in alts if is_bases(a)}) < sum(
            map(is_bases, alts)
        ):
            raise _Fault("ALT states the same allele twice")
        if any(allele.upper() == ref.upper() for allele in alts):
            warnings.append("ALT repeats the REF allele")
        return alts

    def _filters(self, text: str, warnings: list[str]) -> tuple[str, ...]:
        if text == "PASS":
            return ("PASS",)
        if text == ".":
            return ()
        if _WHITE.search(text):
            raise _Fault("FILTER has white space")
        names = tuple(text.split(";"))
        if not all(names) or "." in names:
            raise _Fault("FILTER has an empty or missing part beside others")
        if "0" in names:
            raise _Fault("FILTER uses the reserved name 0")
        if len(set(names)) < len(names):
            if self._since_43:
                raise _Fault("FILTER states the same filter twice")
            warnings.append("FILTER states the same filter twice")
        if "PASS" in names:
            warnings.append("FILTER states PASS together with a failed filter")
        declared = self._header.filters
        warnings.extend(
            f"FILTER {_short(name)} is not declared in the header"
            for name in names
            if name not in declared and name != "PASS"
        )
        return names

    def _info_values(self, text: str, alts: int, warnings: list[str]) -> Mapping[str, str]:
        if text == ".":
            return _NO_INFO
        values: dict[str, str] = {}
        for part in text.split(";"):
            key, sign, value = part.partition("=")
            if not key:
                if sign:
                    raise _Fault("INFO has a value without a key")
                warnings.append("INFO has an empty field (two semicolons or one at the end)")
                continue
            if key in values:
                self._repeated(key, values[key], value, warnings)
                continue
            self._info_value(key, sign, value, alts, warnings)
            values[key] = value
        return values

    def _repeated(self, key: str, known: str, value: str, warnings: list[str]) -> None:
        if self._since_43 or known != value:
            raise _Fault(f"INFO states {_short(key)} twice")
        warnings.append(f"INFO states {_short(key)} twice with the same value")

    def _info_value(self, key: str, sign: str, value: str, alts: int, warnings: list[str]) -> None:
        rule = self._info.get(key)
        if rule is None:
            if _WHITE.search(key) or not key.isprintable():
                raise _Fault("INFO has a key with white space")
            if not _INFO_KEY.fullmatch(key):
                warnings.append(f"INFO key {_short(key)} has characters that are not allowed")
            warnings.append(f"INFO {_short(key)} is not declared in the header")
        elif key not in self._header.infos:
            warnings.append(f"INFO {_short(key)} is not declared in the header")
        if " " in value:
            warnings.append(f"INFO {_short(key)} has white space in its value")
        if rule is not None and (fault := _info_fault(rule, key, sign, value, alts)):
            _judge(f"INFO {_short(key)}", fault, warnings)

    def _genotypes(
        self, columns: list[str], alts: int, warnings: list[str]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if len(columns) == 8:
            return (), ()
        keys = tuple(columns[8].split(":"))
        rules = self._format_rules(keys, warnings)
        samples = tuple(columns[9:])
        for at, sample in enumerate(samples, start=1):
            self._sample(keys, rules, sample, alts, at, warnings)
        return keys, samples

    def _format_rules(
        self, keys: tuple[str, ...], warnings: list[str]
    ) -> tuple[ValueRule | None, ...]:
        allowed = _INFO_KEY if self._since_43 else _FORMAT_KEY_OLD
        for key in keys:
            if key == ".":
                continue
            if not key or not allowed.fullmatch(key):
                raise _Fault("FORMAT has an empty key or one with characters that are not allowed")
            if key not in self._header.formats:
                warnings.append(f"FORMAT {_short(key)} is not declared in the header")
        if len(set(keys)) < len(keys):
            raise _Fault("FORMAT states a key twice")
        if "GT" in keys[1:]:
            raise _Fault("FORMAT has GT, but not in the first place")
        return tuple(self._format.get(key) for key in keys)

    def _sample(
        self,
        keys: tuple[str, ...],
        rules: tuple[ValueRule | None, ...],
        sample: str,
        alts: int,
        at: int,
        warnings: list[str],
    ) -> None:
        values = sample.split(":")
        if len(values) > len(keys):
            raise _Fault(f"sample column {at} has more fields than FORMAT")
        ploidy = -1
        if keys[0] == "GT":
            ploidy = _ploidy(values[0], alts, at, warnings)
        for key, rule, value in zip(keys, rules, values, strict=False):
            if not value:
                raise _Fault(f"sample column {at} has an empty field")
            if " " in value:
                raise _Fault(f"sample column {at} has white space")
            if rule is None or key == "GT":
                continue
            if fault := rule.fault(value, alts, ploidy):
                if not fault.harmless:
                    raise _Fault(f"{_short(key)} in sample column {at} {fault.words}")
                warnings.append(f"FORMAT {_short(key)} {fault.words}")


def _judge(what: str, fault: Fault, warnings: list[str]) -> None:
    """Reject the record for the fault, or tell it where it does no harm."""
    if not fault.harmless:
        raise _Fault(f"{what} {fault.words}")
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


def _ploidy(genotype: str, alts: int, at: int, warnings: list[str]) -> int:
    """Give the number of copies of a genotype, -1 when nothing was called."""
    if genotype == ".":
        return -1
    if not _GENOTYPE.fullmatch(genotype):
        raise _Fault(f"GT in sample column {at} is not a genotype")
    alleles = genotype.replace("|", "/").lstrip("/").split("/")
    if any(allele != "." and int(allele) > alts for allele in alleles):
        if alts == 0:
            warnings.append("GT names an alternative allele where ALT is .")
            return -1
        raise _Fault(f"GT in sample column {at} names an allele that the record does not have")
    if all(allele == "." for allele in alleles):
        return -1
    return len(alleles)


def _short(key: str) -> str:
    return key if len(key) <= 30 else f"{key[:30]}…"
