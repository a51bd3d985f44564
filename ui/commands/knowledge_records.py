"""Which records ``tumorboard kb list|show`` gives beside the assertions, and how."""

from __future__ import annotations

import json
from datetime import date

from knowledgebase import describe_diseases as named
from knowledgebase import describe_pathways as paths
from knowledgebase import describe_products as told
from knowledgebase import describe_trials as trials
from knowledgebase.catalog import Catalog
from knowledgebase.errors import KnowledgeError
from knowledgebase.files.record_data import record_as_data
from knowledgebase.proposals import eligibility_of
from knowledgebase.records import Content, Trial
from knowledgebase.vocabulary import nearest

KINDS = ("assertions", "products", "guidance", "drugs", "trials", "diseases", "assays", "pathways")


def lines_of(catalog: Catalog, kind: str, *, as_json: bool) -> list[str]:
    """Give a line, or one JSON object, per product, guidance, drug, trial and so on."""
    content = catalog.content
    if kind == "products":
        products = content.products.values()
        return [
            json.dumps(told.describe_product(p)) if as_json else told.product_line(p)
            for p in products
        ]
    if kind == "guidance":
        guidance = content.guidance.values()
        return [
            json.dumps(told.describe_guidance(g)) if as_json else told.guidance_line(g)
            for g in guidance
        ]
    if kind == "trials":
        return [
            json.dumps(trials.describe_trial(t)) if as_json else trials.trial_line(t)
            for t in content.trials.values()
        ]
    if kind == "diseases":
        return [
            json.dumps(record_as_data(d)) if as_json else named.disease_line(d)
            for d in content.diseases.values()
        ]
    if kind == "assays":
        return [
            json.dumps(named.describe_assay(a)) if as_json else named.assay_line(a)
            for a in content.assays.values()
        ]
    if kind == "pathways":
        return [
            json.dumps(paths.describe_pathway(one)) if as_json else paths.pathway_line(one)
            for one in content.pathways.values()
        ]
    drugs = content.drugs.values()
    return [json.dumps(told.describe_drug(d)) if as_json else told.drug_line(d) for d in drugs]


def record_named(catalog: Catalog, name: str, *, as_json: bool, today: date) -> str:
    """Give any record but an assertion whole; a product and a drug by brand or synonym too.

    Raises :class:`KnowledgeError` with the nearest name when no record is named so.
    """
    content = catalog.content
    if name in content.trials:
        return trial_told(content.trials[name], content, as_json=as_json, today=today)
    if name in content.diseases:
        disease = content.diseases[name]
        if as_json:
            return json.dumps(record_as_data(disease), indent=2)
        return named.disease_in_words(disease)
    if name in content.assays:
        assay = content.assays[name]
        if as_json:
            return json.dumps(named.describe_assay(assay, today), indent=2)
        return named.assay_in_words(assay, today)
    if name in content.guidance:
        guidance = content.guidance[name]
        if as_json:
            return json.dumps(told.describe_guidance(guidance, today), indent=2)
        return told.guidance_in_words(guidance, today)
    if name in content.pathways:
        pathway = content.pathways[name]
        if as_json:
            return json.dumps(paths.describe_pathway(pathway, today), indent=2)
        return paths.pathway_in_words(pathway, today)
    try:
        drug = catalog.find_drug(name)
    except KnowledgeError:
        known = (
            *content.assertions,
            *content.guidance,
            *content.pathways,
            *content.drugs,
            *content.trials,
        )
        raise KnowledgeError(
            f"There is no record {name}{nearest(name, known)}; tumorboard kb list gives them all."
        ) from None
    product = content.products.get(drug.id)
    if product is None:
        if as_json:
            return json.dumps(told.describe_drug(drug), indent=2)
        return told.drug_in_words(drug)
    if as_json:
        return json.dumps(told.describe_product(product, today), indent=2)
    return told.product_in_words(product, drug, today)


def trial_told(trial: Trial, content: Content, *, as_json: bool, today: date) -> str:
    """Give a trial whole, with its eligibility text and what it might become, as text or JSON."""
    proposals = eligibility_of(trial, content.diseases).proposals
    if as_json:
        return json.dumps(trials.describe_trial(trial, today, proposals), indent=2)
    return trials.trial_in_words(trial, today, proposals)
