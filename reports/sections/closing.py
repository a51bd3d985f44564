"""Sections 3 to 8: not assessed, accounting, people, method, limits, signature."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether

from reports.fonts import markup
from reports.languages import Language, moment
from reports.model import Report, Signature
from reports.style import WIDTH, alert, bold, box, bullet, facts, gap, grid, marked, muted, plain
from tumorboard.domain.board import Person, taken_options
from tumorboard.domain.case import Assay
from tumorboard.domain.variant import VariantFile


def not_assessed(report: Report, words: Language) -> list[Flowable]:
    """List what was not tested, not read or not known."""
    sentences = report.frozen.evaluation.not_assessed
    if not sentences:
        return [plain(words.say("nothing_unassessed"))]
    return [bullet(markup(sentence)) for sentence in sentences]


def accounting(report: Report, words: Language) -> list[Flowable]:
    """Say where every line and allele went, with every rejected line."""
    file = report.frozen.variant_file
    if file is None:
        return [plain(words.say("no_file"))]
    made: list[Flowable] = [facts(_file_facts(file, words))]
    if file.accounting.rejections:
        made.append(plain(words.say("rejected_lines"), "heading"))
        made += [
            bullet(f"{bold(words.say('line', line=lost.line))}: {markup(lost.reason)}")
            for lost in file.accounting.rejections
        ]
        made.append(_acknowledged(report, file, words))
    return made


def _file_facts(file: VariantFile, words: Language) -> list[tuple[str, str]]:
    count = file.accounting
    build = file.assembly.value if file.assembly else words.say("unknown")
    samples = "<br/>".join(
        markup(f"{sample.name}: {words.word(sample.role)} ({sample.reason})")
        for sample in file.samples
    )
    filtered = "<br/>".join(
        markup(f"{n}: {reason}") for reason, n in sorted(count.alleles_filtered.items())
    )
    records = words.say(
        "records_text", read=count.read, accepted=count.accepted, rejected=count.rejected
    )
    alleles = words.say(
        "alleles_text",
        total=count.alleles_total,
        reported=count.alleles_reported,
        filtered=sum(count.alleles_filtered.values()),
    )
    return [
        (words.say("file"), markup(file.name)),
        (words.say("file_digest"), markup(file.sha256)),
        (words.say("file_format"), markup(file.format)),
        (words.say("assembly"), markup(f"{build} ({file.assembly_reason})")),
        (words.say("annotation"), markup(f"{file.annotation.kind} {file.annotation.version}")),
        (words.say("samples"), samples),
        (words.say("records"), markup(records)),
        (words.say("alleles"), markup(alleles)),
        (words.say("filtered"), filtered or markup("–")),
        (words.say("file_remarks"), " · ".join(map(markup, file.warnings)) or markup("–")),
    ]


def _acknowledged(report: Report, file: VariantFile, words: Language) -> Flowable:
    given = report.frozen.acknowledgement
    if given is None:
        return marked(alert(words.say("not_acknowledged")), "body")
    text = markup(
        words.say(
            "acknowledged",
            name=given.by.name,
            role=words.word(given.by.role),
            at=moment(given.at),
            n=given.rejected,
        )
    )
    if given.variant_file_sha256 != file.sha256 or given.rejected != file.accounting.rejected:
        text += "<br/>" + alert(words.say("acknowledged_other"))
    return marked(text, "body")


def people(report: Report, words: Language) -> list[Flowable]:
    """List everybody who took part, with what they did."""
    found = _everybody(report)
    if not found:
        return [plain(words.say("no_people"))]
    rows = [
        [
            marked(bold(person.name), "cell"),
            plain(words.word(person.role), "cell"),
            plain("; ".join(_parts(person, report, words)), "cell"),
        ]
        for person in found
    ]
    heads = [words.say(key) for key in ("person", "role", "part")]
    return [grid(heads, rows, [50 * mm, 45 * mm, WIDTH - 95 * mm], size="roomy")]


def _everybody(report: Report) -> list[Person]:
    frozen = report.frozen
    acting = [decision.by for decision in frozen.decisions]
    acting += [choice.by for choice in taken_options(frozen.choices)]
    acting += [given.by for given in (frozen.recommendation, frozen.acknowledgement) if given]
    if report.signature:
        acting.append(report.signature.by)
    return list(dict.fromkeys([*frozen.people, *acting]))


def _parts(person: Person, report: Report, words: Language) -> list[str]:
    frozen = report.frozen
    decided = sum(1 for decision in frozen.decisions if decision.by == person)
    parts = [words.count("part.decided", decided)] if decided else []
    chosen = sum(1 for choice in taken_options(frozen.choices) if choice.by == person)
    if chosen:
        parts.append(words.count("part.chose", chosen))
    if frozen.recommendation and frozen.recommendation.by == person:
        parts.append(words.say("part.recommended"))
    if frozen.acknowledgement and frozen.acknowledgement.by == person:
        parts.append(words.say("part.acknowledged"))
    if report.signature and report.signature.by == person:
        parts.append(words.say("part.signed"))
    return parts


def method(report: Report, words: Language) -> list[Flowable]:
    """Say how it was made, with the release of the knowledge and of the program."""
    frozen = report.frozen
    evaluation = frozen.evaluation
    tests = "<br/>".join(markup(_assay(assay, words)) for assay in frozen.case.assays)
    keys = ("method.reading", "method.tiers", "method.language", "method.characters")
    rows = [
        (words.say("evaluated"), markup(evaluation.on.isoformat())),
        (words.say("knowledge"), markup(evaluation.release)),
        (words.say("knowledge_digest"), markup(evaluation.release_digest)),
        (words.say("program"), markup(f"Tumorboard {_program_version()}")),
        (words.say("tested"), tests or markup(words.say("not_stated"))),
        (words.say("karyotype"), markup(frozen.case.karyotype or words.say("not_stated"))),
        (words.say("audit_head"), _audit_head(report, words)),
    ]
    texts = [plain(words.say(key), "small") for key in keys]
    return [*texts, gap(4), KeepTogether([facts(rows)])]


def _assay(assay: Assay, words: Language) -> str:
    if assay.whole_genome:
        seen = words.say("genes_all")
    elif assay.genes:
        seen = f"{words.count('genes', len(assay.genes))}: {', '.join(assay.genes)}"
    else:
        seen = words.say("genes_unstated")
    more = [f"{words.say('also_shows')} {', '.join(assay.sees)}"] if assay.sees else []
    whole = [words.say("all_findings_stated")] if assay.complete else []
    return f"{assay.name} ({'; '.join((seen, *more, *whole))})"


def _program_version() -> str:
    try:
        return version("tumorboard")
    except PackageNotFoundError:
        return "0.1.0"


def limits(_: Report, words: Language) -> list[Flowable]:
    """Say what the report does not claim."""
    keys = ("ce", "basis", "board", "met", "absent", "local")
    return [bullet(markup(words.say(f"limit.{key}"))) for key in keys]


def signature(report: Report, words: Language) -> list[Flowable]:
    """Set who signs, as what, meaning what and when."""
    given = report.signature
    if given is None:
        return [box([marked(alert(words.say("sign.none")), "body")], warning=True)]
    more = [(words.say("audit_head"), _audit_head(report, words))]
    return signature_block(given, report.frozen.demo, words, more)


def signature_block(
    given: Signature, demo: bool, words: Language, more: Sequence[tuple[str, str]]
) -> list[Flowable]:
    """State name, role, meaning and time with its zone; ``more`` are further facts."""
    rows = [
        (words.say("sign.name"), bold(given.by.name)),
        (words.say("sign.role"), markup(words.word(given.by.role))),
        (words.say("sign.meaning"), bold(given.meaning)),
        (words.say("sign.time"), bold(moment(given.at))),
        *more,
    ]
    made: list[Flowable] = [facts(rows), marked(muted(words.say("sign.how")), "small")]
    if demo:
        made.append(marked(alert(words.say("sign.demo")), "small"))
    return [KeepTogether(made)]


def _audit_head(report: Report, words: Language) -> str:
    return markup(report.frozen.audit_head or words.say("no_audit"))
