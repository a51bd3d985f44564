"""The case form's texts and the case they stand for: one line a thing, read without guessing.

A line that cannot be read is a fault at its field; nothing typed is changed or dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from knowledgebase.records import Disease
from tumorboard.domain.case import (
    Assay,
    Case,
    GeneState,
    Patient,
    PriorTherapy,
    Quantity,
    Setting,
    Sex,
    StatedFusion,
    StatedGene,
)
from ui.language import say

CaseTexts = dict[str, str]
Thing = TypeVar("Thing")

NEW: CaseTexts = {
    **dict.fromkeys(
        (
            *("id", "pseudonym", "age", "disease", "diagnosis_date", "question", "assays"),
            *("genes", "fusions", "karyotype", "laboratory", "prior_therapies", "prior_known"),
            "ecog",
        ),
        "",
    ),
    "sex": str(Sex.UNKNOWN),
    "setting": str(Setting.UNKNOWN),
}
WHOLE_GENOME = "whole genome"
GENE = re.compile(r"[A-Z][A-Za-z0-9-]{0,19}")
THERAPY = re.compile(r"(?P<drugs>[^(\[]+)(\((?P<classes>[^)]*)\))?\s*(\[(?P<outcome>[^\]]*)\])?")


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
        "assays": "\n".join(_assay_text(one) for one in case.assays),
        "genes": "\n".join(_gene_text(one) for one in case.genes),
        "fusions": "\n".join(_fusion_text(one) for one in case.fusions),
        "karyotype": case.karyotype,
        "laboratory": "\n".join(
            f"{name} {one.value} {one.unit}" for name, one in case.laboratory.items()
        ),
        "prior_therapies": "\n".join(_therapy_text(one) for one in case.prior_therapies),
        "prior_known": "yes" if case.prior_therapies_known else "",
        "ecog": "" if case.ecog is None else str(case.ecog),
    }


def case_of(texts: CaseTexts, diseases: Mapping[str, Disease], today: date) -> Case:
    """Read the form's texts.

    Raises:
        FieldFault: a field that cannot be read, with what to write instead.
    """
    return Case(
        id=_needed(texts, "id", say("Give the case a number.")),
        patient=Patient(
            _needed(texts, "pseudonym", say("Give the patient's pseudonym.")),
            _whole(texts, "age", 0, 120),
            Sex(texts["sex"]),
        ),
        disease=_disease(texts, diseases),
        setting=Setting(texts["setting"]),
        question=texts["question"].strip(),
        diagnosis_date=_date(texts, today),
        genes=_each(texts, "genes", _gene),
        fusions=_each(texts, "fusions", _fusion),
        karyotype=texts["karyotype"].strip(),
        assays=_each(texts, "assays", _assay),
        prior_therapies=_therapies(texts),
        prior_therapies_known=bool(texts["prior_known"]),
        ecog=_whole(texts, "ecog", 0, 4),
        laboratory=dict(_each(texts, "laboratory", _quantity)),
    )


def _needed(texts: CaseTexts, name: str, sentence: str) -> str:
    text = texts[name].strip()
    if not text:
        raise FieldFault(name, sentence)
    return text


def _whole(texts: CaseTexts, name: str, least: int, most: int) -> int | None:
    text = texts[name].strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise FieldFault(
            name, say("Write a whole number from {least} to {most}.", least=least, most=most)
        )
    return int(text)


def _date(texts: CaseTexts, today: date) -> date | None:
    text = texts["diagnosis_date"].strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise FieldFault("diagnosis_date", say("Write the date as YYYY-MM-DD.")) from None
    if day > today:
        raise FieldFault("diagnosis_date", say("The date lies in the future."))
    return day


def _disease(texts: CaseTexts, diseases: Mapping[str, Disease]) -> str:
    text = _needed(texts, "disease", say("Choose the disease."))
    if text in diseases:
        return text
    wanted = text.casefold()
    for one in diseases.values():
        names = (one.code, one.name, one.name_da, *one.synonyms)
        if wanted in (name.casefold() for name in names):
            return one.code
    raise FieldFault("disease", say("This disease is not known; choose one from the list."))


def _each(texts: CaseTexts, name: str, read: Callable[[str], Thing | None]) -> tuple[Thing, ...]:
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
    return tuple(things)


def _assay(line: str) -> Assay | None:
    name, _, listed = line.partition(":")
    genes = tuple(gene for gene in re.split(r"[,\s]+", listed.strip()) if gene)
    if not name.strip() or not all(GENE.fullmatch(gene) for gene in genes):
        return None
    return Assay(name.strip(), genes, whole_genome=name.strip().casefold() == WHOLE_GENOME)


def _assay_text(assay: Assay) -> str:
    return f"{assay.name}: {', '.join(assay.genes)}" if assay.genes else assay.name


def _gene(line: str) -> StatedGene | None:
    gene, _, rest = line.partition(" ")
    rest = rest.strip()
    if not GENE.fullmatch(gene):
        return None
    if rest in (GeneState.WILD_TYPE, GeneState.NOT_TESTED):
        return StatedGene(gene, GeneState(rest))
    said = re.fullmatch(r"mutated(?:\s+(?P<change>.*?))??(?:\s+(?P<vaf>[\d.,]+)\s*%)?", rest)
    if said is None:
        return None
    vaf = None
    if said["vaf"]:
        try:
            vaf = Decimal(said["vaf"].replace(",", ".")) / 100
        except InvalidOperation:
            return None
        if not 0 <= vaf <= 1:
            return None
    return StatedGene(gene, GeneState.MUTATED, said["change"] or "", vaf)


def _gene_text(gene: StatedGene) -> str:
    vaf = "" if gene.vaf is None else f"{(gene.vaf * 100).normalize():f} %"
    return " ".join(part for part in (gene.gene, str(gene.state), gene.change, vaf) if part)


def _fusion(line: str) -> StatedFusion | None:
    said = re.fullmatch(r"(\S+?)::(\S+)\s+(found|not found)", line)
    if said is None:
        return None
    first, second = said[1], "" if said[2] == "*" else said[2]
    if not GENE.fullmatch(first) or (second and not GENE.fullmatch(second)):
        return None
    return StatedFusion(first, second, said[3] == "found")


def _fusion_text(fusion: StatedFusion) -> str:
    found = "found" if fusion.present else "not found"
    return f"{fusion.gene5}::{fusion.gene3 or '*'} {found}"


def _quantity(line: str) -> tuple[str, Quantity] | None:
    said = re.fullmatch(r"(\w+)\s+(-?\d+(?:[.,]\d+)?)\s+(\S+)", line)
    if said is None:
        return None
    return said[1], Quantity(Decimal(said[2].replace(",", ".")), said[3])


def _therapies(texts: CaseTexts) -> tuple[PriorTherapy, ...]:
    read = _each(texts, "prior_therapies", _therapy)
    return tuple(
        PriorTherapy(number, one.drugs, one.classes, one.best_response, one.refractory)
        for number, one in enumerate(read, 1)
    )


def _therapy(line: str) -> PriorTherapy | None:
    said = THERAPY.fullmatch(line)
    if said is None:
        return None
    outcome = [part.strip() for part in (said["outcome"] or "").split(";") if part.strip()]
    refractory = {"refractory": True, "not refractory": False}
    states = [refractory[part] for part in outcome if part in refractory]
    responses = [part for part in outcome if part not in refractory]
    if len(states) > 1 or len(responses) > 1:
        return None
    return PriorTherapy(
        0,
        _words(said["drugs"]),
        _words(said["classes"] or ""),
        responses[0] if responses else "",
        states[0] if states else None,
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _therapy_text(therapy: PriorTherapy) -> str:
    outcome = [therapy.best_response] if therapy.best_response else []
    if therapy.refractory is not None:
        outcome.append("refractory" if therapy.refractory else "not refractory")
    return (
        ", ".join(therapy.drugs)
        + (f" ({', '.join(therapy.classes)})" if therapy.classes else "")
        + (f" [{'; '.join(outcome)}]" if outcome else "")
    )
