"""Read a case from a YAML file or a JSON object; a fault is one sentence with file, line, field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledgebase.catalog import Catalog, load_content
from knowledgebase.drugs import find_drug, folded
from knowledgebase.errors import KnowledgeError
from knowledgebase.files import strict_yaml
from knowledgebase.files.strict_yaml import LARGEST_FILE, Node, YamlFault, read_yaml, shortened
from knowledgebase.records import Product
from knowledgebase.rules.notation import fusion_partners, is_cytogenetic_token
from knowledgebase.vocabulary import nearest
from tumorboard.domain.case import (
    Assay,
    Case,
    CellTherapy,
    CellTherapyStep,
    DatedAnswer,
    Patient,
    PriorTherapy,
    Quantity,
    Specimen,
    StatedAntigen,
    StatedChromosomes,
    StatedCopyNumber,
    StatedFusion,
    StatedGene,
    StepStatus,
    Transplant,
)
from tumorboard.domain.identifiers import NumberKind, hidden, read_number
from tumorboard.domain.progress import Progress, silent
from tumorboard.domain.variant import SampleRole, VariantFile
from tumorboard.errors import CaseFileError
from tumorboard.services.case_form import AssayForm, CaseForm, VariantsForm
from tumorboard.services.course_form import DatedAnswerForm, PatientForm, TherapyForm
from tumorboard.services.form_faults import CUSTOM
from tumorboard.services.knowledge import reading_knowledge

_Path = tuple[str | int, ...]


def read_case_file(
    path: Path,
    catalog: Catalog | None = None,
    *,
    on: date | None = None,
    progress: Progress = silent,
) -> Case:
    """Read a case file and the variant file it names (relative to the case file's folder).

    ``catalog`` is the release to read diseases by (the shipped one without), ``on`` the day dates
    are checked against (today without). Raises :class:`CaseFileError` with file, line and field,
    and :class:`tumorboard.errors.VariantFileError` for a variant file that is refused.
    """
    node, name = _read(path), hidden(path.name)
    form = _validated(_plain(node), on, node, name)
    return _case(form, catalog or Catalog(load_content()), path.parent, name, node, progress)


def case_from_data(
    data: object,
    catalog: Catalog,
    *,
    folder: Path,
    on: date | None = None,
    progress: Progress = silent,
) -> Case:
    """Read a case from a JSON object; ``folder`` is where its variant file is looked for.

    Raises as :func:`read_case_file`, naming the field only.
    """
    form = _validated(_without_nothing(data), on, None, "")
    return _case(form, catalog, folder, "", None, progress)


def case_schema() -> dict[str, Any]:
    """Give the JSON Schema of a case file."""
    schema = CaseForm.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _read(path: Path) -> Node:
    name = hidden(path.name)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as fault:
        raise CaseFileError(f"{name}: cannot be read ({fault.strerror}).") from None
    try:
        return read_yaml(data, name)
    except YamlFault as fault:
        # A fault of YAML quotes a field that stands twice.
        raise CaseFileError(f"{name}, line {fault.line}: {hidden(fault.fault)}.") from None


def _plain(node: Node) -> object:
    """Turn nodes into plain data; what is left empty is left out."""
    if isinstance(node, strict_yaml.Text):
        return node.text
    if isinstance(node, strict_yaml.Sequence):
        return [_plain(item) for item in node.items]
    return {key.text: _plain(value) for key, value in node.pairs if not _is_nothing(_plain(value))}


def _without_nothing(data: object) -> object:
    if isinstance(data, dict):
        return {
            key: _without_nothing(value) for key, value in data.items() if not _is_nothing(value)
        }
    if isinstance(data, list):
        return [_without_nothing(value) for value in data]
    return data


def _is_nothing(value: object) -> bool:
    return value is None or value == ""


def _validated(data: object, on: date | None, node: Node | None, name: str) -> CaseForm:
    if not isinstance(data, dict):
        raise _fault(name, node, (), "a case is a mapping of fields; see docs/case-file.md")
    try:
        return CaseForm.model_validate(data, context={"today": on})
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False)
    first = faults[0]
    sentence = _sentence(first)
    more = len(faults) - 1
    if more:
        sentence += f" ({more} more fault{'s' * (more > 1)} after this one)"
    below = tuple(first["ctx"]["path"]) if first["type"] == CUSTOM else ()
    raise _fault(name, node, (*first["loc"], *below), sentence)


def _no_such_field(written: str) -> str:
    if written in _field_names():
        return "this field does not belong here; see tumorboard schema case for its place"
    return f"there is no such field{nearest(written, _field_names())}"


def _sentence(fault: Mapping[str, Any]) -> str:
    """Put a fault found by pydantic into words, without what was written."""
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == CUSTOM:
        return str(context["sentence"])
    if kind == "missing":
        return "this field is missing; add it"
    if kind == "extra_forbidden":
        return _no_such_field(str(fault["loc"][-1]))
    if kind == "enum":
        return f"write one of: {str(context['expected']).replace(' or ', ', ')}"
    if kind == "list_type":
        return "write a list"
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return "write a mapping of fields"
    if kind == "string_too_short":
        return "write at least one character"
    return "this value cannot be used here; see docs/case-file.md"


@cache
def _field_names() -> tuple[str, ...]:
    definitions = CaseForm.model_json_schema()
    models = (definitions, *definitions.get("$defs", {}).values())
    return tuple({name for model in models for name in model.get("properties", {})})


def _fault(name: str, node: Node | None, path: _Path, sentence: str) -> CaseFileError:
    """Make the fault; a number written as the name of a field is hidden in it."""
    field = tuple(hidden(part) if isinstance(part, str) else part for part in path)
    where = [name] if name else []
    if node is not None:
        where.append(f"line {_line(node, path)}")
    where += [".".join(shortened(str(part)) for part in field)] if field else []
    whole = f"{', '.join(where)}: {sentence}." if where else f"{sentence}."
    return CaseFileError(whole, field, f"{sentence[:1].upper()}{sentence[1:]}.")


def _line(node: Node, path: _Path) -> int:
    """Find the line of the deepest part of the path that stands in the file."""
    line = node.line
    for part in path:
        if isinstance(node, strict_yaml.Mapping):
            pair = next((pair for pair in node.pairs if pair[0].text == part), None)
            if pair is None:
                return line
            line, node = pair[0].line, pair[1]
        elif isinstance(node, strict_yaml.Sequence) and isinstance(part, int):
            if part >= len(node.items):
                return line
            node = node.items[part]
            line = node.line
    return line


def _case(
    form: CaseForm,
    catalog: Catalog,
    folder: Path,
    name: str,
    node: Node | None,
    progress: Progress,
) -> Case:
    try:
        disease = catalog.find_disease(form.disease).code
    except KnowledgeError:
        raise _fault(name, node, ("disease",), _unknown_disease(form.disease, catalog)) from None
    variants = None
    if form.variants is not None:
        variants = _variant_file(form.variants, folder, catalog, progress)
    return Case(
        id=form.id,
        patient=_patient(form.patient),
        disease=disease,
        setting=form.setting,
        question=form.question,
        diagnosis_date=form.diagnosis_date,
        variant_file=variants,
        genes=tuple(
            StatedGene(one.gene, one.state, one.change, one.vaf, one.biallelic, one.mutations)
            for one in form.genes
        ),
        fusions=tuple(
            StatedFusion(one.gene5, one.gene3 or "", one.present) for one in form.fusions
        ),
        karyotype=form.karyotype,
        chromosomes=StatedChromosomes(
            dict(form.cytogenetics.findings),
            form.cytogenetics.count,
            form.cytogenetics.ipssr_group,
        ),
        assays=tuple(
            _assay(one, ("assays", at), catalog, name, node) for at, one in enumerate(form.assays)
        ),
        prior_therapies=tuple(_therapy(one) for one in form.prior_therapies or ()),
        transplants=tuple(Transplant(one.kind, one.date, one.donor) for one in form.transplants),
        specimens=tuple(
            Specimen(one.tissue, one.date, one.tumour_fraction) for one in form.specimens
        ),
        germline_sample=_dated(form.germline.sample),
        germline_consent=_dated(form.germline.consent),
        comorbidities=tuple(form.comorbidities),
        cell_therapy=_cell_therapies(form, catalog, name, node),
        prior_therapies_known=form.prior_therapies is not None and form.prior_therapies_complete,
        ecog=form.ecog,
        laboratory={
            test: Quantity(measured.value, measured.unit)
            for test, measured in form.laboratory.items()
        },
        antigens=dict(form.antigens),
        statements=form.clinician.model_dump(exclude_none=True),
        relapses=form.relapses,
        region=form.region,
        copy_numbers=tuple(StatedCopyNumber(one.gene, one.state) for one in form.copy_numbers),
        antigen_measurements=tuple(
            StatedAntigen(one.antigen, one.method, one.expressed, one.percentage, one.after)
            for one in form.antigen_measurements
        ),
    )


def _assay(stated: AssayForm, path: _Path, catalog: Catalog, name: str, node: Node | None) -> Assay:
    kinds, alterations = catalog.content.assays, catalog.content.alterations
    if stated.kind and stated.kind not in kinds:
        sentence = f"this kind of test is not in the knowledge base{nearest(stated.kind, kinds)}"
        raise _fault(name, node, (*path, "kind"), sentence)
    for at, seen in enumerate(stated.sees):
        if seen in alterations or fusion_partners(seen) or is_cytogenetic_token(seen):
            continue
        sentence = (
            "write a named alteration, a fusion such as KMT2A::* or a karyotype token such as "
            f"del(17p){nearest(seen, alterations)}"
        )
        raise _fault(name, node, (*path, "sees", at), sentence)
    return Assay(
        stated.name,
        tuple(stated.genes),
        stated.whole_genome,
        stated.kind,
        tuple(stated.sees),
        stated.complete,
    )


def _patient(stated: PatientForm) -> Patient:
    written = ((kind, getattr(stated, kind.value)) for kind in NumberKind)
    numbers = tuple(read_number(kind, text).number for kind, text in written if text)
    return Patient(stated.pseudonym, stated.age, stated.sex, stated.birth_date, numbers)


def _therapy(stated: TherapyForm) -> PriorTherapy:
    return PriorTherapy(
        stated.line,
        tuple(stated.drugs),
        tuple(stated.classes),
        stated.best_response,
        stated.refractory,
        stated.start,
        stated.stop,
        stated.stop_reason,
    )


def _cell_therapies(
    form: CaseForm, catalog: Catalog, name: str, node: Node | None
) -> tuple[CellTherapy, ...]:
    """Read the dated steps; product and steps are those of the knowledge base, each once."""
    found: dict[str, CellTherapy] = {}
    for at, stated in enumerate(form.cell_therapy):
        path: _Path = ("cell_therapy", at)
        product = _product(stated.product, catalog)
        if product is None:
            known = [one.id for one in _with_steps(catalog)]
            sentence = f"this is no product with recorded steps{nearest(stated.product, known)}"
            raise _fault(name, node, (*path, "product"), sentence)
        if product.id in found:
            sentence = "this product stands there twice; put its steps together"
            raise _fault(name, node, (*path, "product"), sentence)
        steps: dict[str, CellTherapyStep] = {}
        known = _steps_of(product, catalog)
        for number, one in enumerate(stated.steps):
            below = (*path, "steps", number, "step")
            if one.step not in known:
                sentence = (
                    f"this step is not one of the product's: {', '.join(known)}"
                    f"{nearest(one.step, known)}"
                )
                raise _fault(name, node, below, sentence)
            if one.step in steps:
                raise _fault(name, node, below, "this step stands there twice; keep one")
            status = StepStatus(one.status)
            steps[one.step] = CellTherapyStep(one.step, status, one.date, one.until)
        found[product.id] = CellTherapy(product.id, tuple(steps.values()))
    return tuple(found.values())


def _with_steps(catalog: Catalog) -> tuple[Product, ...]:
    kinds = {one.applies_to for one in catalog.content.pathways.values()}
    return tuple(one for one in catalog.content.products.values() if one.kind in kinds)


def _product(text: str, catalog: Catalog) -> Product | None:
    """Find a product with steps by its international name, its brand or a synonym."""
    drug = find_drug(text, catalog.content.drugs)
    wanted = {folded(text), folded(drug.id) if drug else ""}
    return next(
        (one for one in _with_steps(catalog) if wanted & {folded(one.id), folded(one.brand)}), None
    )


def _steps_of(product: Product, catalog: Catalog) -> list[str]:
    return [
        step.id
        for pathway in catalog.content.pathways.values()
        if pathway.applies_to is product.kind
        for step in pathway.steps
        if not step.products or product.id in step.products
    ]


def _dated(stated: DatedAnswerForm) -> DatedAnswer:
    return DatedAnswer(stated.answer, stated.date)


def _variant_file(
    stated: VariantsForm, folder: Path, catalog: Catalog, progress: Progress
) -> VariantFile:
    from tumorboard.vcf.reader import read_variant_file

    named = ((stated.tumour, SampleRole.TUMOUR), (stated.normal, SampleRole.NORMAL))
    return read_variant_file(
        folder / stated.file,
        knowledge=reading_knowledge(catalog),
        roles={name: role for name, role in named if name} or None,
        assembly=stated.assembly,
        progress=progress,
    )


def _unknown_disease(text: str, catalog: Catalog) -> str:
    names: dict[str, str] = {}
    for disease in catalog.content.diseases.values():
        for spelling in (disease.code, disease.name, disease.name_da, *disease.synonyms):
            names[spelling.casefold()] = f"{disease.code} ({disease.name})"
    close: Sequence[str] = get_close_matches(text.casefold(), names, n=3, cutoff=0.6)
    nearest_names = "; ".join(dict.fromkeys(names[spelling] for spelling in close))
    hint = f"nearest: {nearest_names}" if nearest_names else "write a code such as AML, MDS or CLL"
    return f"this disease is not in the knowledge base; {hint}"
