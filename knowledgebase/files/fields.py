"""Typed reading of a record's fields; every fault is kept, so that a check tells all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from knowledgebase.files.problems import Problem
from knowledgebase.files.strict_yaml import (
    Mapping,
    Node,
    Sequence,
    Text,
    YamlFault,
    fault,
    kind_of,
    shortened,
)
from knowledgebase.vocabulary import nearest

Value = TypeVar("Value")
Word = TypeVar("Word", bound=StrEnum)

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Fields:
    """The fields of one mapping.

    Getters return a typed value; on a fault they note it in ``problems`` and return a harmless
    stand-in, and whoever reads the record throws it away when there are problems.
    """

    def __init__(self, node: Node, allowed: Iterable[str], problems: list[Problem]) -> None:
        self.problems = problems
        self.usable = isinstance(node, Mapping)
        if not isinstance(node, Mapping):
            self.note(node, f"a record is a mapping, not {kind_of(node)}")
            node = Mapping(node.file, node.line, ())
        self.node = node
        names = tuple(allowed)
        for key, _ in node.pairs:
            if key.text not in names:
                near = nearest(key.text, names)
                self.note(key, f'the key "{shortened(key.text)}" is not known here{near}')

    def note(self, node: Node, sentence: str) -> None:
        """Keep a problem at a node."""
        self.problems.append(Problem(node.file, node.line, sentence))

    def note_at(self, name: str, sentence: str) -> None:
        """Keep a problem at a field (or at the record, where the field is absent)."""
        self.note(self.node.get(name) or self.node, sentence)

    def read(self, name: str, parse: Callable[[Node], Value], otherwise: Value) -> Value:
        """Read a required field."""
        if self.node.get(name) is None:
            if self.usable:  # of what is no mapping at all, one fault is told
                self.note(self.node, f'the key "{name}" is missing')
            return otherwise
        return self.optional(name, parse, otherwise)

    def optional(self, name: str, parse: Callable[[Node], Value], otherwise: Value) -> Value:
        """Read a field that may be absent."""
        node = self.node.get(name)
        if node is None:
            return otherwise
        try:
            return parse(node)
        except YamlFault as error:
            self.problems.append(Problem.of(error))
            return otherwise

    def text(self, name: str) -> str:
        """Read a required text that is not empty."""
        return self.read(name, as_text, "")

    def text_or_empty(self, name: str) -> str:
        """Read a text that may be empty or absent."""
        return self.optional(name, as_any_text, "")

    def texts(self, name: str) -> tuple[str, ...]:
        """Read a list of texts that may be absent; a text twice is a fault."""
        return self.optional(name, as_texts, ())

    def word(self, name: str, words: type[Word]) -> Word:
        """Read one word of an enumeration."""
        return self.read(name, lambda node: as_word(node, words), next(iter(words)))

    def day(self, name: str) -> date:
        """Read a date, ``2026-11-21``."""
        return self.read(name, as_date, date.min)

    def yes(self, name: str) -> bool:
        """Read true or false; absent is false."""
        return self.optional(name, as_bool, False)


def as_any_text(node: Node) -> str:
    """Give a node's text, empty allowed."""
    if not isinstance(node, Text):
        raise fault(node, f"a text belongs here, not {kind_of(node)}")
    return node.text.strip()


def as_text(node: Node) -> str:
    """Give a node's text."""
    text = as_any_text(node)
    if not text:
        raise fault(node, "a text belongs here; it is empty")
    return text


def as_items(node: Node) -> tuple[Node, ...]:
    """Give a list's items."""
    if not isinstance(node, Sequence):
        raise fault(node, f"a list belongs here, not {kind_of(node)}")
    return node.items


def as_texts(node: Node) -> tuple[str, ...]:
    """Give a list of different texts."""
    texts = tuple(as_text(item) for item in as_items(node))
    for at, text in enumerate(texts):
        if text in texts[:at]:
            raise fault(as_items(node)[at], f'"{shortened(text)}" stands twice in the list')
    return texts


def as_word(node: Node, words: type[Word]) -> Word:
    """Give a word of an enumeration."""
    text = as_any_text(node)
    if text not in set(words):
        choice = ", ".join(words)
        raise fault(node, f'"{shortened(text)}" is not one of {choice}{nearest(text, list(words))}')
    return words(text)


def as_date(node: Node) -> date:
    """Give a calendar date."""
    text = as_any_text(node)
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise fault(node, f'"{shortened(text)}" is no date; write it like 2026-11-21')


def as_bool(node: Node) -> bool:
    """Give true or false."""
    text = as_any_text(node)
    if text not in ("true", "false", "yes", "no"):
        raise fault(node, f'"{shortened(text)}" is neither true nor false')
    return text in ("true", "yes")


def as_whole(node: Node) -> int:
    """Give a whole number that is not negative."""
    text = as_any_text(node)
    if not re.fullmatch("[0-9]{1,12}", text):
        raise fault(node, f'"{shortened(text)}" is no whole number')
    return int(text)


def as_range(node: Node) -> tuple[int, int]:
    """Give a closed range such as ``572-630``; one number is a range of one."""
    text = as_any_text(node)
    found = re.fullmatch(r"([0-9]{1,9})(?:-([0-9]{1,9}))?", text)
    if not found:
        raise fault(node, f'"{shortened(text)}" is no range; write it like 572-630')
    low, high = int(found[1]), int(found[2] or found[1])
    if low > high:
        raise fault(node, f"the range {text} ends before it begins")
    return low, high
