"""Frozen records come back equal, to the digit and the character, or not at all."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledgebase.rules.criteria import (
    All,
    AnyOf,
    AtLeast,
    Bounds,
    Criterion,
    Evaluation,
    Not,
    Reason,
)
from tests.reports.example import EXAMPLE, VARIANT_FILE
from tumorboard.domain.case import Case, GeneState, Quantity, StatedGene
from tumorboard.domain.frozen import FrozenBoardCase
from tumorboard.domain.variant import VariantFile
from tumorboard.errors import StorageError
from tumorboard.storage.freezing import canonical, digest, freeze, thaw

_decimals = st.decimals(allow_nan=False, allow_infinity=False)
_texts = st.text(st.characters(codec=None), max_size=12)
_RULES = st.recursive(
    st.builds(
        Criterion, fact=_texts, key=_texts, bounds=st.none() | st.builds(Bounds), soft=st.booleans()
    ),
    lambda parts: (
        st.builds(All, st.lists(parts, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(parts, max_size=3).map(tuple))
        | st.builds(Not, parts)
        | st.builds(AtLeast, st.integers(0, 3), st.lists(parts, max_size=3).map(tuple))
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(_decimals, st.none() | _decimals, _texts, st.dictionaries(_texts, _texts, max_size=4))
def test_a_variant_file_comes_back_to_the_digit(
    vaf: Decimal, other: Decimal | None, text: str, fields: dict[str, str]
) -> None:
    first = VARIANT_FILE.variants[0]
    call = first.calls[0]._replace(vaf=vaf, vaf_caller=other, sample=text)
    told = first.consequences[0]._replace(hgvs_p=text, fields=fields)
    variant = replace(first, calls=(call,), consequences=(told, told), alt=text)
    file = replace(VARIANT_FILE, name=text, variants=(variant,), warnings=(text, ""))
    again = thaw(VariantFile, freeze(file))
    assert again == file
    # equal is not enough: 0.10 is not 0.1; the order of fields is not kept
    stored, read = file.variants[0].calls[0], again.variants[0].calls[0]
    assert repr(read) == repr(stored)


@settings(max_examples=60, deadline=None)
@given(_texts, _decimals, st.none() | st.integers(0, 120), st.none() | st.dates())
def test_a_case_comes_back(text: str, value: Decimal, age: int | None, day: date | None) -> None:
    patient = replace(EXAMPLE.case.patient, age_years=age, pseudonym=text)
    case = replace(
        EXAMPLE.case,
        patient=patient,
        diagnosis_date=day,
        karyotype=text,
        laboratory={text: Quantity(value, text)},
        genes=(StatedGene(text, GeneState.NOT_TESTED, vaf=value),),
    )
    assert repr(thaw(Case, freeze(case)).laboratory) == repr(case.laboratory)
    assert thaw(Case, freeze(case)) == case


@settings(max_examples=100, deadline=None)
@given(_RULES)
def test_every_rule_keeps_its_kind(rule: Criterion) -> None:
    reason = Reason(rule, EXAMPLE.evaluation.matches[0].biomarker.value, "", "", "", (), ())
    whole = Evaluation(reason.value, replace(reason, parts=(reason, reason)), (("a", "b"),))
    assert repr(thaw(Evaluation, freeze(whole))) == repr(whole)


def test_a_whole_board_case_comes_back() -> None:
    again = thaw(FrozenBoardCase, freeze(EXAMPLE))
    assert again == EXAMPLE
    assert again.prepared_at.utcoffset() == EXAMPLE.prepared_at.utcoffset()
    assert digest(again) == digest(EXAMPLE)


def test_the_zone_and_the_order_of_keys_do_not_change_the_digest() -> None:
    filtered = {"b": 1, "a": 2}
    one = replace(VARIANT_FILE.accounting, alleles_filtered=filtered)
    other = replace(one, alleles_filtered=dict(sorted(filtered.items())))
    assert digest(one) == digest(other)


def _spoilt(**changes: object) -> bytes:
    stored = json.loads(canonical(EXAMPLE.recommendation))
    stored["record"] |= changes
    return zlib.compress(json.dumps(stored).encode())


@pytest.mark.parametrize(
    "changes",
    [{"unknown": 1}, {"text": 5}, {"text": None}, {"at": "yesterday"}, {"by": {"name": "x"}}],
    ids=["unknown field", "number for text", "nothing for text", "no date", "missing field"],
)
def test_what_does_not_fit_is_refused(changes: dict[str, object]) -> None:
    kind = type(EXAMPLE.recommendation)
    with pytest.raises(StorageError, match="damaged"):
        thaw(kind, _spoilt(**changes))


def test_damaged_bytes_are_refused_without_their_content() -> None:
    frozen = bytearray(freeze(EXAMPLE))
    frozen[len(frozen) // 2] ^= 1
    with pytest.raises(StorageError, match="FrozenBoardCase") as refusal:
        thaw(FrozenBoardCase, bytes(frozen))
    assert refusal.value.__suppress_context__


def test_a_newer_form_is_refused() -> None:
    stored = json.loads(canonical(VARIANT_FILE)) | {"form": 2}
    with pytest.raises(StorageError, match="newer program"):
        thaw(VariantFile, zlib.compress(json.dumps(stored).encode()))


def test_a_case_stored_before_the_course_was_known_is_read():
    stored = json.loads(canonical(EXAMPLE.case))
    record = stored["record"]
    for name in ("transplants", "specimens", "germline_sample", "germline_consent"):
        del record[name]
    for name in ("birth_date", "numbers"):
        del record["patient"][name]
    for therapy in record["prior_therapies"]:
        for name in ("start", "stop", "stop_reason"):
            del therapy[name]
    assert thaw(Case, zlib.compress(json.dumps(stored).encode())) == EXAMPLE.case
