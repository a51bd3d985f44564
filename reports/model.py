"""What a report says, gathered from the frozen case as plain, sorted data; no layout, no language.

Every reported allele and every finding lands in exactly one row: in the table of section 1, or in
the appendix when the case has many that nobody named (see ``docs/decisions/0008``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from knowledgebase.records import Axis, Level
from knowledgebase.rules.criteria import Truth
from tumorboard.domain.board import Person, TierDecision
from tumorboard.domain.conclusion import Finding, Match, Tier, TierSuggestion
from tumorboard.domain.frozen import FrozenBoardCase
from tumorboard.domain.variant import SampleCall, Variant
from tumorboard.errors import ReportError

#: Up to this many findings all stand in the table of section 1.
TABLE_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Signature:
    """What the signature will say: who, meaning what, when (aware of its time zone)."""

    by: Person
    meaning: str
    at: datetime

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ReportError("The time of the signature has no time zone; state one.")


@dataclass(frozen=True, slots=True)
class Row:
    """One finding with its allele, the tier suggested, and what people decided.

    ``finding`` is ``None`` for a reported allele that was not recognised as a finding.
    ``decisions`` are in order of time; the last counts. ``matches`` are best first.
    """

    finding: Finding | None
    variant: Variant | None
    suggestion: TierSuggestion | None
    decisions: tuple[TierDecision, ...]
    matches: tuple[Match, ...]

    @property
    def decision(self) -> TierDecision | None:
        """Give the decision that counts."""
        return self.decisions[-1] if self.decisions else None

    @property
    def tier(self) -> Tier | None:
        """Give the tier decided, else the one suggested."""
        if self.decision:
            return self.decision.tier
        return self.suggestion.tier if self.suggestion else None

    @property
    def deciding(self) -> Match | None:
        """Give the statement the suggested tier rests on, ``None`` without one."""
        best = self.suggestion.matches[0] if self.suggestion and self.suggestion.matches else ""
        return next((match for match in self.matches if match.assertion.id == best), None)

    @property
    def matters(self) -> bool:
        """Tell whether the row belongs on page 1."""
        return self.tier in (Tier.I, Tier.II)

    @property
    def label(self) -> str:
        """Name the row: the finding's label, else gene and change, else the position."""
        if self.finding:
            return self.finding.label or self.finding.gene or self.finding.id
        variant = self.variant
        if variant is None:
            return ""
        shown = variant.consequence
        change = (shown.hgvs_p or shown.hgvs_c) if shown else ""
        return " ".join(part for part in (variant.gene, change) if part) or variant.id

    @property
    def call(self) -> SampleCall | None:
        """Give the call the fractions come from: the tumour's, or the only one there is."""
        if self.variant is None:
            return None
        return self.variant.shown_call


@dataclass(frozen=True, slots=True)
class Report:
    """All that is printed, in order. ``table`` and ``appendix`` together hold every row.

    ``loose_matches`` rest on no finding of the case; ``loose_decisions`` belong to no row (they
    were made on findings the case no longer has, or for another disease).
    """

    frozen: FrozenBoardCase
    signature: Signature | None
    table: tuple[Row, ...]
    appendix: tuple[Row, ...]
    loose_matches: tuple[Match, ...]
    loose_decisions: tuple[TierDecision, ...]

    @property
    def key_rows(self) -> tuple[Row, ...]:
        """Give the rows of tier I and II."""
        return tuple(row for row in self.table if row.matters)


_TIER_ORDER = {Tier.I: 0, Tier.II: 1, Tier.III: 2, Tier.IV: 3, None: 4}
_AXIS_ORDER = {axis: place for place, axis in enumerate(Axis)}
_LEVEL_ORDER = {level: place for place, level in enumerate(Level)}
_TRUTH_ORDER = {Truth.MET: 0, Truth.UNKNOWN: 1, Truth.NOT_MET: 2}


def build_report(frozen: FrozenBoardCase, signature: Signature | None) -> Report:
    """Gather and sort what is printed of a frozen case."""
    if frozen.prepared_at.utcoffset() is None:
        raise ReportError("The time the report was prepared at has no time zone; state one.")
    rows = sorted(_rows(frozen), key=_row_order)
    many = len(frozen.evaluation.findings) > TABLE_LIMIT
    table = tuple(row for row in rows if row.finding and (not many or _named(row)))
    kept = set(map(id, table))
    known = {row.finding.id for row in rows if row.finding}
    touched = {finding for row in rows for match in row.matches for finding in match.findings}
    return Report(
        frozen=frozen,
        signature=signature,
        table=table,
        appendix=tuple(row for row in rows if id(row) not in kept),
        loose_matches=tuple(
            sorted(
                (m for m in frozen.evaluation.matches if not touched.intersection(m.findings)),
                key=_match_order,
            )
        ),
        loose_decisions=tuple(
            decision
            for decision in frozen.decisions
            if decision.finding not in known or decision.disease != frozen.evaluation.disease
        ),
    )


def _rows(frozen: FrozenBoardCase) -> list[Row]:
    evaluation = frozen.evaluation
    variants = {v.id: v for v in (frozen.variant_file.variants if frozen.variant_file else ())}
    tiers = {tier.finding: tier for tier in evaluation.tiers}
    matches: dict[str, list[Match]] = {}
    for match in sorted(evaluation.matches, key=_match_order):
        for ident in match.findings:
            matches.setdefault(ident, []).append(match)
    decisions: dict[str, list[TierDecision]] = {}
    for decision in sorted(frozen.decisions, key=lambda decision: decision.at):
        if decision.disease == evaluation.disease:
            decisions.setdefault(decision.finding, []).append(decision)
    rows = [
        Row(
            finding=finding,
            variant=variants.pop(finding.id, None),
            suggestion=tiers.get(finding.id),
            decisions=tuple(decisions.get(finding.id, ())),
            matches=tuple(matches.get(finding.id, ())),
        )
        for finding in evaluation.findings
    ]
    return rows + [Row(None, variant, None, (), ()) for variant in variants.values()]


def _named(row: Row) -> bool:
    """Tell whether a person or the knowledge base said anything of the finding."""
    return bool(row.matters or row.decisions or row.matches)


def _row_order(row: Row) -> tuple[int, int, str, int, str]:
    level = row.suggestion.level if row.suggestion else None
    gene = row.finding.gene if row.finding else (row.variant.gene if row.variant else "")
    line = row.variant.line if row.variant else 0
    place = _LEVEL_ORDER[level] if level else len(_LEVEL_ORDER)
    return _TIER_ORDER[row.tier], place, gene, line, row.label


def _match_order(match: Match) -> tuple[int, int, int, int, str]:
    context = _TRUTH_ORDER[match.context.value] if match.context else 0
    return (
        _TRUTH_ORDER[match.biomarker.value],
        _LEVEL_ORDER[match.level_here],
        context,
        _AXIS_ORDER[match.assertion.axis],
        match.assertion.id,
    )
