"""Options in the report: what weakens one is told in words, and what is left out is counted."""

from dataclasses import replace
from datetime import date

import pytest

from knowledgebase.efforts import Effort
from knowledgebase.records import RegionStatus, Source, SourceKind
from knowledgebase.records.trial import CohortStatus, Recruitment
from knowledgebase.rules.criteria import Truth
from reports.cautions import cautions_of
from reports.fonts import shown
from reports.languages import Language, language, moment
from reports.model import build_report
from reports.options import MOST, groups, open_points, reservations, standings
from reports.render import render_pdf
from reports.sections.evidence import numbered_sources
from reports.sections.options import told_words
from reports.texts_da import DANISH
from reports.texts_en import ENGLISH
from reports.texts_options import OPTIONS_DANISH, OPTIONS_ENGLISH
from tests.reports.example import AT, EXAMPLE, HAEMATOLOGIST
from tests.reports.option_example import (
    CHOICES,
    DIGEST,
    ENASIDENIB,
    GILTERITINIB,
    OPTIONS,
    OWN_SOURCE,
    PRODUCT,
    REFUSED,
    TESTS,
    TRIAL,
    VENETOCLAX,
    WITH_OPTIONS,
    choice,
    held_back,
    option,
)
from tests.reports.pdf_text import solid, text_of
from tumorboard.domain.board import OptionChoice, taken_options
from tumorboard.domain.frozen import FrozenBoardCase
from tumorboard.domain.option import Option, OptionKind, Use
from tumorboard.interpretation.options import therapies, trials

EN, DA = language("en"), language("da")
HOSTILE = '<b>bold</b> & <para> </font> "{0}" %s [U+202E] \u202e end'


def with_options(*options: Option, choices: tuple[OptionChoice, ...] = ()) -> FrozenBoardCase:
    evaluation = replace(EXAMPLE.evaluation, options=options)
    return replace(EXAMPLE, evaluation=evaluation, choices=choices)


def section(frozen: FrozenBoardCase, code: str = "en") -> str:
    """Give the text of the section alone, without white space."""
    words = language(code)
    text = solid(text_of(render_pdf(frozen, language=code)))
    start = text.index(solid(f"3 {words.say('section.options')}"))
    return text[start : text.index(solid(f"4 {words.say('section.not_assessed')}"))]


def in_order(text: str, *sentences: str) -> None:
    places = [text.find(solid(sentence)) for sentence in sentences]
    assert -1 not in places, sentences[places.index(-1)]
    assert places == sorted(places)


def test_choices_come_first_then_the_groups_then_what_to_test() -> None:
    in_order(
        section(WITH_OPTIONS),
        "Options before the board",
        "First choice; ask for the donor in parallel.",
        "Therapies",
        VENETOCLAX.title,
        "Cell and antibody products",
        PRODUCT.title,
        "Trials",
        f"{TRIAL.id} not yet recruiting",
        EN.count("options.excluded", 1),
        EN.say("options.closing"),
        "What to test next",
        "CD20 expressed order a stain or blood test 1 0",
        "CD33 expressed new sample 2 3",
        "CD19 expressed in the record 0 1",
        f"[5] Guideline {OWN_SOURCE.id}: {OWN_SOURCE.title}",
    )


def test_a_test_says_what_it_decides_for_other_diseases() -> None:
    tests = (replace(TESTS[0], elsewhere=("CLL-TP53-venetoclax",)),)
    evaluation = replace(WITH_OPTIONS.evaluation, next_tests=tests)
    said = EN.say("options.elsewhere", n=1, others=1)
    assert solid(said) in section(replace(WITH_OPTIONS, evaluation=evaluation))
    assert solid(said) not in section(WITH_OPTIONS)


def test_choices_that_count_are_told_with_who_when_and_what_changed() -> None:
    text = section(WITH_OPTIONS)
    box = text[: text.index(solid("Therapies"))]
    by = f"Example Haematologist, haematologist, {moment(AT)}"
    in_order(
        box,
        GILTERITINIB.title,
        "Told then as: label match",
        "Note: First choice",
        f"{by} · record {GILTERITINIB.record} ({DIGEST[:12]})",
        TRIAL.title,
        f"matches the recorded criteria · NOW: {TRIAL.words} · {ENGLISH['options.changed']}",
        "(ffffffffffff) · Knowledge release 2026.10.1",
    )
    assert solid(ENASIDENIB.title) not in box
    assert box.count(solid("NOW:")) == 1
    assert text.count(solid("▸ before the board")) == 2


def test_off_label_and_compassionate_use_stand_apart_from_the_label() -> None:
    expanded = option("NCT00000009", OptionKind.TRIAL, use=Use.COMPASSIONATE)
    text = section(with_options(GILTERITINIB, VENETOCLAX, PRODUCT, TRIAL, expanded))
    in_order(
        text,
        "Therapies",
        GILTERITINIB.title,
        EN.say("options.therapy.apart"),
        VENETOCLAX.title,
        EN.say("options.product.apart"),
        PRODUCT.title,
        "Trials",
        TRIAL.title,
        EN.say("options.trial.apart"),
        f"{expanded.title} Compassionate use:",
    )
    alone = section(with_options(GILTERITINIB, TRIAL))
    assert solid(EN.say("options.therapy.apart")) not in alone


def test_a_choice_is_printed_whatever_became_of_its_option() -> None:
    gone = choice(option("X-gone"))
    refused = choice(REFUSED, words="label match")
    text = section(with_options(GILTERITINIB, REFUSED, choices=(gone, refused)))
    in_order(text, gone.title, ENGLISH["options.gone"], REFUSED.title, "NOW: label mismatch")
    alone = section(replace(EXAMPLE, choices=(gone,)))
    in_order(alone, gone.title, ENGLISH["options.gone"])
    assert solid(ENGLISH["options.closing"]) not in alone


def test_whoever_took_an_option_to_the_board_is_named_among_the_people() -> None:
    text = solid(text_of(render_pdf(WITH_OPTIONS)))
    assert solid(EN.count("part.chose", 2)) in text
    none = section(replace(WITH_OPTIONS, choices=()))
    assert solid(ENGLISH["options.none_before_board"]) in none


def test_what_is_not_met_is_counted_and_not_printed() -> None:
    text = section(WITH_OPTIONS)
    assert solid(REFUSED.title) not in text
    assert solid(REFUSED.words) not in text
    assert solid("options for this disease do not match") not in section(with_options(GILTERITINIB))


def test_states_uses_and_what_is_open_are_told() -> None:
    text = section(WITH_OPTIONS)
    for sentence in (
        "A tier I Gilteritinib",
        "Label use: label match",
        "C tier II Venetoclax alone",
        f"Off-label: {VENETOCLAX.words}",
        "Open: CD20 expressed; prior BTK inhibitor is not met; the board decides",
        "Earlier treatment: cytarabine was given before",
        "EMA: approved since 2019-10; FDA: approved since 2019-10; DK, NO: unknown",
        f"Trial: {TRIAL.words}",
        "FLT3-mutated (A): open; criteria unknown",
        "FLT3 wild type (B): closed; criteria not met",
        'Open: the criterion "fit for the study"',
        f"record example leucel, TIS-EMA-AML ({DIGEST[:12]})",
    ):
        assert solid(sentence) in text, sentence


def test_what_weakens_an_option_stands_out_in_words() -> None:
    text = section(WITH_OPTIONS)
    for sentence in (
        "▲ OUT OF DATE: valid until 2026-10-01",
        "UNVERIFIED · checked 2026-04-01, valid until 2026-10-01 · not locally approved",
        "▲ SPEAKS AGAINST: TP53 mutation and venetoclax in AML (resistance, same drug "
        "(venetoclax); level B; AML-TP53-venetoclax)",
        "EMA: withdrawn since 2026-01 (by the company)",
        "▲ APPLIES: target not met: CD19 expressed",
        "▲ APPLIES: precaution: no active infection",
        f"approved locally by {HAEMATOLOGIST.name} on {AT.date()}",
    ):
        assert solid(sentence) in text, sentence
    assert solid("guidance: not answered yet") not in text
    assert text.count(solid("OUT OF DATE")) == 1


def test_the_same_in_danish() -> None:
    in_order(
        section(WITH_OPTIONS, "da"),
        "Muligheder forelagt boardet",
        "Omtalt da som: passer med produktresuméet",
        "NU: uvist, om det passer med de registrerede kriterier",
        "Behandlinger",
        "Godkendt brug: passer med produktresuméet",
        "▲ FORÆLDET: gyldig til 2026-10-01",
        "IKKE VERIFICERET",
        "Off-label: godkendt ved en anden sygdom; de registrerede kriterier er ikke alle kendt",
        "▲ TALER IMOD",
        "Celle- og antistofprodukter",
        "passer med produktresuméet (anvendelsen selv: tilbagetrukket)",
        "Forsøg",
        "rekrutterer endnu ikke",
        "FLT3-mutated (A): åben; kriterier ukendt",
        DA.count("options.excluded", 1),
        "Listen støtter boardet og beslutter intet",
        "CD20 expressed bestil farvning eller blodprøve 1 0",
    )


@pytest.mark.parametrize("kind", OptionKind)
def test_long_lists_end_after_the_first_and_say_how_many_more(kind: OptionKind) -> None:
    many = tuple(option(f"X{n:02}", kind) for n in range(MOST + 5))
    text = section(with_options(*many, choices=(choice(many[-1]),)))
    last = text.index(solid(ENGLISH["options.closing"]))
    listed = text[text.index(solid(ENGLISH["options.therapy"])) : last]
    names = [one.id for one in many if solid(one.title) in listed]
    assert names == [one.id for one in (*many[:MOST], many[-1])]
    assert solid(EN.count("options.more", 4)) in listed
    assert listed.count(solid(ENGLISH["options.none"])) == 2


def test_a_source_has_one_number_in_the_whole_report() -> None:
    numbers = numbered_sources(build_report(WITH_OPTIONS, None))
    text = solid(text_of(render_pdf(WITH_OPTIONS)))
    for source, number in numbers.items():
        line = solid(f"[{number}] {EN.word(source.kind)} {source.id}: {source.title}")
        assert text.count(line) == 1
    cited = " ".join(f"[{numbers[source]}]" for source in GILTERITINIB.sources)
    assert solid(f"Sources {cited} · verified") in section(WITH_OPTIONS)
    assert solid(EN.say("options.earlier_sources", n=len(numbers))) in section(WITH_OPTIONS)


def test_a_trial_needs_no_reference_to_itself_but_to_other_papers() -> None:
    paper = Source(SourceKind.PMID, "1", "A paper")
    text = section(with_options(replace(TRIAL, sources=(*TRIAL.sources, paper))))
    assert text.count(solid(TRIAL.title)) == 1
    assert solid("[5] PMID 1: A paper") in text


@pytest.mark.parametrize("text", [HOSTILE, "x" * 900, "word " * 700, "\n\n  lines\n"])
def test_hostile_text_stays_text_and_fits(text: str) -> None:
    hostile = replace(
        VENETOCLAX,
        id="HOSTILE",
        title=text,
        words=text,
        exposure=(text,),
        against=(replace(VENETOCLAX.against[0], words=text, how=text),),
        checks=(held_back(text, "so it is"),),
    )
    trial = replace(TRIAL, recruitment=text, cohorts=(replace(TRIAL.cohorts[0], title=text),))
    chosen = choice(hostile, text)
    printed = solid(text_of(render_pdf(with_options(hostile, trial, choices=(chosen,)))))
    # Long texts run over page ends; only one that fits on a line can be found whole.
    if len(text) < 80:
        assert printed.count(solid(shown(text))) >= 8
    else:
        assert printed.count("x" if text.startswith("x") else "word") >= len(text) / 5


def test_page_one_keeps_its_order() -> None:
    def lines(frozen: FrozenBoardCase) -> list[str]:
        page = text_of(render_pdf(frozen), pages=(1, 1)).splitlines()
        left_out = ("section", "Page 1 of", "warnings, printed")
        return [line for line in page if not any(words in line for words in left_out)]

    assert lines(WITH_OPTIONS) == lines(EXAMPLE)


def test_a_case_frozen_before_there_were_options_keeps_its_report() -> None:
    text = solid(text_of(render_pdf(EXAMPLE)))
    assert solid(ENGLISH["options.closing"]) not in text
    assert solid(f"3 {ENGLISH['section.not_assessed']}") in text


def test_rows_stay_whole_at_the_end_of_a_page() -> None:
    against = VENETOCLAX.against * 4
    many = tuple(option(f"X{n:02}", title=f"First {n} last", against=against) for n in range(18))
    pages = text_of(render_pdf(with_options(*many))).split("\f")
    for one in many:
        page = next(page for page in pages if one.title in page)
        row = solid(page[page.index(one.title) :])
        assert row.index(solid(one.id)) > 0
    head = solid("Level Option Status, what is open, record")
    assert all(solid(page).count(head) <= 1 for page in pages)


def test_what_is_open_and_what_a_choice_stands_on() -> None:
    assert open_points(replace(VENETOCLAX, state=Truth.MET)) == ()
    cohort = replace(TRIAL.cohorts[0], checks=(held_back("age at most 70 years", "so"),))
    closed = replace(cohort, status="closed", checks=(held_back("of the closed cohort", "so"),))
    twice = replace(TRIAL, cohorts=(cohort, cohort, closed))
    assert open_points(twice) == (
        'the criterion "fit for the study"',
        "age at most 70 years is not met; so",
    )
    assert reservations(GILTERITINIB) == ()
    gilteritinib, trial = standings(taken_options(CHOICES), OPTIONS)
    assert not gilteritinib.told_otherwise
    assert not gilteritinib.changed
    assert trial.told_otherwise
    assert trial.changed
    assert [len(group.shown) for group in groups(OPTIONS, ())] == [2, 1, 0, 1, 1]


@pytest.mark.parametrize("words", [EN, DA])
def test_every_word_the_engine_tells_has_its_text(words: Language) -> None:
    told = {therapies.label_words(state) for state in Truth}
    told |= {trials._WORDS[state] for state in Truth}
    told |= {therapies._words(use, state) for use in Use for state in Truth}
    assert {f"OptionWords.{one}" for one in told} <= words.texts.keys()
    for vocabulary in (Effort, Recruitment, CohortStatus, Use):
        for word in vocabulary:
            assert words.word(word)
    for status in RegionStatus:
        said = told_words(f"label match (the use itself: {status.value})", words)
        assert words.word(status) in said
    assert told_words("words of a later version (of it)", words) == (
        "words of a later version (of it)"
    )


def test_both_languages_have_the_same_keys() -> None:
    assert OPTIONS_ENGLISH.keys() == OPTIONS_DANISH.keys()
    assert OPTIONS_ENGLISH.keys() <= ENGLISH.keys() & DANISH.keys()


def test_an_option_without_a_level_says_so() -> None:
    bare = option("X-bare", level=None, tier="", use=Use.EVIDENCE, regions=())
    assert solid("no level Title of X-bare") in section(with_options(bare))


@pytest.mark.parametrize("words", [EN, DA])
def test_page_one_counts_the_printed_options_that_are_stale_or_unverified(words: Language) -> None:
    stale = [option(f"X-{n}", expired=True, expires=date(2026, 10, 1)) for n in range(2)]
    unsure = option("X-unsure", OptionKind.TRIAL, evidence="unverified")
    unseen = option("X-unseen", expired=True, evidence="unverified", state=Truth.NOT_MET)
    frozen = with_options(*stale, unsure, unseen)
    words = words.numbered(("findings", "evidence", "options"))
    page = solid(text_of(render_pdf(frozen, language=words.code), pages=(1, 1)))
    assert solid(words.count("warn.options_expired", 2)) in page
    assert solid(words.count("warn.options_unverified", 1)) in page
    assert solid(words.count("warn.options_not_approved", 3)) in page
    sound = with_options(option("X-sound", approval=GILTERITINIB.approval))
    assert not [one for one in cautions_of(build_report(sound, None)) if "options" in one.key]


def test_what_is_before_the_board_is_counted_whatever_its_state_and_told_in_its_box() -> None:
    refused = replace(
        REFUSED, expired=True, expires=date(2026, 10, 1), evidence="unverified", record="X"
    )
    frozen = with_options(refused, choices=(choice(refused),))
    keys = {one.key: one.n for one in cautions_of(build_report(frozen, None))}
    assert keys["warn.options_expired"] == keys["warn.options_unverified"] == 1
    text = section(frozen)
    box = text[: text.index(solid("Therapies"))]
    assert solid(EN.say("options.expired", expires=refused.expires)) in box
    assert solid(EN.named("Evidence", "unverified")) in box


def test_an_option_that_is_not_printed_is_not_counted() -> None:
    many = [option(f"X-{n:02}", expired=True) for n in range(MOST + 3)]
    keys = {one.key: one.n for one in cautions_of(build_report(with_options(*many), None))}
    assert keys["warn.options_expired"] == MOST
