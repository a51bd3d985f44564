"""“Why not this?” is answered for any therapy, product or trial of the release."""

from datetime import date

import pytest

from knowledgebase.catalog import Catalog, load_content
from knowledgebase.rules.criteria import Truth
from tests.tumorboard.interpretation.builders import case
from tumorboard.domain.option import OptionKind
from tumorboard.interpretation.evaluate import evaluate_case
from tumorboard.services.why_not import MOST, _said_once, answers, matches_text, unlisted

CATALOG = Catalog(load_content())
DRUGS = CATALOG.content.drugs
CLL = case(disease="CLL")
FOUND = evaluate_case(CLL, CATALOG, date(2026, 11, 21))


def test_a_product_for_another_disease_says_what_fails() -> None:
    found = unlisted(CLL, FOUND, CATALOG, "blinatumomab")
    assert found
    assert {one.kind for one in found} <= set(OptionKind)
    products = [one for one in found if one.kind is OptionKind.PRODUCT]
    assert all(one.title.startswith("blinatumomab: ") for one in products)
    assert all(any("disease" in reason for reason in one.reasons) for one in products)


def test_what_is_among_the_options_is_not_unlisted() -> None:
    listed = {one.id for one in FOUND.options}
    assert listed
    assert not listed & {one.record for one in unlisted(CLL, FOUND, CATALOG, "CLL")}
    one = FOUND.options[0]
    assert matches_text(one, one.record.upper(), DRUGS)
    assert not matches_text(one, "no such words", DRUGS)


def test_every_word_must_be_found_and_few_are_given() -> None:
    assert unlisted(CLL, FOUND, CATALOG, " ") == ()
    assert unlisted(CLL, FOUND, CATALOG, "blinatumomab myeloma") == ()
    assert len(unlisted(CLL, FOUND, CATALOG, "a")) == MOST
    (trial,) = unlisted(CLL, FOUND, CATALOG, "NCT04150497")
    assert (trial.kind, trial.record) == (OptionKind.TRIAL, "NCT04150497")
    assert trial.reasons


def test_a_brand_or_a_synonym_finds_what_an_inn_finds() -> None:
    for inn, other in (("ibrutinib", "Imbruvica"), ("ziftomenib", "KO-539")):
        found = answers(CLL, FOUND, CATALOG, other)
        assert found
        assert {one.id for one in found} <= {one.id for one in answers(CLL, FOUND, CATALOG, inn)}


def test_every_record_found_says_how_it_stands_the_options_first() -> None:
    found = answers(CLL, FOUND, CATALOG, "venetoclax")
    listed = [one for one in found if one.words]
    assert listed
    assert list(found[: len(listed)]) == listed
    for one in listed:
        option = next(each for each in FOUND.options if each.id == one.id)
        assert one.words == option.words
        assert bool(one.reasons) is (option.state is not Truth.MET)
    assert any("disease" in reason for one in found if not one.words for reason in one.reasons)
    assert answers(CLL, FOUND, CATALOG, " ") == ()


def test_a_record_of_resistance_says_that_it_is_no_option() -> None:
    (found,) = answers(CLL, FOUND, CATALOG, "MM-TNFRSF17-resistance")
    assert found.words == ""
    assert found.reasons[0] == "no option: the record tells of resistance"


def test_a_statement_about_another_disease_says_so() -> None:
    (found,) = unlisted(CLL, FOUND, CATALOG, "AML-FLT3-gilteritinib")
    assert found.reasons[0].startswith("not met: disease AML (stated: CLL); in another disease")
    (resistance,) = unlisted(CLL, FOUND, CATALOG, "MM-TNFRSF17-resistance")
    assert any("(stated: CLL)" in reason for reason in resistance.reasons)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("unknown: CD19 expressed (CD19 expressed)", "unknown: CD19 expressed"),
        (
            "A: unknown: prior X (the board decides) (prior X)",
            "A: unknown: prior X (the board decides)",
        ),
        ("unknown: NPM1c (any) (NPM1c (any))", "unknown: NPM1c (any)"),
        (
            "not met: setting relapsed (stated: remission)",
            "not met: setting relapsed (stated: remission)",
        ),
        (
            "unknown: ECOG below 2 (ECOG performance status)",
            "unknown: ECOG below 2 (ECOG performance status)",
        ),
        ("no option", "no option"),
    ],
)
def test_what_is_missing_is_not_said_twice(reason: str, said: str) -> None:
    assert _said_once(reason) == said
