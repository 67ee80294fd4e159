"""What a format makes of a text."""

from __future__ import annotations

from dataclasses import dataclass

from contactline.collect.fields import NOTHING, Fields
from contactline.records.problems import Problem
from contactline.records.quotes import Span


@dataclass(frozen=True, slots=True)
class Parsed:
    r"""A document in plain text.

    Attributes:
        body: all of its words but the headline, line ends as ``\\n``.
        fields: what the page itself says beside its words, the headline among it where the format marks one.
        problems: what could not be taken over.
        asides: spans of ``body`` that are no sentences, such as tables; kept, but not read.
    """

    body: str
    fields: Fields = NOTHING
    problems: tuple[Problem, ...] = ()
    asides: tuple[Span, ...] = ()
