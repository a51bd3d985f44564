"""Karyotype text is read whole, or what is not read is said with its place."""

import gzip
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared_data import shared
from tumorboard.cytogenetics.model import KaryotypeError
from tumorboard.cytogenetics.reading import read_karyotype


def written(text):
    return [one.written for clone in read_karyotype(text).clones for one in clone.abnormalities]


def test_a_clone_has_number_sex_abnormalities_and_cells():
    read = read_karyotype("47,XY,+8,t(9;22)(q34;q11.2)[12]/46,XY[8]")
    first, second = read.clones
    assert (first.number, first.sex, first.cells) == ((47, 47), "XY", 12)
    gain, translocation = first.abnormalities
    assert (gain.sign, gain.chromosome) == ("+", "8")
    change = translocation.first
    assert change.symbol == "t"
    assert change.chromosomes == ("9", "22")
    assert [band.text for each in change.bands for band in each] == ["q34", "q11.2"]
    assert (second.cells, second.abnormalities) == (8, ())
    assert not read.unread
    assert not read.warnings


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("46,XX,del(5)(q13q33)[3]", "del(5)(q13q33)"),
        ("46,XX,del(5q)", "del(5)(q)"),
        ("46,XX,?del(7)(q22)", "del(7)(q22)"),
        ("46,XX,del(7)(q?22)", "del(7)(q22)"),
        ("46,XX,t(10;11)(p14~15;q21~22)", "t(10;11)(p14;q21)"),
        ("46,XX,inv(3)(q21q26.2)", "inv(3)(q21q26.2)"),
        ("46,XX,iso(17)(q10)", "i(17)(q10)"),
        ("45,XX,psu dic(15;13)(q12;q12)", "psudic(15;13)(q12;q12)"),
        ("46,XX,der(1)t(1;3)(p32;q21)t(1;11)(q25;q13)", "der(1)t(1;3)(p32;q21)t(1;11)(q25;q13)"),
        ("45,XX,der(1;7)(q10;p10),-7", "der(1;7)(q10;p10)"),
        ("46,XX,ins(2)(p13q21q31)", "ins(2)(p13q21q31)"),
        ("46,X,t(X;18)(p11.2;q11.2)", "t(X;18)(p11.2;q11.2)"),
        ("47,XX,+mar1", "+mar1"),
        ("46,XX,5~20dmin", "dmin"),
        ("46,XX,add(5)(q?31)", "add(5)(q31)"),
        ("46,XX,r(7)(p22q36)", "r(7)(p22q36)"),
        ("46,XX,del(5)(pter->q13::q33->qter)", "del(5)(q13q33)"),
        ("46,XX,trp(1)(q21q32)", "trp(1)(q21q32)"),
    ],
)
def test_abnormalities_are_named_alike_however_doubtful(text, key):
    read = read_karyotype(text)
    assert not read.unread
    assert read.clones[0].abnormalities[0].key == key


def test_doubt_copies_cells_and_origin_are_kept():
    read = read_karyotype("48~50,XX,?+8,+21c,+2mar,del(6)(q13q23)x2,+1~3mar[cp5]")
    doubtful, inborn, two, twice, some = read.clones[0].abnormalities
    assert doubtful.uncertain
    assert inborn.constitutional
    assert (two.copies, twice.copies, some.copies) == ((2, 2), (2, 2), (1, 3))
    clone = read.clones[0]
    assert clone.composite
    assert clone.cells == 5
    assert clone.number == (48, 50)


def test_subclones_say_what_they_repeat():
    read = read_karyotype("45,XY,-7[3]/46,sl,+8[5]/47,sdl1,+21[6]/92,idemx2[2]")
    assert [clone.repeats for clone in read.clones] == ["", "sl", "sdl1", "idemx2"]


def test_fish_and_array_are_kept_apart():
    text = "46,XX[20].nuc ish(ABL1,BCR)x2[200].arr[GRCh38] 5q13q33(1_9)x1"
    read = read_karyotype(text)
    assert read.others == ("nuc ish(ABL1,BCR)x2[200]", "arr[GRCh38] 5q13q33(1_9)x1")
    assert len(read.clones) == 1
    assert not read.unread
    assert read_karyotype("nuc ish(TP53x1)[150/200]").clones == ()


def test_what_is_not_read_is_shown_with_its_place_and_the_rest_is_read():
    text = "46,XX, t(8;21)(q22;q22), nonsense(3), del(9)(q22) [10]"
    read = read_karyotype(text)
    (unread,) = read.unread
    assert text[unread.at :].startswith("nonsense(3)")
    assert unread.reason
    assert written(text) == ["t(8;21)(q22;q22)", "del(9)(q22)"]


@pytest.mark.parametrize(
    ("text", "clones"),
    [
        ("46,XX,+8\n46,XX", 2),
        ("46,XX,del(5)(q13q33)[12]\r\n46,XX[8]", 2),
        ("47,XX,+8[10]\n48,idem,+21[5]", 2),
        ("47,XX,+8[10]/\n46,XX[10]", 2),
        ("46,XX,del(5)(q13q33),\ndel(7)(q22)[20]", 1),
    ],
)
def test_a_line_break_may_divide_clones(text, clones):
    read = read_karyotype(text)
    assert (len(read.clones), read.unread) == (clones, ())
    told = any("line break" in sentence for sentence in read.warnings)
    assert told is (clones == 2 and "/" not in text)


def test_the_cells_of_a_donor_are_said_and_not_counted():
    read = read_karyotype("46,XX,t(9;22)(q34;q11)[15]//46,XY[5]")
    assert [one.written for one in read.clones] == ["46,XX,t(9;22)(q34;q11)[15]"]
    assert read.unread == ()
    assert any("46,XY[5], the donor's cells" in sentence for sentence in read.warnings)


def test_text_behind_the_cells_is_not_lost():
    read = read_karyotype("46,XX[6] (corrected)")
    assert [one.written for one in read.unread] == ["(corrected)"]


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("46,XX,t(9,22)(q34,q11.2)", "semicolons"),
        ("46,XY,inv(3)(q21q26.2)[19];46,XY[1]", "slash"),
        ("47,XY,+8[3]46,XY[16]", "slash is missing"),
        ("46,XX,-7[20]", "adds up to 45"),
        ("46,XX,t(8;21)(q22;q22.1),del(9)(q21q22),-X[10]", "adds up to 45"),
        ("46,XY,+3mar[5]", "adds up to 49"),
    ],
)
def test_misspellings_and_contradictions_warn(text, warning):
    read = read_karyotype(text)
    assert not read.unread
    assert any(warning in sentence for sentence in read.warnings)


@pytest.mark.parametrize(
    "text",
    [
        *("45,X,-Y", "46,X,t(X;18)(p11.1;q11.1)", "47,XX,+X", "46,XXYc,-X", "47,XXY", "44,Xc,-X"),
        *("45,XX,dic(13;15)(q22;q24)", "46,XX,+13,dic(13;15)(q22;q24)", "47,XX,+idic(13)(q22)"),
        *("45,XX,der(5;7)t(5;7)(q22;p13)t(3;7)(q21;q21)", "48,XX,+del(6)(q13q23)x2"),
        *("92,XXYY", "69,XXY", "71,XXX,+8,+10", "47,XX,+8[3]/48,idem,+21[4]", "46,XX,9qh+"),
        *("45~48,XX,-5,+1~3mar[cp9]", "91,XXXX,-7", "46,XX,-7,+mar[3]/45,idem,-mar[4]"),
    ],
)
def test_numbers_that_fit_the_list_do_not_warn(text):
    assert read_karyotype(text).warnings == ()


@pytest.mark.parametrize(
    "text", ["", "  ", "normal", "no metaphases", "na", "t(9;22)", "4,XX", "946,XX", "x" * 9000]
)
def test_what_is_no_karyotype_is_refused_with_a_sentence(text):
    with pytest.raises(KaryotypeError) as refusal:
        read_karyotype(text)
    assert refusal.value.sentence.endswith(".")


ENTRY = st.text(alphabet="XYpqdert()+-?~0123789.cimnhsuao<>x", min_size=1, max_size=15)


@given(st.lists(ENTRY.filter(lambda text: text.count("(") == text.count(")")), max_size=6))
@settings(max_examples=400)
def test_no_entry_is_lost(entries):
    """Every entry is an abnormality, or is listed as unread, or says something of the clone."""
    read = read_karyotype(",".join(["46", "XX", *entries]) + "[5]")
    told = [one.written for clone in read.clones for one in clone.abnormalities]
    told += [one.written for one in read.unread]
    told += [clone.repeats for clone in read.clones]
    told += ["inc" for clone in read.clones if clone.incomplete]
    told += [*read.others, "psu", "inv", "dir"]
    for entry in entries:
        part = entry.strip("<>()").lstrip(".")  # a full stop divides the parts of a karyotype
        assert any(part in each for each in told), (entry, read)


@given(st.text(max_size=60))
@settings(max_examples=300)
def test_any_text_is_read_or_refused(text):
    for whole in (text, f"46,XX,{text}"):
        with suppress(KaryotypeError):
            read_karyotype(whole)


def test_examples_of_the_iscn_book_are_read():
    path = shared("data/D_ground_truth/karyotype/iscn_book_examples.txt")
    lines = [line for line in path.read_text().splitlines() if line.strip()]
    whole = [line for line in lines if not read_karyotype(line).unread]
    assert len(whole) / len(lines) >= 0.95  # the others are misprinted
    assert any("semicolons" in sentence for sentence in read_karyotype(lines[1]).warnings)


def test_real_karyotypes_are_read():
    """Of what begins as a karyotype, misspelt or not, at least 97 in 100 are read whole."""
    path = shared("data/D_ground_truth/aml/AMLSG_Karyotypes.txt.gz")
    text = gzip.decompress(path.read_bytes()).decode("latin-1").replace("\n", "\r")
    rows = [row.split("\t") for row in text.split("\r")]
    karyotypes = [row[2].strip().strip('"') for row in rows[1:] if len(row) > 2]
    refused, in_part, whole = 0, 0, 0
    for karyotype in karyotypes:
        try:
            read = read_karyotype(karyotype)
        except KaryotypeError:
            refused += 1
            assert not karyotype[:2].isdigit() or karyotype.startswith("45 X")
            continue
        in_part += bool(read.unread)
        whole += not read.unread
    assert whole > 1300
    assert whole / (whole + in_part) >= 0.97
