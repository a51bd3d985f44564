"""Laboratory tests by the sheet a haematologist reads them from; each is a field of the form."""

from __future__ import annotations

from collections.abc import Mapping

from tumorboard.domain.case import Quantity

BLOOD = (
    *("leukocytes", "neutrophils", "lymphocytes", "monocytes", "eosinophils", "basophils"),
    *("platelets", "haemoglobin", "haematocrit", "blood_blasts", "monocyte_percentage"),
)
MARROW = (
    *("marrow_blasts", "marrow_plasma_cells", "ring_sideroblasts", "dysplastic_lineages"),
    *("fibrosis_grade", "marrow_cellularity"),
)
MARROW_ANSWERS = ("auer_rods",)
"""The clinician's yes or no that is read from the marrow, and so stands with it in the form."""

FIELDS = ("blood_counts", "marrow", "laboratory")
"""The form's fields in which laboratory values stand; a value is read in whichever it stands."""


def field_of(test: str) -> str:
    """Give the field a test belongs to."""
    if test in BLOOD:
        return "blood_counts"
    return "marrow" if test in MARROW else "laboratory"


def without_answers(text: str) -> tuple[str, str]:
    """Part the marrow's text into its values and its yes or no; each line keeps its number."""
    lines = [(line, line.split()[:1]) for line in text.splitlines()]
    asked = [bool(name) and name[0] in MARROW_ANSWERS for _, name in lines]
    values = ["" if is_asked else line for (line, _), is_asked in zip(lines, asked, strict=True)]
    answers = [line if is_asked else "" for (line, _), is_asked in zip(lines, asked, strict=True)]
    return "\n".join(values), "\n".join(answers)


def laboratory_texts(measured: Mapping[str, Quantity]) -> dict[str, str]:
    """Write the values into their fields, one a line."""
    lines: dict[str, list[str]] = {name: [] for name in FIELDS}
    for test, one in measured.items():
        lines[field_of(test)].append(f"{test} {one.value:f} {one.unit}")
    return {name: "\n".join(of_field) for name, of_field in lines.items()}
