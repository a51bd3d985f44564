"""``tumorboard kb check|list|show``."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path

from knowledgebase.catalog import Catalog, check_content, load_content, newer_shipped
from knowledgebase.describe import assertion_in_words, assertion_line, describe_assertion
from knowledgebase.errors import KnowledgeError
from knowledgebase.records import Assertion, Content
from knowledgebase.rules.atoms import asked_facts
from knowledgebase.rules.notation import genes_of_fact
from ui.commands.knowledge_records import lines_of, record_named, trial_told
from ui.commands.terminal import harmless
from ui.commands.trials import drafted

DONE, FAULTS = 0, 1


def check(arguments: argparse.Namespace) -> int:
    """Print every problem with file and line; 1 when there is one."""
    folder = Path(arguments.content) if arguments.content else None
    over = None
    if arguments.over:
        if folder is None:
            raise KnowledgeError("--over needs --content FOLDER, the folder that lies over it.")
        over = load_content(None if arguments.over == "shipped" else Path(arguments.over))
    problems = check_content(folder, date.today(), over)
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} problems")
        return FAULTS
    if over is not None:
        print(f"No problem. The folder can lie over release {over.version}.")
        return DONE
    content = load_content(folder)
    print(_counts(content))
    if folder is None and (told := older_than_shipped(content)):
        print(told)
    return DONE


def list_records(arguments: argparse.Namespace) -> int:
    """Print a line (or one JSON object) per record: assertions, or those of another kind."""
    catalog = Catalog(load_content())
    if told := older_than_shipped(catalog.content):
        print(told, file=sys.stderr)  # the list itself is for other programs to read
    if arguments.kind != "assertions":
        if arguments.disease or arguments.gene:
            raise KnowledgeError(
                "--disease and --gene choose among assertions only; leave them out."
            )
        for line in lines_of(catalog, arguments.kind, as_json=arguments.json):
            print(line)
        return DONE
    for assertion in _chosen(catalog, arguments.disease, arguments.gene):
        if arguments.json:
            print(json.dumps(describe_assertion(assertion)))
        else:
            print(assertion_line(assertion))
    return DONE


def show(arguments: argparse.Namespace) -> int:
    """Print one record whole: an assertion, a product, guidance, a drug, a trial or its draft."""
    content = load_content()
    if arguments.drafts:
        trials = drafted(Path(arguments.drafts), content)
        if arguments.id in trials:
            trial = trials[arguments.id]
            told = trial_told(trial, content, as_json=arguments.json, today=date.today())
            print(harmless(told))
            return DONE
    assertion = content.assertions.get(arguments.id)
    if assertion is None:
        catalog = Catalog(content)
        told = record_named(catalog, arguments.id, as_json=arguments.json, today=date.today())
        print(harmless(told))
        return DONE
    if arguments.json:
        described = describe_assertion(assertion, date.today())
        print(json.dumps(described, indent=2))
    else:
        print(assertion_in_words(assertion, date.today()))
    return DONE


def older_than_shipped(content: Content) -> str:
    """Say that the installed release is older than what the program ships; empty if it is not."""
    newer = newer_shipped(content)
    if not newer:
        return ""
    return (
        f"The installed release {content.version} is in use although the program ships the newer "
        f"{newer}; install a newer release, or `tumorboard kb uninstall` to use what is shipped."
    )


def _chosen(catalog: Catalog, disease: str | None, gene: str | None) -> list[Assertion]:
    wanted = catalog.find_disease(disease).code if disease else None
    return [
        one
        for one in catalog.content.assertions.values()
        if (wanted is None or any(catalog.is_a(wanted, code) for code in one.diseases))
        and (gene is None or gene in _genes(one, catalog.content))
    ]


def _genes(assertion: Assertion, content: Content) -> set[str]:
    genes: set[str] = set()
    for name, key in asked_facts(assertion.biomarker):
        if name == "alteration":
            genes.add(content.alterations[key].gene)
        else:
            genes.update(genes_of_fact(name, key))
    return genes


def _counts(content: Content) -> str:
    by_axis = Counter(str(one.axis) for one in content.assertions.values())
    axes = ", ".join(f"{count} {axis}" for axis, count in sorted(by_axis.items()))
    unverified = sum(one.evidence == "unverified" for one in content.assertions.values())
    return (
        f"No problem. Release {content.version} ({content.digest[:12]}): "
        f"{len(content.assertions)} assertions ({axes}; {unverified} unverified), "
        f"{len(content.alterations)} alterations, {len(content.genes)} genes, "
        f"{len(content.diseases)} diseases, {_products(content)}, {len(content.drugs)} drugs, "
        f"{len(content.trials)} trials."
    )


def _products(content: Content) -> str:
    uses = [one for product in content.products.values() for one in product.indications]
    unverified = sum(one.evidence == "unverified" for one in uses)
    return (
        f"{len(content.products)} products ({len(uses)} uses; {unverified} unverified), "
        f"{len(content.guidance)} guidance"
    )
