"""“Why not this?” is answered for any therapy, product or trial of the release."""

from datetime import date

from knowledgebase.catalog import Catalog, load_content
from tests.tumorboard.interpretation.builders import case
from tumorboard.domain.option import OptionKind
from tumorboard.interpretation.evaluate import evaluate_case
from tumorboard.services.why_not import MOST, matches_text, unlisted

CATALOG = Catalog(load_content())
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
    assert matches_text(one, one.record.upper())
    assert not matches_text(one, "no such words")


def test_every_word_must_be_found_and_few_are_given() -> None:
    assert unlisted(CLL, FOUND, CATALOG, " ") == ()
    assert unlisted(CLL, FOUND, CATALOG, "blinatumomab myeloma") == ()
    assert len(unlisted(CLL, FOUND, CATALOG, "a")) == MOST
    (trial,) = unlisted(CLL, FOUND, CATALOG, "NCT04150497")
    assert (trial.kind, trial.record) == (OptionKind.TRIAL, "NCT04150497")
    assert trial.reasons
