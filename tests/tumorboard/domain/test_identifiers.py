"""Personal identity numbers by the published rules; every number is published or constructed."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumorboard.domain.identifiers import (
    IdentifierFault,
    NumberKind,
    age_on,
    control_digits_of,
    holds_personal_number,
    read_cpr,
    read_fnr,
    read_number,
)


@pytest.mark.parametrize(
    ("text", "born", "female", "notes"),
    [
        ("1111111118", date(1911, 11, 11), True, 0),
        ("070761-4285", date(1961, 7, 7), False, 0),
        ("251248 4916", date(1948, 12, 25), True, 0),
        ("0101900001", date(1990, 1, 1), False, 1),
        ("010165-0000", date(1965, 1, 1), True, 1),
        ("2902004000", date(2000, 2, 29), True, 1),
    ],
)
def test_a_cpr_number_tells_birth_date_and_sex(text, born, female, notes):
    read = read_cpr(text)
    assert (read.birth_date, read.female, len(read.notes)) == (born, female, notes)


@pytest.mark.parametrize(
    ("year", "seventh", "born"),
    [
        *[("99", digit, 1999) for digit in "0123"],
        *[("36", digit, 2036) for digit in "49"],
        *[("37", digit, 1937) for digit in "49"],
        *[("57", digit, 2057) for digit in "5678"],
        *[("58", digit, 1858) for digit in "5678"],
    ],
)
def test_the_seventh_digit_tells_the_century(year, seventh, born):
    assert read_cpr(f"0101{year}{seventh}000").birth_date == date(born, 1, 1)


@pytest.mark.parametrize(
    "text", ["2902003114", "3002704118", "0013700000", "", "1", "010190-00012"]
)
def test_an_impossible_cpr_number_is_refused(text):
    with pytest.raises(IdentifierFault) as caught:
        read_cpr(text)
    assert not text or len(text) < 2 or text not in str(caught.value)


@pytest.mark.parametrize("text", ["610170-0001", "010170-A001"])
def test_a_replacement_number_tells_no_birth_date(text):
    read = read_cpr(text)
    assert (read.birth_date, read.female, len(read.notes)) == (None, None, 1)


def test_a_norwegian_number_must_have_its_control_digits():
    read = read_fnr("311299 56715")
    assert (read.birth_date, read.female, read.notes) == (date(1899, 12, 31), False, ())
    with pytest.raises(IdentifierFault, match="control digits"):
        read_fnr("31129956716")
    assert read_fnr("31129956716", control_digits=False).birth_date == date(1899, 12, 31)


def test_d_numbers_and_helper_numbers_are_named():
    temporary, helper = read_fnr("55018510013"), read_fnr("15418510002")
    assert (temporary.birth_date, helper.birth_date) == (date(1985, 1, 15), date(1985, 1, 15))
    assert "D-number" in temporary.notes[0]
    assert "helper" in helper.notes[0]
    assert len(read_fnr("15418510003").notes) == 2
    assert read_fnr("15818510003").birth_date == date(1985, 1, 15)


@pytest.mark.parametrize("text", ["15014075000", "15014050000", "31029910000", "1501851000", "x"])
def test_an_impossible_norwegian_number_is_refused(text):
    with pytest.raises(IdentifierFault):
        read_fnr(text)


@pytest.mark.parametrize("kind", NumberKind)
def test_the_digits_show_only_where_they_are_asked_for(kind):
    text = "0707614285" if kind is NumberKind.CPR else "55018510013"
    number = read_number(kind, text).number
    for shown in (repr(number), str(number), f"{number}", number.masked(), repr((number,))):
        assert not any(character.isdigit() for character in shown)
    assert number.reveal().replace("-", "").replace(" ", "") == text


@settings(max_examples=60)
@given(st.dates(date(1858, 1, 1), date(2039, 12, 31)), st.integers(0, 999), st.data())
def test_every_written_birth_date_is_read_back(born, rest, data):
    digits = [d for d in range(10) if _year_of(born.year % 100, d) == born.year]
    seventh = data.draw(st.sampled_from(digits))
    text = f"{born:%d%m%y}-{seventh}{rest:03}"
    assert read_cpr(text).birth_date == born
    assert read_cpr(text.replace("-", "")) == read_cpr(text)


def _year_of(year, digit):
    # The table of cpr.dk, written out once more.
    if digit < 4:
        return 1900 + year
    if digit in (4, 9):
        return 2000 + year if year < 37 else 1900 + year
    return 2000 + year if year < 58 else 1800 + year


@settings(max_examples=60)
@given(st.dates(date(1940, 1, 1), date(1999, 12, 31)), st.integers(0, 499), st.integers(0, 9))
def test_one_wrong_digit_of_a_norwegian_number_is_found(born, individual, wrong):
    nine = f"{born:%d%m%y}{individual:03}"
    control = control_digits_of(nine)
    if not control:
        return
    assert read_fnr(nine + control).birth_date == born
    last = str(wrong)
    if last != control[1]:
        with pytest.raises(IdentifierFault):
            read_fnr(nine + control[0] + last)


@given(st.text(max_size=16))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    for kind in NumberKind:
        sentence = "it was read"
        try:
            read_number(kind, text)
        except IdentifierFault as fault:
            sentence = str(fault)
        assert sentence


SEPARATED = ("", "-", " ", " - ", "\u2013", "\u2011", "\u00a0", "/", ".", "_", "+", "\u00ad", "- ")
DATED = (
    "{0}{1}{2}",
    "{0}{1} {2}",
    "{0} {1} {2}",
    "{0}.{1}.{2}",
    "{0}-{1}-{2}",
    "{0}/{1}/{2}",
    "{0} - {1} - {2}",
)
AROUND = (
    "{}",
    "see {} of May",
    "({}).",
    "cpr.{}",
    "CPR{}",
    "46,XX[20]\n{}",
    "line 2 {} 2026-11-21",
)


@settings(max_examples=200)
@given(
    st.dates(date(1900, 1, 1), date(2036, 12, 31)),
    st.integers(0, 9999),
    st.sampled_from(DATED),
    st.sampled_from(SEPARATED),
    st.sampled_from(AROUND),
)
def test_a_number_is_seen_in_every_way_it_is_written(born, serial, dated, separated, around):
    day = dated.format(f"{born:%d}", f"{born:%m}", f"{born:%y}")
    text = around.format(f"{day}{separated}{serial:04}")
    assert holds_personal_number(text)
    assert holds_personal_number(text.translate({ord("0") + n: 0xFF10 + n for n in range(10)}))


@pytest.mark.parametrize(
    "text",
    [
        "07 07 61 42 85",
        "070761 42 85",
        "55018510013",
        "550185 10013",
        "550185 100 13",
        "15.41.85-10002",
        "610170-0001",
        "010170-A001",
        "31129956716",
        "0707\u200b614285",
        "C-1,0707614285",
        "2026 070761-4285",
        "born 07.10.1961/0707614285",
    ],
)
def test_numbers_of_every_kind_are_seen(text):
    assert holds_personal_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "reads 300270411 of 1200, 9999999999",
        "arr[GRCh38] 5q14.3q33.3(83144123_156322212)x1",
        "arr[hg19] 1p36.33(849,466_2,121,024)x1,17p13.1(7571720_7590868)x1",
        "ogm[GRCh38] t(4;11)(q21.3;q23.3)(87071234;118481234)",
        "46,XX,t(9;22)(q34;q11.2)[12]/47,XX,+8[8]",
        "nuc ish(BCR,ABL1)x3[120/200]",
        "NM_004119.3:c.1805_1806insGATATTTC",
        "c.1210-24_1215del",
        "NC_000017.11:g.7674220C>T, chr17:7577120-7577121",
        "10-123258034-A-C or 12\t10398284",
        "ENST00000241453.12",
        "rs1012101234",
        "NCT04150497",
        "EudraCT 2010-120385-12, EU CT 2023-510412-12-00, jRCT2011210001",
        "doi:10.1182/blood.2011015850",
        "2026-11-21T10:11:12",
        "2025-10-11 123456",
        "2012-10-11 12:30",
        "12/10/11 2010-05-03",
        "01.02.24-03.04.24",
        "01.02.2024 - 03.04.2024",
        "2009-10 / 2010-05",
        "relapse 12.10.24, 2000 mg cytarabine; 2011-05, 2024",
        "62 years, 121.5 x 10^9/L, VAF 0.1201011234",
        "+45 20 12 34 56",
    ],
)
def test_what_is_no_number_of_a_person_is_left_alone(text):
    assert not holds_personal_number(text)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1961, 7, 7), date(2026, 7, 6), 64),
        (date(1961, 7, 7), date(2026, 7, 7), 65),
        (date(2000, 2, 29), date(2026, 2, 28), 25),
    ],
)
def test_age_in_whole_years(born, day, age):
    assert age_on(born, day) == age
