"""Strict YAML: text as written, with the line of every value, and nothing clever.

YAML 1.1 turns ``NO`` into false, ``9:22`` into 562 and ``1.10`` into 1.1, and keeps the last of
two equal keys. Here every scalar is text, and duplicate keys, anchors, aliases, tags, merge keys,
directives and further documents are refused. Depth and size are bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from knowledgebase.errors import KnowledgeError

LARGEST_FILE = 1_048_576
DEEPEST_NESTING = 40

# libyaml is ten times faster; where a build of PyYAML lacks it, the Python parser reads the same.
_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)


class YamlFault(KnowledgeError):
    """A fault at one line of one file; reads ``FILE:LINE: sentence``."""

    def __init__(self, file: str, line: int, fault: str) -> None:
        super().__init__(f"{file}:{line}: {fault}")
        self.file = file
        self.line = line
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar, exactly as written (without quotes); empty where nothing was written."""

    file: str = field(compare=False)
    line: int = field(compare=False)
    text: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    file: str = field(compare=False)
    line: int = field(compare=False)
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order written; no key occurs twice."""

    file: str = field(compare=False)
    line: int = field(compare=False)
    pairs: tuple[tuple[Text, Node], ...]

    def get(self, key: str) -> Node | None:
        """Give the value of a key, or ``None``."""
        return next((value for name, value in self.pairs if name.text == key), None)

    def keys(self) -> tuple[str, ...]:
        """Give the keys in the order written."""
        return tuple(name.text for name, _ in self.pairs)


Node = Text | Sequence | Mapping


def fault(node: Node, sentence: str) -> YamlFault:
    """Make the error that says what is wrong at a node."""
    return YamlFault(node.file, node.line, sentence)


def kind_of(node: Node) -> str:
    """Name a node's kind for a sentence."""
    if isinstance(node, Text):
        return f'the text "{shortened(node.text)}"' if node.text else "nothing"
    return "a list" if isinstance(node, Sequence) else "a mapping"


def shortened(text: str, most: int = 40) -> str:
    """Cut a text for an error sentence."""
    return text if len(text) <= most else text[: most - 3] + "..."


def read_yaml(data: bytes, file: str) -> Node:
    """Read one document of UTF-8 text.

    ``file`` is the name that errors show. Raises :class:`YamlFault` with the first fault.
    """
    if len(data) > LARGEST_FILE:
        raise YamlFault(file, 1, f"the file is larger than {LARGEST_FILE} bytes; split it")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise YamlFault(file, line, "the text is not UTF-8; save the file as UTF-8") from None
    if text.startswith("\ufeff"):
        text = text[1:]
    try:
        return _Builder(file, text).document()
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        what = error.problem or "the text breaks off"
        raise YamlFault(file, line, f"this is not YAML: {what}") from None
    except yaml.reader.ReaderError as error:
        position = error.position if isinstance(error.position, int) else 0
        line = text.count("\n", 0, position) + 1
        raise YamlFault(file, line, "a control character does not belong here") from None


class _Builder:
    """Builds nodes from the parser's events; an alias is an event, so it cannot slip through."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.events: Iterator[Any] = iter(yaml.parse(text, Loader=_LOADER))

    def document(self) -> Node:
        next(self.events)
        start = next(self.events)
        if isinstance(start, yaml.StreamEndEvent):
            raise YamlFault(self.file, 1, "the file is empty")
        if start.version or start.tags:
            raise self._refuse(start, "directives (%YAML, %TAG) are not used here; remove them")
        node = self._node(next(self.events), 0)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self._refuse(after, "a file holds one document; move the second to its own file")
        return node

    def _refuse(self, event: Any, sentence: str) -> YamlFault:
        return YamlFault(self.file, event.start_mark.line + 1, sentence)

    def _node(self, event: Any, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            raise self._refuse(event, "aliases (*name) are not used here; write the value out")
        if event.anchor is not None:
            raise self._refuse(event, "anchors (&name) are not used here; remove it")
        if event.tag is not None:
            raise self._refuse(event, f"tags ({event.tag}) are not used here; remove it")
        if depth > DEEPEST_NESTING:
            raise self._refuse(event, f"nesting is deeper than {DEEPEST_NESTING} levels")
        line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            return Text(self.file, line, event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        return self._mapping(event, depth)

    def _sequence(self, start: Any, depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return Sequence(self.file, start.start_mark.line + 1, tuple(items))

    def _mapping(self, start: Any, depth: int) -> Mapping:
        pairs: list[tuple[Text, Node]] = []
        seen: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key, Text):
                raise self._refuse(event, "a key must be a text")
            if key.text == "<<" and not event.style:
                raise self._refuse(event, "merge keys (<<) are not used here; write the values out")
            if key.text in seen:
                raise self._refuse(
                    event,
                    f'the key "{shortened(key.text)}" stands twice '
                    f"(first in line {seen[key.text]}); remove one",
                )
            seen[key.text] = key.line
            pairs.append((key, self._node(next(self.events), depth + 1)))
        return Mapping(self.file, start.start_mark.line + 1, tuple(pairs))
