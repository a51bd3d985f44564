import pytest
from hypothesis import given
from hypothesis import strategies as st

from tumorboard.interpretation.hgvs import ChangeKind, parse_protein_change


@pytest.mark.parametrize(
    ("text", "canonical", "kind", "residues"),
    [
        ("p.Arg132His", "R132H", ChangeKind.SUBSTITUTION, (132, 132)),
        ("R132H", "R132H", ChangeKind.SUBSTITUTION, (132, 132)),
        ("p.(Arg132His)", "R132H", ChangeKind.SUBSTITUTION, (132, 132)),
        ("(R132H)", "R132H", ChangeKind.SUBSTITUTION, (132, 132)),
        ("ENSP00000331897.3:p.Arg140Gln", "R140Q", ChangeKind.SUBSTITUTION, (140, 140)),
        ("p.(Trp288CysfsTer12)", "W288Cfs*12", ChangeKind.FRAMESHIFT, (288, 288)),
        ("p.W288Cfs*12", "W288Cfs*12", ChangeKind.FRAMESHIFT, (288, 288)),
        ("W288CfsX12", "W288Cfs*12", ChangeKind.FRAMESHIFT, (288, 288)),
        ("W288fs", "W288fs", ChangeKind.FRAMESHIFT, (288, 288)),
        ("p.Trp288Cysfs*?", "W288Cfs*?", ChangeKind.FRAMESHIFT, (288, 288)),
        ("p.Ser338Ter", "S338*", ChangeKind.NONSENSE, (338, 338)),
        ("S338X", "S338*", ChangeKind.NONSENSE, (338, 338)),
        ("S338*", "S338*", ChangeKind.NONSENSE, (338, 338)),
        ("p.Glu598_Tyr599dup", "E598_Y599dup", ChangeKind.DUPLICATION, (598, 599)),
        ("p.Asp419del", "D419del", ChangeKind.DELETION, (419, 419)),
        ("p.Tyr418_Asp419del", "Y418_D419del", ChangeKind.DELETION, (418, 419)),
        ("p.Lys601_Asp602insPheGly", "K601_D602insFG", ChangeKind.INSERTION, (601, 602)),
        ("p.Asp835_Ile836delinsVal", "D835_I836delinsV", ChangeKind.DELETION_INSERTION, (835, 836)),
        ("p.Met1?", "M1?", ChangeKind.START_LOST, (1, 1)),
        ("p.Met1Val", "M1V", ChangeKind.START_LOST, (1, 1)),
        ("p.Ter315GlnextTer12", "*315Qext*12", ChangeKind.EXTENSION, (315, 315)),
        ("p.Arg132=", "R132=", ChangeKind.SYNONYMOUS, (132, 132)),
        ("p.Arg132%3D", "R132=", ChangeKind.SYNONYMOUS, (132, 132)),
        ("p.Arg132Arg", "R132=", ChangeKind.SYNONYMOUS, (132, 132)),
        ("p.=", "=", ChangeKind.SYNONYMOUS, (None, None)),
    ],
)
def test_spellings_have_one_canonical_form(text, canonical, kind, residues):
    read = parse_protein_change(text)
    assert (read.canonical, read.kind) == (canonical, kind)
    assert (read.first, read.last) == residues
    assert read.text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "p.?",
        "p.0?",
        "ITD",
        "exon 12",
        "p.Xaa12Ala",
        "R132H;V71I",
        "D836_I835del",
        "R132Z",
        "R0H",
    ],
)
def test_what_is_unknown_stays_text(text):
    read = parse_protein_change(text)
    assert read.kind is ChangeKind.UNREAD
    assert (read.text, read.canonical, read.first) == (text, "", None)


@pytest.mark.parametrize(
    ("text", "net"),
    [
        ("E598_Y599dup", 2),
        ("K601_D602insFG", 2),
        ("K601_D602ins30", 30),
        ("D835del", -1),
        ("D835_I836delinsV", -1),
        ("R132H", 0),
        ("W288Cfs*12", None),
    ],
)
def test_residues_gained_or_lost(text, net):
    assert parse_protein_change(text).net_residues == net


@pytest.mark.parametrize(
    ("text", "touched"),
    [
        ("D835Y", True),
        ("D835del", True),
        ("D835_I836delinsV", True),
        ("R834_I836del", True),
        ("D835fs", True),
        ("D835E", True),
        ("R834_D835insG", False),
        ("D835dup", False),
        ("D835=", False),
        ("E835Y", False),
        ("I836del", False),
    ],
)
def test_which_changes_touch_a_residue(text, touched):
    assert parse_protein_change(text).touches("D", 835) is touched


@given(st.text(max_size=40))
def test_any_text_is_read_or_kept(text):
    read = parse_protein_change(text)
    assert read.text == text
    assert (read.kind is ChangeKind.UNREAD) == (read.canonical == "")


@given(
    st.sampled_from("ACDEFGHIKLMNPQRSTVWY"),
    st.integers(2, 5000),
    st.sampled_from(["H", "*", "fs", "Cfs*12", "del", "dup", "delinsVG", "="]),
)
def test_the_canonical_form_reads_as_itself(reference, residue, tail):
    first = parse_protein_change(f"{reference}{residue}{tail}")
    again = parse_protein_change(first.canonical)
    assert (again.canonical, again.kind, again.first) == (first.canonical, first.kind, first.first)
