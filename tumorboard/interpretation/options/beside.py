"""What stands beside an option: earlier exposure, and findings that speak against its drugs."""

from __future__ import annotations

from collections.abc import Iterator

from knowledgebase.records import Axis, Drug, Effect
from knowledgebase.rules.atoms import asked_facts
from knowledgebase.rules.criteria import Rule
from knowledgebase.rules.notation import genes_of_fact
from tumorboard.domain.conclusion import Match
from tumorboard.domain.option import Against
from tumorboard.interpretation.levels import might_cover
from tumorboard.interpretation.options.found import Asking

# The arm of a bispecific antibody that does not aim at the disease.
_OF_THE_T_CELL = frozenset({"CD3"})
# Nearly every regimen has one; a shared one says nothing of resistance.
_TOO_WIDE = frozenset(
    {
        "alkylating agent",
        "antimetabolite",
        "chemotherapy",
        "glucocorticoid",
        "tyrosine kinase inhibitor",
    }
)
_HURTS = (Effect.RESISTANCE, Effect.TOXICITY)


def exposure(drugs: tuple[str, ...], asking: Asking) -> tuple[str, ...]:
    """Say what of these drugs, or of their classes, the patient has had and did not respond to."""
    return tuple(dict.fromkeys(_exposed(drugs, asking)))


def _exposed(drugs: tuple[str, ...], asking: Asking) -> Iterator[str]:
    for name in drugs:
        drug = asking.content.drugs.get(name)
        classes = drug.classes if drug else ()
        for fact, keys, said in (
            ("refractory_to", (name,), "refractory to {key}"),
            ("prior_drug", (name,), "{key} was given before"),
            ("refractory_to", classes, "refractory to the class {key}"),
            ("prior_class", classes, "the class {key} was given before"),
        ):
            for key in keys:
                known = asking.facts.get(fact, key)
                if known is not None and known.value is True:
                    yield said.format(key=key)


def against(drugs: tuple[str, ...], asking: Asking) -> tuple[Against, ...]:
    """Give the resistance and toxicity the findings mean for these drugs, strongest first."""
    return tuple(_against(drugs, asking))


def _against(drugs: tuple[str, ...], asking: Asking) -> Iterator[Against]:
    for match in asking.matches:
        assertion = match.assertion
        if assertion.axis is Axis.THERAPEUTIC and assertion.effect in _HURTS:
            how = _bearing(drugs, match, asking)
            if how:
                effect = f"{assertion.effect.value}, {how}"
                if not match.same_disease:
                    effect += f"; shown in {', '.join(assertion.diseases)}, another disease"
                yield Against(assertion.id, assertion.title, effect, match.level_here)


def _bearing(drugs: tuple[str, ...], match: Match, asking: Asking) -> str:
    """Say how a record on some drugs bears on others: same drug, same target; "" if not."""
    same = [name for name in drugs if name in match.assertion.drugs]
    here = _about(match, asking)
    if same and _holds(same, match, here, asking):
        return f"same drug ({', '.join(same)})"
    if not here:
        return ""
    mine, theirs = _drugs(drugs, asking), _drugs(match.assertion.drugs, asking)
    if not _shared(mine, theirs):
        return ""
    return _shared(_unhelped(mine, match, asking), _drugs(_leading(match, asking), asking))


def _holds(same: list[str], match: Match, here: bool, asking: Asking) -> bool:
    """Tell whether these drugs of a record are what it is about, not mere partners in it.

    They are the whole treatment, each drug of it or one in its place; in this disease one drug
    that leads is enough, unless the same findings call for it.
    """
    if here:
        leading = [name for name in same if name in _leading(match, asking)]
        if _unhelped(_drugs(tuple(leading), asking), match, asking):
            return True
    return all(
        name in same or any(_replaces(one, name, asking) for one in same)
        for name in match.assertion.drugs
    )


def _leading(match: Match, asking: Asking) -> tuple[str, ...]:
    """Give the drugs of a record without the partners of a combination.

    No field tells a combination from alternatives. Drugs that share a target or class, or are all
    chemotherapy, are taken as alternatives, and so are those aimed at a gene the record asks for;
    of other drugs the first leads.
    """
    names = match.assertion.drugs
    known = [asking.content.drugs.get(name) for name in names]
    if len(names) < 2 or set.intersection(*(_kinds(drug) for drug in known)):
        return names
    genes = {*genes_asked(match.assertion.biomarker, asking)}
    aimed = [drug.id for drug in known if drug is not None and genes & {*drug.targets}]
    return tuple(dict.fromkeys((names[0], *aimed)))


def _replaces(one: str, other: str, asking: Asking) -> bool:
    """Tell whether two drugs share a target or a class that says something of them."""
    drugs = asking.content.drugs
    shared = _kinds(drugs.get(one)) & _kinds(drugs.get(other))
    return bool(shared - _TOO_WIDE)


def _kinds(drug: Drug | None) -> set[str]:
    return {*drug.targets, *drug.classes} - _OF_THE_T_CELL if drug else set()


def _about(match: Match, asking: Asking) -> bool:
    """Tell whether a record is about this disease, one above or one below it."""
    return match.same_disease or might_cover(match.assertion, asking.disease, asking.diseases)


def _unhelped(drugs: list[Drug], match: Match, asking: Asking) -> list[Drug]:
    """Leave out the drugs that another record recommends for all that this one rests on.

    BTK C481 stands against the covalent inhibitors, and is what pirtobrutinib is given for.
    """
    rests = {*match.findings}
    if not rests:
        return drugs
    helped = {
        name
        for other in asking.matches
        if other.assertion.axis is Axis.THERAPEUTIC
        and other.assertion.effect is Effect.SENSITIVITY
        and rests <= {*other.findings}
        for name in other.assertion.drugs
    }
    return [drug for drug in drugs if drug.id not in helped]


def _shared(mine: list[Drug], theirs: list[Drug]) -> str:
    """Say which target, or else which class, some drugs share with others; "" if none."""
    shared = {t for d in mine for t in d.targets} & {t for d in theirs for t in d.targets}
    targets = sorted(shared - _OF_THE_T_CELL)
    if targets:
        return f"same target ({', '.join(targets)})"
    # Two drugs of one class that aim at different targets do not share a resistance.
    pairs = [
        (one, other) for one in mine for other in theirs if not (one.targets and other.targets)
    ]
    classes = sorted(
        {c for one, other in pairs for c in {*one.classes} & {*other.classes}} - _TOO_WIDE
    )
    return f"same class ({', '.join(classes)})" if classes else ""


def genes_asked(rule: Rule, asking: Asking) -> tuple[str, ...]:
    """Name the genes a rule asks about, sorted."""
    found: set[str] = set()
    for fact, key in asked_facts(rule):
        alteration = asking.content.alterations.get(key) if fact == "alteration" else None
        if alteration is not None:
            found.add(alteration.gene)
        found.update(genes_of_fact(fact, key))
    return tuple(sorted(found))


def _drugs(names: tuple[str, ...], asking: Asking) -> list[Drug]:
    return [asking.content.drugs[name] for name in names if name in asking.content.drugs]
