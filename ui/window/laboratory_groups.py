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
FIELDS = ("blood_counts", "marrow", "laboratory")
"""The form's fields in which laboratory values stand; a value is read in whichever it stands."""


def field_of(test: str) -> str:
    """Give the field a test belongs to."""
    if test in BLOOD:
        return "blood_counts"
    return "marrow" if test in MARROW else "laboratory"


def laboratory_texts(measured: Mapping[str, Quantity]) -> dict[str, str]:
    """Write the values into their fields, one a line."""
    lines: dict[str, list[str]] = {name: [] for name in FIELDS}
    for test, one in measured.items():
        lines[field_of(test)].append(f"{test} {one.value:f} {one.unit}")
    return {name: "\n".join(of_field) for name, of_field in lines.items()}
