"""The window speaks Danish whole: no text without its translation, no stale one."""

import re
from decimal import Decimal

import pytest

from tests.ui.texts import texts_shown
from ui import language
from ui.translations.da import DANISH


@pytest.fixture
def danish():
    language.use_language("da")
    yield
    language.use_language("en")


def test_every_text_has_its_danish_and_no_danish_is_stale():
    assert texts_shown() == set(DANISH)


def test_places_to_fill_in_are_the_same_in_both():
    for english, danish in DANISH.items():
        places = re.compile(r"\{\w+\}")
        assert sorted(places.findall(english)) == sorted(places.findall(danish)), english


@pytest.mark.usefixtures("danish")
def test_numbers_have_the_languages_own_decimal_sign():
    assert language.percent(Decimal("0.0556")) == "5,6 %"
    assert language.frequency(Decimal("0.00006539")) == "0,00654 %"


def test_a_language_we_do_not_speak_becomes_english():
    language.use_language("fr")
    assert language.say("Variants") == "Variants"
