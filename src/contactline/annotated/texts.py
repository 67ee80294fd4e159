"""Records of annotated texts: marks, claims and casualty lines, each with the line of the file it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contactline.records.claims import Act, Kind, Modality, NumberForm, Order, Outcome, Polarity, Status
from contactline.records.ids import SideId
from contactline.records.quotes import Span
from contactline.records.reports import Report

Cut = Callable[[Report], list[list[Span]]]
"""Cuts a report into sentences, each the spans of its words; the headline is a sentence."""


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """Something to mend in a file. A warning may be right as it is: look at it again.

    Attributes:
        file: path as given.
        line: from 1; 0 when the whole file is meant.
    """

    file: str
    line: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {'look again: ' if self.warning else ''}{self.message}"


@dataclass(frozen=True, slots=True)
class Mark:
    """Marked words. ``span`` is in the report's fixed text; ``line`` is where the mark opens in the file."""

    id: str
    span: Span
    line: int


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody in a claim. No mark: the publisher, who is not named. No side: even an informed reader cannot tell."""

    mark: str | None
    side: SideId | None
    status: Status = Status.NOT_SAID


@dataclass(frozen=True, slots=True)
class CasualtyLine:
    """What a casualty mark says. ``maximum`` is ``None`` when open."""

    mark: str
    outcome: Outcome
    minimum: int
    maximum: int | None
    form: NumberForm
    status: Status
    side: SideId | None
    line: int


@dataclass(frozen=True, slots=True)
class AnnotatedClaim:
    """One claim line. Marks are given by their ids; ``answers`` by the id of a claim."""

    id: str
    line: int
    act: Act
    kind: Kind
    speaker: Named
    relay: tuple[Named, ...] = ()
    cue: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    trigger: tuple[str, ...] = ()
    actors: tuple[Named, ...] = ()
    targets: tuple[Named, ...] = ()
    places: tuple[str, ...] = ()
    places_from: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    order: Order = Order.NOT_STATED
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.FACT
    casualties: tuple[str, ...] = ()
    damage: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    answers: str | None = None
    headline: bool = False
    background: bool = False

    def iter_named(self) -> Iterator[Named]:
        """Everybody that the claim names."""
        yield self.speaker
        yield from self.relay
        yield from self.actors
        yield from self.targets

    def iter_marks(self) -> Iterator[str]:
        """The ids of all marks that the claim uses, again and again where it does."""
        yield from (named.mark for named in self.iter_named() if named.mark)
        for ids in (self.cue, self.content, self.trigger, self.places, self.places_from, self.time, self.stated):
            yield from ids
        for ids in (self.means, self.casualties, self.damage, self.evidence, self.law):
            yield from ids


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """One file: the report as the product would see it, and what is annotated in it.

    Attributes:
        path: as given. ``name`` is the file's name without its ending, ``conflict`` its folder's name.
        text_line: where the text begins in the file, for mistakes about the text as a whole.
    """

    path: str
    name: str
    conflict: str
    manner: str
    report: Report
    marks: tuple[Mark, ...]
    casualties: tuple[CasualtyLine, ...]
    claims: tuple[AnnotatedClaim, ...]
    text_line: int

    def get_mark(self, id_: str) -> Mark:
        """The mark of an id.

        Raises:
            KeyError: there is none.
        """
        for mark in self.marks:
            if mark.id == id_:
                return mark
        raise KeyError(id_)

    def words(self, id_: str) -> str:
        """The words of a mark."""
        span = self.get_mark(id_).span
        return self.report.text[span.start : span.end]

    def get_casualties(self, id_: str) -> CasualtyLine:
        """The casualty line of a mark.

        Raises:
            KeyError: there is none.
        """
        for line in self.casualties:
            if line.mark == id_:
                return line
        raise KeyError(id_)
