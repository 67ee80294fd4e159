"""One claim of an answer, field by field: what is not of its kind or not in the text is left out and noted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeVar

from contactline.read.document import Document
from contactline.read.lexicon import relative_words
from contactline.read.llm.finding import Finder
from contactline.records.claims import Mention
from contactline.records.quotes import Quote, Span, make_quote

E = TypeVar("E", bound=StrEnum)
_SHOWN: Final = 80
_MOST: Final = 50
"""Entries of one list: more are the sign of a model that repeats itself."""


class UnusableError(ValueError):
    """A claim that cannot stand without what is missing; the message says what."""


@dataclass(slots=True)
class Fields:
    """Reads one claim of an answer.

    Attributes:
        raw: the claim, or an entry of one of its lists.
        sentence: of the claim; values are looked for here first.
        near: where in the sentence, of several places.
        dropped: what was left out, in words.
    """

    document: Document
    finder: Finder
    raw: Mapping[str, Any]
    sentence: Span
    near: Span | None = None
    dropped: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        """A text, without spaces around it; empty where there is none."""
        value = self.raw.get(name, "")
        if isinstance(value, str):
            return value.strip()
        if value is not None:
            self.dropped.append(f"{name} is no text")
        return ""

    def number(self, name: str) -> int | None:
        """A whole number, or ``None`` where there is none."""
        value = self.raw.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9:
            return value
        if value is not None:
            self.dropped.append(f"{name} is no whole number")
        return None

    def choice(self, name: str, choices: type[E]) -> E | None:
        """One word of a list, or ``None`` with a note."""
        value = self.raw.get(name)
        word = value.strip().lower() if isinstance(value, str) else ""
        if word in set(choices):
            return choices(word)
        self.dropped.append(f"{name} is {show(value)}, which is none of the words to choose from")
        return None

    def need(self, name: str, choices: type[E]) -> E:
        """One word of a list.

        Raises:
            UnusableError: it is none of them. To guess whether somebody affirms or denies would be worse than nothing.
        """
        value = self.choice(name, choices)
        if value is None:
            raise UnusableError(self.dropped.pop())
        return value

    def quote(self, name: str, words: str) -> Quote | None:
        """The quote of words, or ``None`` with a note where they do not stand in the text."""
        if not words:
            return None
        span = self.finder.find(words, self.sentence, self.near)
        if span is None:
            self.dropped.append(f"{name} {show(words)} does not stand in the text")
            return None
        return make_quote(self.document.report.id, self.document.text, span)

    def quoted(self, name: str) -> Quote | None:
        """The quote of a field."""
        return self.quote(name, self.text(name))

    def quotes(self, name: str) -> Iterator[Quote]:
        """The quotes of a list of texts."""
        for value in self._list(name):
            quote = self.quote(name, value.strip()) if isinstance(value, str) else None
            if not isinstance(value, str):
                self.dropped.append(f"{name} holds what is no text")
            if quote:
                yield quote

    def entries(self, name: str) -> Iterator[Fields]:
        """The entries of a list, each to be read in the same way."""
        for value in self._list(name):
            if isinstance(value, dict):
                yield Fields(self.document, self.finder, value, self.sentence, self.near, self.dropped)
            else:
                self.dropped.append(f"{name} holds what is no entry")

    def mention(self, name: str) -> Mention | None:
        """Somebody, by the fields ``words`` and ``stands_for``."""
        quote = self.quote(name, self.text("words"))
        if quote is None:
            return None
        return Mention(quote.words, quote, of=self._relation(quote.span), antecedent=self._antecedent(name, quote))

    def _antecedent(self, name: str, quote: Quote) -> Quote | None:
        full = self.quote(f"the name that {name} stands for,", self.text("stands_for"))
        return None if full is None or full.span.overlaps(quote.span) else full

    def _relation(self, span: Span) -> str:
        """Whose viewpoint relative words take: "the enemy", "our positions"."""
        words = [token.lower for token in self.document.tokens_in(span)]
        return next((found.entry.label for found in relative_words().find(words)), "")

    def _list(self, name: str) -> list[Any]:
        value = self.raw.get(name, [])
        if not isinstance(value, list):
            if value is not None:
                self.dropped.append(f"{name} is no list")
            return []
        if len(value) > _MOST:
            self.dropped.append(f"{name} has {len(value)} entries, of which {_MOST} are looked at")
        return value[:_MOST]


def show(value: object) -> str:
    """What a model wrote, short and on one line."""
    words = " ".join(str(value).split()) if isinstance(value, str) else type(value).__name__
    return f"“{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}”"
