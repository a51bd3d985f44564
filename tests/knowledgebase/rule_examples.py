"""Small diseases, facts and random rules shared by the tests of the rule language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product

from hypothesis import strategies as st

from knowledgebase.records import Disease
from knowledgebase.rules.criteria import All, AnyOf, AtLeast, Bounds, Criterion, Not, Rule
from knowledgebase.rules.facts import Fact, Facts


def disease(code: str, parent: str = "") -> Disease:
    return Disease(code, parent, code, "", "", ())


DISEASES = {
    d.code: d
    for d in (
        disease("MYELOID"),
        disease("AML", "MYELOID"),
        disease("AMLNPM1", "AML"),
        disease("AMLTP53", "AML"),
        disease("MDS", "MYELOID"),
        disease("CLL"),
    )
}

ITD = Criterion("alteration", "FLT3-ITD")
TP53 = Criterion("gene", "TP53")
TP53_HIGH = Criterion("gene", "TP53", vaf=Bounds(at_least=Decimal("0.10"), unit="1"))
ADULT = Criterion("age", bounds=Bounds(at_least=Decimal(18), unit="a"))
BELOW_75 = Criterion("age", bounds=Bounds(below=Decimal(75), unit="a"))
RELAPSED = Criterion("setting", one_of=("relapsed", "refractory"))
FRONTLINE = Criterion("setting", one_of=("newly diagnosed",))
IN_AML = Criterion("disease", one_of=("AML",))
IN_NPM1 = Criterion("disease", one_of=("AMLNPM1",))
FIT = Criterion("ecog", bounds=Bounds(at_most=Decimal(2), unit="1"), soft=True)
CREATININE = Criterion(
    "laboratory",
    "creatinine",
    bounds=Bounds(at_most=Decimal(150), unit="umol/L"),
    recoverable=True,
)
KMT2A_ANY = Criterion("fusion", "KMT2A::*")
KMT2A_MLLT3 = Criterion("fusion", "KMT2A::MLLT3")
PRIOR = Criterion("prior_drug", "gilteritinib")
TRUNCATING = Criterion("mutation", "ASXL1 truncating")
MISSENSE_HIGH = Criterion(
    "mutation", "TP53 missense", vaf=Bounds(at_least=Decimal("0.1"), unit="1")
)
TWO_HITS = Criterion("mutations", "TP53", bounds=Bounds(at_least=Decimal(2), unit="1"))
ONE_HIT = Criterion(
    "mutations", "TP53", bounds=Bounds(at_least=Decimal(1), below=Decimal(2), unit="1")
)
BIALLELIC = Criterion("biallelic", "TP53")
LOST = Criterion("copy_number", "CDKN2A", one_of=("loss", "copy-neutral loss of heterozygosity"))
LOST_TWICE = Criterion("copy_number", "CDKN2A", one_of=("homozygous loss",))
CD19_CELLS = Criterion(
    "antigen_percentage",
    "CD19 by flow cytometry after CD19",
    bounds=Bounds(at_least=Decimal(20), unit="%"),
)
CD19_FLOW = Criterion("antigen", "CD19 by flow cytometry", recoverable=True)
REMISSION = Criterion("best_response", "venetoclax", one_of=("complete remission",))
IN_EU = Criterion("region", one_of=("EU",))
IN_DK = Criterion("region", one_of=("DK",))
ONE_RELAPSE = Criterion("relapses", bounds=Bounds(at_most=Decimal(1), unit="1"))

CRITERIA = (
    *(ITD, TP53, TP53_HIGH, ADULT, BELOW_75, RELAPSED, FRONTLINE, IN_AML, IN_NPM1, FIT),
    *(CREATININE, KMT2A_ANY, PRIOR, TRUNCATING, MISSENSE_HIGH, TWO_HITS, ONE_HIT, BIALLELIC),
    *(LOST, LOST_TWICE, CD19_CELLS, CD19_FLOW, REMISSION, IN_EU, IN_DK, ONE_RELAPSE),
)


def _yes_no(name: str, key: str = "") -> tuple[Fact, ...]:
    return Fact(name, True, key), Fact(name, False, key)


def _numbers(name: str, key: str, unit: str, *values: str) -> tuple[Fact, ...]:
    return tuple(Fact(name, Decimal(value), key, unit) for value in values)


def _lower(*facts: Fact) -> tuple[Fact, ...]:
    return tuple(replace(fact, lower_bound=True) for fact in facts)


def _words(name: str, key: str, *words: str) -> tuple[Fact, ...]:
    return tuple(Fact(name, word, key) for word in words)


# Every way the facts asked above can be known, coarse enough to try them all.
POSSIBLE: dict[tuple[str, str], tuple[Fact, ...]] = {
    ("alteration", "FLT3-ITD"): tuple(
        Fact("alteration", v, "FLT3-ITD", origins=("1.1",) if v else ()) for v in (True, False)
    ),
    ("gene", "TP53"): (
        Fact("gene", False, "TP53"),
        Fact("gene", True, "TP53", origins=("7.1",)),
        Fact("gene", True, "TP53", vaf=Decimal("0.05"), origins=("7.1",)),
        Fact("gene", True, "TP53", vaf=Decimal("0.10"), origins=("7.1",)),
    ),
    ("age", ""): tuple(Fact("age", Decimal(v), unit="a") for v in ("17", "18", "40", "75", "80")),
    ("setting", ""): tuple(
        Fact("setting", word) for word in ("newly diagnosed", "relapsed", "remission")
    ),
    ("disease", ""): tuple(Fact("disease", code) for code in DISEASES),
    ("ecog", ""): tuple(Fact("ecog", Decimal(v), unit="1") for v in (2, 3)),
    ("laboratory", "creatinine"): tuple(
        Fact("laboratory", Decimal(v), "creatinine", "umol/L") for v in (80, 200)
    ),
    ("fusion", "KMT2A::*"): tuple(Fact("fusion", v, "KMT2A::*") for v in (True, False)),
    ("prior_drug", "gilteritinib"): _yes_no("prior_drug", "gilteritinib"),
    ("mutation", "ASXL1 truncating"): _yes_no("mutation", "ASXL1 truncating"),
    ("mutation", "TP53 missense"): (
        Fact("mutation", False, "TP53 missense"),
        Fact("mutation", True, "TP53 missense"),
        Fact("mutation", True, "TP53 missense", vaf=Decimal("0.05")),
        Fact("mutation", True, "TP53 missense", vaf=Decimal("0.10")),
    ),
    ("mutations", "TP53"): (
        *_numbers("mutations", "TP53", "1", "0", "1", "2", "3"),
        *_lower(*_numbers("mutations", "TP53", "1", "1", "2")),
    ),
    ("biallelic", "TP53"): _yes_no("biallelic", "TP53"),
    ("copy_number", "CDKN2A"): _words(
        *("copy_number", "CDKN2A", "normal", "gain", "loss", "heterozygous loss"),
        *("homozygous loss", "copy-neutral loss of heterozygosity"),
    ),
    ("antigen_percentage", "CD19 by flow cytometry after CD19"): (
        *_numbers("antigen_percentage", "CD19 by flow cytometry after CD19", "%", "5", "20", "95"),
        *_lower(
            *_numbers("antigen_percentage", "CD19 by flow cytometry after CD19", "%", "10", "20")
        ),
    ),
    ("antigen", "CD19 by flow cytometry"): _yes_no("antigen", "CD19 by flow cytometry"),
    ("best_response", "venetoclax"): _words(
        *("best_response", "venetoclax", "stringent complete response", "complete remission"),
        *("partial remission", "no response"),
    ),
    ("region", ""): _words("region", "", "EU", "DK", "SE", "NO", "US"),
    ("relapses", ""): _numbers("relapses", "", "1", "0", "1", "2"),
}


def refined(fact: Fact) -> tuple[Fact, ...]:
    """Give the ways a known fact can become better known: a subtype, an allele fraction."""
    if fact.name == "disease":
        above = str(fact.value)
        below = [c for c, d in DISEASES.items() if above in (c, d.parent)]
        below += [c for c, d in DISEASES.items() if d.parent in below and c not in below]
        return tuple(Fact("disease", code) for code in below)
    options = POSSIBLE[fact.name, fact.key]
    if fact.name in ("gene", "mutation") and fact.value is True and fact.vaf is None:
        return tuple(f for f in options if f.value is True)
    if fact.lower_bound:
        return tuple(f for f in options if Decimal(str(f.value)) >= Decimal(str(fact.value)))
    narrower = {"loss": ("loss", "heterozygous loss", "homozygous loss"), "EU": ("EU", "DK", "SE")}
    if fact.name in ("copy_number", "region") and fact.value in narrower:
        return tuple(f for f in options if f.value in narrower[str(fact.value)])
    if fact.name == "best_response" and fact.value == "complete remission":
        return tuple(f for f in options if "complete" in str(f.value))
    return (fact,)


def asked(rule: Rule) -> tuple[tuple[str, str], ...]:
    if isinstance(rule, Criterion):
        return ((rule.fact, rule.key),)
    parts = (rule.part,) if isinstance(rule, Not) else rule.parts
    return tuple(dict.fromkeys(name for part in parts for name in asked(part)))


def worlds(rule: Rule, facts: Facts, leave: tuple[str, str]) -> Iterator[Facts]:
    """Give every state of the facts a rule asks, except ``leave``, that agrees with ``facts``."""
    options: list[tuple[Fact | None, ...]] = []
    for name in asked(rule):
        known = facts.get(*name)
        if name == leave:
            continue
        options.append((None, *POSSIBLE[name]) if known is None else refined(known))
    for chosen in product(*options):
        yield Facts.of(fact for fact in chosen if fact is not None)


def with_fact(facts: Facts, fact: Fact) -> Facts:
    return Facts.of([*(f for f in facts if (f.name, f.key) != (fact.name, fact.key)), fact])


def _grown(rules: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    parts = st.lists(rules, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        rules.map(Not),
        parts.map(All),
        parts.map(AnyOf),
        parts.flatmap(lambda p: st.integers(1, len(p)).map(lambda n: AtLeast(n, p))),
    )


def rules(most: int = 5) -> st.SearchStrategy[Rule]:
    return st.recursive(st.sampled_from(CRITERIA), _grown, max_leaves=most)


def crowded_rules() -> st.SearchStrategy[Rule]:
    """Give rules that ask the same few facts again and again."""
    few = st.sampled_from(
        (ITD, TP53, TP53_HIGH, ADULT, BELOW_75, FIT, TWO_HITS, ONE_HIT, LOST, LOST_TWICE)
    )
    return st.recursive(few, _grown, max_leaves=6)


@st.composite
def some_facts(draw: st.DrawFn) -> Facts:
    chosen = []
    for options in POSSIBLE.values():
        fact = draw(st.sampled_from((None, *options)))
        if fact is not None:
            chosen.append(fact)
    return Facts.of(chosen)
