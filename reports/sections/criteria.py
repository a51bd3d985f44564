"""How an evaluated rule is told: what was met, what was not, what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledgebase.rules.criteria import All, AtLeast, Criterion, Evaluation, Not, Reason, Truth
from reports.fonts import markup
from reports.languages import Language
from reports.style import alert, bold
from tumorboard.domain.conclusion import Match

#: Facts whose words are a name, so that "without NAME" reads well; of others it says "not ...".
_NAMES = {"alteration", "fusion", "cytogenetics", "prior_drug", "prior_class"}
_OTHER = {Truth.MET: Truth.NOT_MET, Truth.NOT_MET: Truth.MET, Truth.UNKNOWN: Truth.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Told:
    """One criterion as the rule asks for it: its value for the rule, and the words to print.

    ``wanted`` is false where the rule asks that it does not hold ("without FLT3-ITD");
    ``named`` tells that the words are a name.
    """

    value: Truth
    wanted: bool
    words: str
    missing: str
    named: bool = False


def told(evaluation: Evaluation) -> tuple[Told, ...]:
    """Give the criteria that bear on the value; an alternative that decided nothing is left out."""
    return tuple(dict.fromkeys(_told(evaluation.reason, wanted=True)))


def _told(reason: Reason, *, wanted: bool) -> Iterator[Told]:
    if isinstance(reason.rule, Not):
        for part in reason.parts:
            yield from _told(part, wanted=not wanted)
        return
    value = reason.value if wanted else _OTHER[reason.value]
    if not reason.parts:
        yield _leaf(reason, value, wanted)
        return
    everything = isinstance(reason.rule, All) is wanted and not isinstance(reason.rule, AtLeast)
    if isinstance(reason.rule, AtLeast):
        everything = value is not Truth.MET
    for part in reason.parts:
        if everything or part.value is reason.value:
            yield from _told(part, wanted=wanted)


def _leaf(reason: Reason, value: Truth, wanted: bool) -> Told:
    words, missing = reason.words, reason.missing
    rule = reason.rule
    if missing in words:
        missing = ""
    elif isinstance(rule, Criterion) and (rule.soft or rule.recoverable):
        # What is missing says by itself what was found and that it counts as open.
        return Told(value, True, missing, "")
    named = isinstance(rule, Criterion) and rule.fact in _NAMES
    return Told(value, wanted, words, missing, named)


def words_of(one: Told, words: Language) -> str:
    """Write one criterion as the rule asks for it."""
    text = one.words
    if not one.wanted:
        key = "criterion.without" if one.named else "criterion.not"
        text = words.say(key, what=one.words)
    return f"{text} ({words.say('missing', what=one.missing)})" if one.missing else text


def biomarker_markup(match: Match, labels: Mapping[str, str], words: Language) -> str:
    """Say by which findings the biomarker is met, else which criteria it lacks."""
    found = [labels[ident] for ident in match.findings if ident in labels]
    if match.biomarker.value is Truth.MET and found:
        return markup(words.say("biomarker.met_by", findings=", ".join(found)))
    return truth_markup(match.biomarker, words)


def truth_markup(evaluation: Evaluation, words: Language) -> str:
    """Say the value, then one line each for what is met, not met and not known."""
    head = words.word(evaluation.value)
    lines = [markup(head) if evaluation.value is Truth.MET else alert(head)]
    found = told(evaluation)
    for value in (Truth.MET, Truth.NOT_MET, Truth.UNKNOWN):
        texts = [words_of(one, words) for one in found if one.value is value]
        if texts:
            listed = markup(f": {' · '.join(texts)}")
            lines.append(f"– {bold(words.word(value))}{listed}")
    if len(lines) == 2 and all(one.value is evaluation.value for one in found):
        return lines[0] + lines[1].removeprefix(f"– {bold(head)}")
    return "<br/>".join(lines)
