"""Patients as facts, for what the labels of cell products and bispecific antibodies ask."""

from __future__ import annotations

from decimal import Decimal

from knowledgebase.catalog import load_content
from knowledgebase.records import Indication
from knowledgebase.rules.criteria import Truth, evaluate
from knowledgebase.rules.facts import Fact, Facts

CONTENT = load_content()
INDICATIONS: dict[str, Indication] = {
    one.id: one for product in CONTENT.products.values() for one in product.indications
}


def patient(
    disease: str,
    *,
    age: int = 60,
    setting: str = "relapsed",
    lines: int | None = None,
    classes: str = "",
    never: str = "",
    **stated: bool | int,
) -> Facts:
    """Give facts: ``classes`` were given, ``never`` were not (names joined by ``+``)."""
    facts = [
        Fact("disease", disease),
        Fact("age", Decimal(age), unit="a"),
        Fact("setting", setting),
    ]
    if lines is not None:
        facts.append(Fact("lines_of_therapy", Decimal(lines), unit="1"))
    for text, given in ((classes, True), (never, False)):
        facts += [Fact("prior_class", given, name) for name in text.split("+") if name]
    for name, value in stated.items():
        fact, _, key = name.partition("__")
        known = value if isinstance(value, bool) else Decimal(value)
        unit = "" if isinstance(value, bool) else "1"
        facts.append(Fact(fact, known, key.replace("_", "-") if "BCR" not in key else key, unit))
    return Facts.of(facts)


def label_match(indication: str, facts: Facts) -> Truth:
    """Evaluate one indication, disease and criteria together."""
    return evaluate(INDICATIONS[indication].rule, facts, CONTENT.diseases).value
