"""The index of assertions by their necessary atoms."""

from __future__ import annotations

from collections.abc import Iterable

from knowledgebase.records import Assertion
from knowledgebase.rules.atoms import Atom, atoms_of_fact, necessary_atoms
from knowledgebase.rules.facts import Facts


class AtomIndex:
    """Leads from an atom to the ids of the assertions that need it (or one of several).

    ``always`` are those that need nothing, which every case could touch.
    """

    def __init__(self) -> None:
        self.by_atom: dict[Atom, list[str]] = {}
        self.always: list[str] = []

    @classmethod
    def of(cls, assertions: Iterable[Assertion]) -> AtomIndex:
        """Index these assertions."""
        index = cls()
        for assertion in assertions:
            index.add(assertion)
        return index

    def add(self, assertion: Assertion) -> None:
        """Take in one more."""
        atoms = necessary_atoms(assertion.biomarker)
        if atoms is None:
            self.always.append(assertion.id)
        for atom in atoms or ():
            self.by_atom.setdefault(atom, []).append(assertion.id)

    def touched(self, facts: Facts) -> list[str]:
        """Give the ids of the assertions that these facts could meet, sorted."""
        found = set(self.always)
        for fact in facts:
            for atom in atoms_of_fact(fact):
                found.update(self.by_atom.get(atom, ()))
        return sorted(found)
