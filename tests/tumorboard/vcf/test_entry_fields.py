import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumorboard.vcf.annotation_header import Style
from tumorboard.vcf.entry_fields import BEYOND_HEADER, EntryFields, decoded, names_in_use

NAMES = ("Allele", "Consequence", "LoF", "SIFT")


def fields(entry: str, style: Style = Style.VEP) -> EntryFields:
    names = names_in_use(style, NAMES, entry.count("|") + 1)
    return EntryFields(style, names, entry)


def test_they_are_a_mapping_equal_to_the_dictionary_they_stand_for() -> None:
    entry = fields("T|missense_variant||0.5%25")
    expected = {"Allele": "T", "Consequence": "missense_variant", "LoF": "", "SIFT": "0.5%"}
    assert entry == expected
    assert dict(entry) == expected
    assert (list(entry), len(entry)) == (list(NAMES), 4)
    assert entry["SIFT"] == "0.5%"
    assert entry.get("absent", "?") == "?"
    assert repr(expected) in repr(entry)
    with pytest.raises(KeyError):
        entry["absent"]


def test_they_travel_between_processes() -> None:
    entry = fields("T|missense_variant||x")
    assert pickle.loads(pickle.dumps(entry)) == entry


def test_selected_values_are_decoded() -> None:
    assert fields("T|a%3Db||%2C").select((1, 3)) == ("a=b", ",")


def test_names_of_an_entry_that_does_not_fit() -> None:
    assert fields("T|missense_variant") == {"Allele": "T", "Consequence": "missense_variant"}
    assert fields("T|a|b|c|d") == {"Allele": "T", "Consequence": "a", BEYOND_HEADER: "b|c|d"}
    # SnpEff's order never changes: only what has no name at all is kept apart.
    assert fields("T|a|b|c|d", Style.ANN)[BEYOND_HEADER] == "d"
    assert fields("T|a|b", Style.ANN) == {"Allele": "T", "Consequence": "a", "LoF": "b"}


@settings(max_examples=100)
@given(st.text("%3D2CfF0A\x7fx", max_size=12))
def test_decoding_yields_no_control_character_and_never_raises(text: str) -> None:
    written = text.replace("\x7f", "")
    assert decoded(written).isprintable()
