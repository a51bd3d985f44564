"""Formulas as shipped, each read from its own file."""

from pathlib import Path

from knowledgebase.files.assessment import read_formula
from knowledgebase.files.strict_yaml import read_yaml
from knowledgebase.records import Formula
from knowledgebase.rules.text import Names

FOLDER = Path(__file__).parents[4] / "knowledgebase" / "content" / "formulas"


def shipped_formula(name: str) -> Formula:
    problems: list = []
    node = read_yaml((FOLDER / f"{name}.yaml").read_bytes(), f"formulas/{name}.yaml")
    record = read_formula(node, problems, Names())
    assert not problems
    return record
