"""Who a person is at the board."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who a person is at the board."""

    HAEMATOLOGIST = "haematologist"
    CLINICAL_GENETICIST = "clinical geneticist"
    MOLECULAR_BIOLOGIST = "molecular biologist"
    PATHOLOGIST = "pathologist"
    TRIAL_UNIT = "trial unit"
    COORDINATOR = "coordinator"
    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the board as named in the program and in print."""

    name: str
    role: Role
