"""What a rule is evaluated against: typed facts, each with its source.

A fact is *known* (it carries a value; ``False`` or ``"absent"`` is a value too) or it is not in
the collection at all, and then it is unknown. "Absent" may only be stated when a test that could
have seen the thing was done; whoever builds the facts answers for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

FactValue = bool | str | Decimal | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One typed statement about a case.

    ``name`` is declared in :mod:`knowledgebase.vocabulary`; ``key`` says which one of a family
    (the gene of ``gene``, the alteration of ``alteration``, the drug of ``prior_drug``), empty
    for facts that exist once. ``unit`` is UCUM text for numbers, else empty. ``source`` is for a
    reader ("line 118 of the variant file", "case form: karyotype"). ``origins`` are the ids of
    the variants, fusions or karyotype parts that the fact rests on. ``vaf`` is the highest
    variant allele fraction (0..1) behind a genetic fact. ``lower_bound`` tells that a number (of a
    genetic fact its ``vaf``) is at least this much and may be more (mutations seen, while not all
    could be seen).
    """

    name: str
    value: FactValue
    key: str = ""
    unit: str = ""
    source: str = ""
    origins: tuple[str, ...] = ()
    vaf: Decimal | None = None
    lower_bound: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """An immutable collection of facts, looked up by name and key."""

    _by_name: Mapping[tuple[str, str], Fact] = field(default_factory=dict)
    # What was gathered of a family before; the facts never change.
    _families: dict[str, tuple[Fact, ...]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Facts:
        """Collect facts; a second fact with the same name and key is a programming error."""
        found: dict[tuple[str, str], Fact] = {}
        for fact in facts:
            if (fact.name, fact.key) in found:
                raise ValueError(f"the fact {fact.name} {fact.key} is stated twice")
            found[fact.name, fact.key] = fact
        return cls(found)

    def knowing(self, fact: Fact) -> Facts:
        """Give the same facts with this one beside them, in place of one of its name and key."""
        others = {name: of for name, of in self._families.items() if name != fact.name}
        return Facts({**self._by_name, (fact.name, fact.key): fact}, others)

    def get(self, name: str, key: str = "") -> Fact | None:
        """Give the fact, or ``None`` when it is unknown."""
        return self._by_name.get((name, key))

    def family(self, name: str) -> tuple[Fact, ...]:
        """Give all known facts of one name, whatever their key."""
        found = self._families.get(name)
        if found is None:
            found = tuple(fact for (known, _), fact in self._by_name.items() if known == name)
            self._families[name] = found
        return found

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._by_name.values())

    def __len__(self) -> int:
        return len(self._by_name)
