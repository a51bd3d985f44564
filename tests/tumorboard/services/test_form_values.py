"""No text of a case file may hold a personal identity number, whichever field it is in."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from knowledgebase.catalog import Catalog, load_content
from tumorboard.services.case_file import case_from_data
from tumorboard.services.case_form import CaseForm

CATALOG = Catalog(load_content())
WAYS = ("{}{}", "{}-{}", "{} {}", "{} - {}", "of {}-{}.")


def _texts(form: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Give the path and the type of every field that holds text."""
    for name, field in form.model_fields.items():
        at = (*path, name)
        types = list(_within(field.annotation))
        parts = [one for one in types if issubclass(one, BaseModel)]
        for part in parts:
            yield from _texts(part, at)
        if str in types:
            metadata = (*field.metadata, "so that there is always one")
            yield ".".join(at), Annotated[(field.annotation, *metadata)]


def _within(annotation: Any) -> Iterator[type]:
    for one in get_args(annotation):
        yield from _within(one)
    if isinstance(annotation, type):
        yield annotation


TEXTS = {path: TypeAdapter(of) for path, of in _texts(CaseForm)}
IDENTITY = {"patient.cpr", "patient.fnr"}


def test_the_texts_are_found():
    known = {"question", "karyotype", "assays.name", "assays.sees", "genes.change", "patient.cpr"}
    assert known < set(TEXTS)


@settings(max_examples=25)
@given(st.dates(date(1900, 1, 1), date(2036, 12, 31)), st.integers(0, 9999), st.sampled_from(WAYS))
def test_every_text_field_refuses_identity_numbers(born, serial, way):
    written = way.format(f"{born:%d%m%y}", f"{serial:04}")
    for path in sorted(set(TEXTS) - IDENTITY):
        for value in (written, [written], {written: "yes"}, {written: {"value": "1", "unit": "%"}}):
            with pytest.raises(ValidationError):
                TEXTS[path].validate_python(value)


@pytest.mark.parametrize(
    "karyotype",
    ["arr[GRCh38] 5q14.3q33.3(83144123_156322212)x1", "46,XX,t(9;22)(q34;q11.2)[12]/46,XX[8]"],
)
def test_usual_texts_pass(karyotype, tmp_path):
    written = {
        "id": "C-1",
        "patient": {"pseudonym": "P-1", "cpr": "070761-4285"},
        "disease": "AML",
        "question": "NCT04150497 since 2026-11-21? NM_004119.3:c.1805_1806insGATATTTC, 62 years",
        "karyotype": karyotype,
    }
    case = case_from_data(written, CATALOG, folder=tmp_path, on=date(2026, 11, 21))
    assert (case.question, case.karyotype) == (written["question"], karyotype)
