"""The case form's texts and the case they stand for.

Here a text is only split, one line a thing; what the parts may be is the case file's own rule
(:mod:`tumorboard.services.case_file`), so that form and file can never differ. A line that cannot
be read is a fault at its field; nothing typed is changed or dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from knowledgebase.catalog import Catalog
from tumorboard.domain.case import (
    Assay,
    Case,
    Setting,
    Sex,
    StatedAntigen,
    StatedChromosomes,
    StatedFusion,
    StatedGene,
)
from tumorboard.domain.identifiers import NumberKind
from tumorboard.errors import CaseFileError
from tumorboard.services.case_file import case_from_data
from ui.language import say
from ui.window import course_texts as course
from ui.window import laboratory_groups as groups
from ui.window.course_texts import hundredth

CaseTexts = dict[str, str]
Data = dict[str, Any]

LINES = (
    *("assays", "genes", "fusions", "cytogenetics", "copy_numbers", *groups.FIELDS, "antigens"),
    *("prior_therapies", "transplants", "specimens", "clinician", "comorbidities"),
    "cell_therapy",
)
NEW: CaseTexts = {
    **dict.fromkeys(
        ("id", "pseudonym", "age", "disease", "diagnosis_date", "question", "karyotype", "ecog"), ""
    ),
    **dict.fromkeys(("relapses", "region", "birth_date", "cpr", "fnr"), ""),
    **dict.fromkeys(("germline_sample", "germline_consent"), ""),
    **dict.fromkeys(LINES, ""),
    "prior_known": "",
    "sex": str(Sex.UNKNOWN),
    "setting": str(Setting.UNKNOWN),
}
COUNT, GROUP = "count", "IPSS-R"
WHOLE_GENOME = "whole genome"
COMPLETE = "complete"
MARK = re.compile(r"\s*\[(?P<mark>whole genome|[a-z0-9]+(?:-[a-z0-9]+)*)\]$")
SHOWS = re.compile(r"shows\s+(?P<sees>\S.*)")
PLACES = {
    "patient": "",
    "prior_therapies_complete": "prior_known",
    "antigen_measurements": "antigens",
}
"""Where the case file's fields stand in the form, when not under their own name."""

GENE = re.compile(r"(?P<gene>\S+)\s+(?P<state>mutated|wild type|not tested)(?P<rest>.*)")
VAF = re.compile(r"(?P<change>.*?)\s*(?P<percent>\d+(?:[.,]\d+)?)\s*%")
FRACTION = re.compile(r"(?:(?P<change>.*?)\s+)?(?P<whole>[01]?)[.,](?P<decimals>\d+)")
FUSION = re.compile(r"(?P<gene5>\S+?)::(?P<gene3>\S+)\s+(?P<found>found|not found)")
VALUE = re.compile(r"(?P<name>\S+)\s+(?P<value>\S+)\s+(?P<unit>\S+)")
ANSWER = re.compile(r"(?P<name>\S+)\s+(?P<answer>yes|no)")
ANTIGEN = re.compile(
    r"(?P<antigen>\S+)(?:\s+(?P<expressed>yes|no))?(?:\s+by\s+(?P<method>[A-Za-z ]+?))?"
    r"(?:\s+(?P<percentage>\d+(?:[.,]\d+)?)\s*%)?(?:\s+after\s+(?P<after>\S+))?"
)
ALLELES = re.compile(r"(?P<change>.*?)\s*\b(?P<denied>not\s+)?biallelic")
COUNTED = re.compile(r"(?P<change>.*?)\s*\b(?P<number>\d+)\s+mutations?")
COPIES = re.compile(r"(?P<gene>\S+)\s+(?P<state>.+)")


class FieldFault(Exception):
    """A field of the form that cannot be read: its name and one sentence."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


def texts_of(case: Case | None) -> CaseTexts:
    """Write a case into the form's texts."""
    if case is None:
        return dict(NEW)
    return {
        "id": case.id,
        "pseudonym": case.patient.pseudonym,
        "age": "" if case.patient.age_years is None else str(case.patient.age_years),
        "sex": str(case.patient.sex),
        "disease": case.disease,
        "setting": str(case.setting),
        "diagnosis_date": case.diagnosis_date.isoformat() if case.diagnosis_date else "",
        "question": case.question,
        "assays": "\n".join(assay_text(one) for one in case.assays),
        "genes": "\n".join(_gene_text(one) for one in case.genes),
        "fusions": "\n".join(_fusion_text(one) for one in case.fusions),
        "karyotype": case.karyotype,
        "cytogenetics": "\n".join(_chromosome_lines(case.chromosomes)),
        **_measured_and_answered(case),
        "copy_numbers": "\n".join(f"{one.gene} {one.state}" for one in case.copy_numbers),
        "antigens": "\n".join(
            (
                *(_answer_text(*one) for one in case.antigens.items()),
                *(_measured_text(one) for one in case.antigen_measurements),
            )
        ),
        "prior_therapies": "\n".join(
            course.therapy_text(one, number) for number, one in enumerate(case.prior_therapies, 1)
        ),
        "prior_known": "yes" if case.prior_therapies_known else "",
        "ecog": "" if case.ecog is None else str(case.ecog),
        "relapses": "" if case.relapses is None else str(case.relapses),
        "region": case.region,
        **_person_texts(case),
        "transplants": "\n".join(course.transplant_text(one) for one in case.transplants),
        "specimens": "\n".join(course.specimen_text(one) for one in case.specimens),
        "germline_sample": course.dated_text(case.germline_sample),
        "germline_consent": course.dated_text(case.germline_consent),
        "comorbidities": "\n".join(case.comorbidities),
        "cell_therapy": "\n".join(course.cell_therapy_lines(case.cell_therapy)),
    }


def _measured_and_answered(case: Case) -> CaseTexts:
    """Write laboratory values and the clinician's answers, those on the marrow with its values."""
    texts = groups.laboratory_texts(case.laboratory)
    marrow = [texts["marrow"]] if texts["marrow"] else []
    others: list[str] = []
    for name, holds in case.statements.items():
        (marrow if name in groups.MARROW_ANSWERS else others).append(_answer_text(name, holds))
    return {**texts, "marrow": "\n".join(marrow), "clinician": "\n".join(others)}


def _person_texts(case: Case) -> CaseTexts:
    born = case.patient.birth_date
    numbers = {one.kind: one.reveal() for one in case.patient.numbers}
    return {
        "birth_date": born.isoformat() if born else "",
        **{kind.value: numbers.get(kind, "") for kind in NumberKind},
    }


def case_of(texts: CaseTexts, catalog: Catalog, today: date) -> Case:
    """Read the form's texts; the case has no variant file.

    Raises:
        FieldFault: a field that cannot be read, with what to write instead.
    """
    for name, sentence in (
        ("id", say("Give the case a number.")),
        ("pseudonym", say("Give the patient's pseudonym.")),
        ("disease", say("Choose the disease.")),
    ):
        if not texts[name].strip():
            raise FieldFault(name, sentence)
    try:
        return case_from_data(_data(texts), catalog, folder=Path(), on=today)
    except CaseFileError as fault:
        raise FieldFault(_field(fault.field, texts), fault.fault) from None


def _field(path: tuple[str | int, ...], texts: CaseTexts) -> str:
    """Find the form's field for a path in the case file."""
    first, *below = (*map(str, path), "") if path else ("id", "")
    if first == "germline":
        return f"germline_{below[0]}"
    if first == "laboratory":
        # A value is read in any of the three fields; the fault stands where it was typed.
        typed = (name for name in groups.FIELDS if _names(texts[name], below[0]))
        return next(typed, first)
    return PLACES.get(first, first) or below[0] or "pseudonym"


def _names(text: str, test: str) -> bool:
    return any(line.split()[:1] == [test] for line in text.splitlines())


def _data(texts: CaseTexts) -> Data:
    """Give the texts the shape of a case file."""
    therapies = _each(texts, "prior_therapies", course.therapy)
    known = bool(texts["prior_known"])
    return {
        "id": texts["id"],
        "patient": {
            name: texts[name] for name in ("pseudonym", "age", "sex", "birth_date", "cpr", "fnr")
        },
        **{name: texts[name] for name in ("disease", "setting", "diagnosis_date", "question")},
        "genes": _each(texts, "genes", _gene),
        "fusions": _each(texts, "fusions", _fusion),
        "karyotype": texts["karyotype"],
        "cytogenetics": _chromosomes(texts),
        "assays": _each(texts, "assays", _assay),
        "prior_therapies": (
            [{**one, "line": one["line"] or number} for number, one in enumerate(therapies, 1)]
            if therapies or known
            else None
        ),
        "prior_therapies_complete": known,
        **{name: texts[name] for name in ("ecog", "relapses", "region")},
        "transplants": _each(texts, "transplants", course.transplant),
        "specimens": _each(texts, "specimens", course.specimen),
        "germline": {name: _dated(texts, f"germline_{name}") for name in ("sample", "consent")},
        "laboratory": _laboratory(texts),
        "copy_numbers": _each(texts, "copy_numbers", _copies),
        **_antigens(texts),
        "clinician": _answers(texts),
        "cell_therapy": _cell_therapies(texts),
        "comorbidities": [line for line in texts["comorbidities"].splitlines() if line.strip()],
    }


def _each(texts: CaseTexts, name: str, read: Callable[[str], Data | None]) -> list[Data]:
    things = []
    for number, line in enumerate(texts[name].splitlines(), 1):
        if not line.strip():
            continue
        thing = read(line.strip())
        if thing is None:
            raise FieldFault(
                name, say("Line {n} cannot be read; write it as in the label.", n=number)
            )
        things.append(thing)
    return things


def _cell_therapies(texts: CaseTexts) -> list[Data]:
    """Gather the dated steps by product, in the order in which the products first stand."""
    found: dict[str, Data] = {}
    for line in _each(texts, "cell_therapy", course.cell_therapy_step):
        name = line.pop("product")
        found.setdefault(name, {"product": name, "steps": []})["steps"].append(line)
    return list(found.values())


def _laboratory(texts: CaseTexts) -> Data:
    """Put the values of all three fields together."""
    found: Data = {}
    for name in groups.FIELDS:
        values, _ = groups.without_answers(texts[name])
        for test, value in _mapping({**texts, name: values}, name, _quantity).items():
            if test in found:
                raise FieldFault(name, say("{name} stands there twice.", name=test))
            found[test] = value
    return found


def _answers(texts: CaseTexts) -> Data:
    """Put the clinician's answers together, those that stand with laboratory values too."""
    found = _mapping(texts, "clinician", _answer)
    for name in groups.FIELDS:
        _, answers = groups.without_answers(texts[name])
        for asked, answer in _mapping({**texts, name: answers}, name, _answer).items():
            if asked in found:
                raise FieldFault(name, say("{name} stands there twice.", name=asked))
            found[asked] = answer
    return found


def _dated(texts: CaseTexts, name: str) -> Data:
    answer = course.dated(texts[name])
    if answer is None:
        raise FieldFault(name, say("Write yes, no or unknown, and the day as YYYY-MM-DD."))
    return answer


def _antigens(texts: CaseTexts) -> Data:
    """Split antigens into plain answers and measurements that say more."""
    # What is left out leaves an empty line, so that a fault still names the line it stands on.
    lines = [
        (line, bool(ANSWER.fullmatch(line.strip()))) for line in texts["antigens"].splitlines()
    ]
    plain = [line if is_plain else "" for line, is_plain in lines]
    others = ["" if is_plain else line for line, is_plain in lines]
    return {
        "antigens": _mapping({**texts, "antigens": "\n".join(plain)}, "antigens", _answer),
        "antigen_measurements": _each(
            {**texts, "antigens": "\n".join(others)}, "antigens", _measured
        ),
    }


def _mapping(texts: CaseTexts, name: str, read: Callable[[str], Data | None]) -> Data:
    found: Data = {}
    for one in _each(texts, name, read):
        for key, value in one.items():
            if key in found:
                raise FieldFault(name, say("{name} stands there twice.", name=key))
            found[key] = value
    return found


def _assay(line: str) -> Data | None:
    """Read ``Panel [myeloid-panel] [complete]: FLT3, TP53; shows FLT3-ITD``."""
    stated, _, rest = line.partition(":")
    listed, has_more, more = rest.partition(";")
    genes = [gene for gene in re.split(r"[,\s]+", listed.strip()) if gene]
    seen = SHOWS.fullmatch(more.strip())
    if has_more and seen is None:
        return None
    sees = [one.strip() for one in seen["sees"].split(",")] if seen else []
    name, marks = stated.strip(), set()
    while mark := MARK.search(name):
        marks.add(mark["mark"])
        name = name[: mark.start()].strip()
    kinds = marks - {WHOLE_GENOME, COMPLETE}
    if not name or len(kinds) > 1:
        return None
    whole = name.casefold() == WHOLE_GENOME or WHOLE_GENOME in marks
    found = {"name": name, "genes": genes, "whole_genome": whole, "kind": "".join(kinds)}
    return {**found, "sees": sees, "complete": COMPLETE in marks}


def assay_text(assay: Assay) -> str:
    """Write an assay as a line of the form, which :func:`_assay` reads again."""
    whole = assay.whole_genome and assay.name.casefold() != WHOLE_GENOME
    marks = (assay.kind, WHOLE_GENOME if whole else "", COMPLETE if assay.complete else "")
    text = " ".join((assay.name, *(f"[{mark}]" for mark in marks if mark)))
    more = f"; shows {', '.join(assay.sees)}" if assay.sees else ""
    return f"{text}: {', '.join(assay.genes)}{more}" if assay.genes or more else text


def _gene(line: str) -> Data | None:
    said = GENE.fullmatch(line)
    if said is None:
        return None
    change = said["rest"].strip()
    if said["rest"] and not said["rest"][0].isspace():
        return None
    stated: Data = {"gene": said["gene"], "state": said["state"]}
    if counted := COUNTED.fullmatch(change):
        change = counted["change"]
        stated["mutations"] = counted["number"]
    if alleles := ALLELES.fullmatch(change):
        change = alleles["change"]
        stated["biallelic"] = "no" if alleles["denied"] else "yes"
    if percent := VAF.fullmatch(change):
        change = percent["change"]
        stated["vaf"] = hundredth(percent["percent"])
    elif fraction := FRACTION.fullmatch(change):
        # The case file's way of writing it.
        change = fraction["change"] or ""
        stated["vaf"] = f"{fraction['whole'] or 0}.{fraction['decimals']}"
    stated["change"] = change
    return stated


def _gene_text(gene: StatedGene) -> str:
    vaf = "" if gene.vaf is None else f"{gene.vaf.scaleb(2):f} %"
    both = {None: "", True: "biallelic", False: "not biallelic"}[gene.biallelic]
    number = gene.mutations
    counted = "" if number is None else f"{number} mutation{'s' * (number != 1)}"
    parts = (gene.gene, str(gene.state), gene.change, vaf, both, counted)
    return " ".join(part for part in parts if part)


def _fusion(line: str) -> Data | None:
    said = FUSION.fullmatch(line)
    if said is None:
        return None
    partner = "" if said["gene3"] == "*" else said["gene3"]
    return {"gene5": said["gene5"], "gene3": partner, "present": said["found"] == "found"}


def _fusion_text(fusion: StatedFusion) -> str:
    found = "found" if fusion.present else "not found"
    return f"{fusion.gene5}::{fusion.gene3 or '*'} {found}"


def _quantity(line: str) -> Data | None:
    said = VALUE.fullmatch(line)
    if said is None:
        return None
    return {said["name"]: {"value": said["value"].replace(",", "."), "unit": said["unit"]}}


def _answer(line: str) -> Data | None:
    said = ANSWER.fullmatch(line)
    return None if said is None else {said["name"]: said["answer"]}


def _answer_text(name: str, holds: bool) -> str:
    return f"{name} {'yes' if holds else 'no'}"


def _copies(line: str) -> Data | None:
    said = COPIES.fullmatch(line)
    return None if said is None else said.groupdict()


def _chromosomes(texts: CaseTexts) -> Data:
    """Read ``del(5q) yes``, ``count 2`` and ``IPSS-R good``, each on a line of its own."""
    found = _mapping(texts, "cytogenetics", _chromosome)
    return {
        "count": found.pop(COUNT, ""),
        "ipssr_group": found.pop(GROUP, ""),
        "findings": found,
    }


def _chromosome(line: str) -> Data | None:
    for name in (COUNT, GROUP):
        if line.startswith(f"{name} "):
            return {name: line.removeprefix(name).strip()}
    token, _, answer = line.rpartition(" ")
    return {token.strip(): answer} if token and answer in ("yes", "no") else None


def _chromosome_lines(stated: StatedChromosomes) -> list[str]:
    count = [] if stated.count is None else [f"{COUNT} {stated.count}"]
    group = [f"{GROUP} {stated.ipssr_group}"] if stated.ipssr_group else []
    return [*group, *count, *(_answer_text(*one) for one in stated.findings.items())]


def _measured(line: str) -> Data | None:
    said = ANTIGEN.fullmatch(line)
    if said is None:
        return None
    parts = {name: part for name, part in said.groupdict().items() if part}
    if "percentage" in parts:
        parts["percentage"] = parts["percentage"].replace(",", ".")
    return {"method": "", **parts}


def _measured_text(one: StatedAntigen) -> str:
    parts = (
        one.antigen,
        "" if one.expressed is None else ("yes" if one.expressed else "no"),
        f"by {one.method}",
        "" if one.percentage is None else f"{one.percentage:f} %",
        f"after {one.after}" if one.after else "",
    )
    return " ".join(part for part in parts if part)
