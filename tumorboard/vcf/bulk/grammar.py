"""A regular expression that matches only lines the strict check accepts and nobody reports.

It is put together from the header's declarations, the terms that are not reported, the positions
that are always read, and the shape learned from the file. Whatever it does not match, it says
nothing of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tumorboard.vcf.allele_syntax import is_chrom
from tumorboard.vcf.annotation_header import AnnotationFormat, Style
from tumorboard.vcf.assembly import plain_chrom
from tumorboard.vcf.bulk.digits import number_within, outside
from tumorboard.vcf.bulk.shape import Shape
from tumorboard.vcf.bulk.values import (
    INFO_LIST,
    QUALITY,
    format_value,
    info_value,
    several_values,
)
from tumorboard.vcf.header import Header
from tumorboard.vcf.lines import line_rules
from tumorboard.vcf.terms import REPORTED_TERMS, SEVERITY
from tumorboard.vcf.values import ValueRule

Places = Mapping[str, Sequence[tuple[int, int]]]

MOST_CONTIGS = 128
LONGEST_REF = 64
_HIGHEST_POS = 2**31 - 1
_USUAL_CONTIGS = tuple(
    f"{prefix}{name}" for prefix in ("", "chr") for name in [*range(1, 23), "X", "Y", "M", "MT"]
)
_MANY = "does not have the declared number of values"
_UNDECLARED = "is not declared in the header"
_ENTRY = "[!-+\\--:<-{}~]"  # printable ASCII without "," ";" "|"
_BASE = "[ACGTN]"
# REF and one ALT that differ for certain: by length, or in the first or second base. The star is
# the rest of REF.
_DIFFERENT = tuple(
    template.format(b=base, o="ACGTN".replace(base, ""), x=_BASE)
    for base in "ACGTN"
    for template in (
        "{b}\t(?:[{o}]|{x}{x}+)",
        "{b}{x}{x}*\t(?:{x}|[{o}]{x}+)",
        "{x}{b}{x}*\t{x}[{o}]{x}{{0,}}",
    )
)
_TWO = (f"{_BASE}{_BASE}*\t{_BASE}+,{_BASE}+",)


class Unfit(Exception):
    """Nothing of the file can be proven in bulk."""


def line_expression(
    header: Header,
    annotation: AnnotationFormat | None,
    places: Places,
    shape: Shape,
    alts: int,
) -> tuple[str, tuple[str, ...]]:
    """Give the expression of one line, its line break included, and the deviations it implies.

    A line with one ALT allele that matches is accepted by
    :func:`tumorboard.vcf.lines.check_line` with exactly these deviations, and its allele is not
    reported. Of one with two that holds only when they differ from each other and from REF, and
    when each is named by an entry of the annotation. Raises :class:`Unfit`.
    """
    try:
        return _Grammar(header, annotation, places, shape, alts, shape.deviations).line()
    except Unfit:
        if not shape.deviations:
            raise
        return _Grammar(header, annotation, places, shape, alts, ()).line()


class _Grammar:
    def __init__(
        self,
        header: Header,
        annotation: AnnotationFormat | None,
        places: Places,
        shape: Shape,
        alts: int,
        deviations: tuple[str, ...],
    ) -> None:
        self._header = header
        self._annotation = annotation
        self._places = places
        self._shape = shape
        self._alts = alts
        self._deviations = deviations
        self._explained: set[str] = set()
        self._rules = line_rules(header)

    def line(self) -> tuple[str, tuple[str, ...]]:
        """Put the columns together."""
        columns = [
            self._place(),
            _ids(self._header),
            self._alleles(),
            QUALITY,
            self._filters(),
            self._info(),
        ]
        if self._header.genotypes:
            columns.append(self._genotypes())
        if self._explained != set(self._deviations):
            raise Unfit
        return "\t".join(columns) + "\r?\n", self._deviations

    def _deviates(self, kind: str) -> bool:
        """Tell whether the lines have this deviation, and take note that it is accounted for."""
        if kind not in self._deviations:
            return False
        self._explained.add(kind)
        return True

    def _place(self) -> str:
        contigs = dict(list(self._header.contigs.items())[:MOST_CONTIGS])
        if not contigs:
            contigs = dict.fromkeys(_USUAL_CONTIGS)
        by_positions: dict[str, list[str]] = {}
        for name, length in contigs.items():
            if is_chrom(name) and name.isascii() and not name.startswith("#"):
                highest = _HIGHEST_POS if length is None else min(length, _HIGHEST_POS)
                ranges = outside(self._places.get(plain_chrom(name), ()), 1, highest, LONGEST_REF)
                by_positions.setdefault(number_within(ranges), []).append(re.escape(name))
        if not by_positions:
            raise Unfit
        return "(?:{})".format(
            "|".join(f"(?:{'|'.join(names)})\t{at}" for at, names in by_positions.items())
        )

    def _alleles(self) -> str:
        most = f"{{0,{LONGEST_REF - 2}}}" if self._places else "*"
        # Where places are always read, no REF may reach one from before it.
        pairs = _DIFFERENT if self._alts == 1 else _TWO
        return f"(?:{'|'.join(pairs).replace('*', most)})"

    def _filters(self) -> str:
        return f"(?:{'|'.join(map(re.escape, self._usual_filters()))})"

    def _usual_filters(self) -> list[str]:
        usual = [text for text in self._shape.filters if self._filter_is_clean(text)]
        if not usual:
            raise Unfit
        return usual

    def _filter_is_clean(self, text: str) -> bool:
        if text in {"PASS", "."}:
            return True
        names = text.split(";")
        declared = self._header.filters
        return (
            text.isascii()
            and len(set(names)) == len(names)
            and not {"PASS", "0", ".", ""} & set(names)
            and all(name in declared and name.isprintable() and " " not in name for name in names)
        )

    def _info(self) -> str:
        keys = self._shape.keys
        anchor = self._annotation.key if self._annotation else next(iter(self._always()), "")
        if keys and anchor in keys:
            return self._around(keys, anchor)
        if self._deviations:
            raise Unfit
        wanted = (s for s in self._shape.sequences if not self._annotation or anchor in s)
        fields = [[self._info_field(key) for key in sequence] for sequence in wanted]
        sequences = [";".join(some) or r"\." for some in fields if all(some)]
        if not sequences:
            raise Unfit
        return f"(?:{'|'.join(sequences)})"

    def _always(self) -> list[str]:
        return [key for key in self._shape.keys if key in self._shape.always]

    def _around(self, keys: tuple[str, ...], anchor: str) -> str:
        """Let each key stand or not, in order and at most once, around the one that must."""
        at = keys.index(anchor)
        must = self._info_field(anchor)
        if not must:
            raise Unfit
        before = "".join(self._optional(key, "{};") for key in keys[:at])
        after = "".join(self._optional(key, ";{}") for key in keys[at + 1 :])
        return before + must + after

    def _optional(self, key: str, template: str) -> str:
        field = self._info_field(key)
        if not field:
            return ""
        must = any(kind.startswith(f"INFO {key} ") for kind in self._deviations)
        return f"(?:{template.format(field)})" + ("" if must else "?")

    def _info_field(self, key: str) -> str:
        """Give the expression of a key with its value, empty when no line with it may match."""
        if not re.fullmatch(r"[!-:<>-~]{1,30}", key):
            return ""
        name = re.escape(key)
        undeclared = self._deviates(f"INFO {key} {_UNDECLARED}")
        if key not in self._header.infos and not undeclared:
            return ""
        if self._annotation and key == self._annotation.key:
            return f"{name}={_not_reported(self._annotation)}"
        rule = self._rules.info_rule(key)
        if rule is None:
            return f"{name}(?:={INFO_LIST}*)?"
        if rule.type == "Flag":
            return name
        if key == "CIGAR":
            return rf"{name}=\." if self._alts > 1 else rf"{name}=(?:\.|(?:[0-9]+[MIDNSHPX=])+)"
        return f"{name}={self._info_list(key, rule)}"

    def _info_list(self, key: str, rule: ValueRule) -> str:
        told = f"INFO {key} {_MANY}"
        many = next((kind for kind in self._deviations if kind.startswith(told)), None)
        if many is None:
            return info_value(rule, self._alts)
        # Two values or more are told, not refused, only for these (ValueRule._harmless_count).
        letters = rule.number == "A" and self._alts == 1
        if not letters and (rule.number != "1" or rule.type != "String" or rule.strict):
            raise Unfit
        self._deviates(many)
        return several_values(rule)

    def _genotypes(self) -> str:
        known = [keys for keys in self._shape.formats if self._format_is_clean(keys)]
        samples = len(self._header.samples)
        texts = []
        for keys in known:
            sample = self._sample(keys)
            texts.append(":".join(map(re.escape, keys)) + f"(?:\t{sample})" * samples)
        if not texts:
            raise Unfit
        return f"(?:{'|'.join(texts)})"

    def _format_is_clean(self, keys: tuple[str, ...]) -> bool:
        return all(key.isascii() and key in self._header.formats for key in keys)

    def _sample(self, keys: tuple[str, ...]) -> str:
        rules = [self._rules.format_rule(key) for key in keys]
        allele = "[01.]" if self._alts == 1 else "[012.]"
        genotype = f"{allele}[/|]{allele}"
        if self._alts > 1 and not any(rule and rule.number == "G" for rule in rules):
            genotype += f"(?:[/|]{allele})?"
        values = [
            genotype if key == "GT" else f"(?:{format_value(rule, self._alts)})"
            for key, rule in zip(keys, rules, strict=True)
        ]
        nothing = r"|\./\.|\." if keys[0] == "GT" else ""
        return f"(?:{':'.join(values)}{nothing})"


def _ids(header: Header) -> str:
    one = "[!-:<-~]+"
    return one if header.format >= "VCFv4.3" else f"{one}(?:;{one})*"


def _not_reported(annotation: AnnotationFormat) -> str:
    """Give the expression for entries each of which has only terms that are not reported."""
    field = "Consequence" if annotation.style is Style.VEP else "Annotation"
    if annotation.style is Style.EFF or annotation.fields[:2] != ("Allele", field):
        # Elsewhere, an entry with a number of fields of its own could be read under other names
        # than the header's.
        raise Unfit
    terms = "|".join(term for term in SEVERITY if term not in REPORTED_TERMS)
    entry = rf"{_ENTRY}*\|(?:{terms})(?:&(?:{terms}))*(?:\|[!-+\--:<-~]*)?"
    return f"{entry}(?:,{entry})*"
