"""A fault found in the knowledge files, with the place where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from knowledgebase.errors import KnowledgeError
from knowledgebase.files.strict_yaml import YamlFault


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: file (relative to the content folder), line (1-based) and a sentence."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"

    @classmethod
    def of(cls, error: YamlFault) -> Problem:
        """Keep a fault of reading."""
        return cls(error.file, error.line, error.fault)


def refused(problems: tuple[Problem, ...]) -> KnowledgeError:
    """Make the one sentence that refuses a folder: the first problem, and how many there are."""
    more = len(problems) - 1
    rest = f" (and {more} more; `tumorboard kb check` lists them)" if more else ""
    return KnowledgeError(f"{problems[0]}{rest}")
