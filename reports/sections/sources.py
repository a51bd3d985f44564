"""The sources a section refers to: one number each in the whole report, listed where first used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reportlab.platypus import CondPageBreak, Flowable

from knowledgebase.records import Source
from reports.languages import Language
from reports.style import plain


class Cited:
    """Numbers for sources, going on from those that an earlier section gave (``before``)."""

    def __init__(self, before: Mapping[Source, int] | None = None) -> None:
        self._numbers = dict(before or {})
        self._first = len(self._numbers) + 1

    @property
    def numbers(self) -> Mapping[Source, int]:
        """Give every source by its number."""
        return self._numbers

    def refer(self, sources: Iterable[Source]) -> str:
        """Give the numbers of some sources in brackets."""
        found = [self._numbers.setdefault(one, len(self._numbers) + 1) for one in sources]
        return " ".join(f"[{number}]" for number in found)

    def listed(self, words: Language) -> Iterator[Flowable]:
        """List the sources that no earlier section listed."""
        own = [(one, number) for one, number in self._numbers.items() if number >= self._first]
        if own:
            yield CondPageBreak(60)
            yield plain(words.say("sources"), "heading")
        for source, number in own:
            text = f"[{number}] {words.word(source.kind)} {source.id}"
            yield plain(f"{text}: {source.title}" if source.title else text, "reference")
