"""What a model of language says about a document: its parse, its entities and its tagged spans, as plain records.

All numbers are indexes into ``Document.tokens``. Nothing here knows how a model works: ``compact`` and ``spacy`` both
make these records, and the assembly reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from contactline.read.document import Document
from contactline.records.names import NameSpot

ROOT = -1
"""The head of a token that nothing in its sentence governs."""


class Labelled(NamedTuple):
    """A labelled stretch of tokens.

    Attributes:
        first: its first token.
        last: the token after its last one.
        label: what the model calls it.
        probability: between 0 and 1, how sure the model is; 1.0 from a model that does not say.
    """

    first: int
    last: int
    label: str
    probability: float

    def covers(self, token: int) -> bool:
        """Whether a token stands in it."""
        return self.first <= token < self.last

    def overlaps(self, first: int, last: int) -> bool:
        """Whether it shares a token with a half-open range."""
        return self.first < last and first < self.last


class Told(NamedTuple):
    """A claim as a model puts it together.

    Attributes:
        voice: the cue that attributes it; ``None`` for the publisher's own voice.
        anchor: the words it stands on: a happening's, casualties', damage or the cue itself.
        act, polarity, modality, order: by their names in ``records.claims``.
        probability: how sure the model is of the act for this pair.
    """

    voice: Labelled | None
    anchor: Labelled
    act: str
    polarity: str
    modality: str
    order: str
    probability: float


class Link(NamedTuple):
    """Two labelled stretches that belong together.

    A value and its anchor (``Actor``, ``Place``, …), or a source and its cue (``speaks``, ``relays``).
    """

    left: Labelled
    right: Labelled
    label: str
    probability: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """One document as a model sees it. A model without a head leaves that head's tuple empty.

    Attributes:
        heads: for every token the token that governs it, or ``ROOT``. A tree in every sentence, with one root.
        deprels: Universal Dependencies relation to that head; ``root`` for a root.
        upos: universal part of speech.
        xpos: Penn Treebank tag.
        entities: named and domain entities.
        sources: who is said to say something.
        cues: the words that do the attributing.
        contents: what is said.
        roles: of an attack ``PerpInd``, ``PerpOrg``, ``Target``, ``Victim``, ``Weapon``; of a claim ``Actor``,
            ``Target``, ``Means``, ``Place``, ``PlaceFrom``, ``Time``.
        events: words that name a happening; the label is its kind.
        acts: what a speaker does by speaking.
        modality: words under a modality that is not plain fact.
        casualties: counts and words of dead, injured, captured, missing.
        statuses: ``military`` or ``civilian``, of casualties and targets.
        parties: whose side somebody is on: ``first``, ``second`` or ``third`` as ``records/sides.py`` numbers them.
        told: claims as the model puts them together.
        values: which value belongs to which anchor.
        speakers: which source speaks or relays at which cue.
    """

    heads: tuple[int, ...] = ()
    deprels: tuple[str, ...] = ()
    upos: tuple[str, ...] = ()
    xpos: tuple[str, ...] = ()
    entities: tuple[Labelled, ...] = ()
    sources: tuple[Labelled, ...] = ()
    cues: tuple[Labelled, ...] = ()
    contents: tuple[Labelled, ...] = ()
    roles: tuple[Labelled, ...] = ()
    events: tuple[Labelled, ...] = ()
    acts: tuple[Labelled, ...] = ()
    modality: tuple[Labelled, ...] = ()
    casualties: tuple[Labelled, ...] = ()
    statuses: tuple[Labelled, ...] = ()
    parties: tuple[Labelled, ...] = ()
    told: tuple[Told, ...] = ()
    values: tuple[Link, ...] = ()
    speakers: tuple[Link, ...] = ()
    _children: tuple[tuple[int, ...], ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        children: list[list[int]] = [[] for _ in self.heads]
        for token, head in enumerate(self.heads):
            if head != ROOT:
                children[head].append(token)
        object.__setattr__(self, "_children", tuple(map(tuple, children)))

    def children(self, token: int) -> tuple[int, ...]:
        """The tokens that a token governs, in the order of the text."""
        return self._children[token]

    def children_by(self, token: int, *deprels: str) -> tuple[int, ...]:
        """Those children whose relation is one of these; ``nsubj`` also means ``nsubj:pass``."""
        return tuple(child for child in self._children[token] if self.is_a(child, *deprels))

    def is_a(self, token: int, *deprels: str) -> bool:
        """Whether a token's relation is one of these or a kind of one of these."""
        relation = self.deprels[token]
        return relation in deprels or relation.partition(":")[0] in deprels

    def subtree(self, token: int) -> tuple[int, ...]:
        """A token and all that hangs from it, in the order of the text."""
        found = [token]
        for node in found:  # grows while it is walked
            found += self._children[node]
        return tuple(sorted(found))

    def extent(self, token: int) -> tuple[int, int]:
        """The half-open range from the first to the last token of a subtree; it may hold tokens of other subtrees."""
        below = self.subtree(token)
        return below[0], below[-1] + 1

    def path_up(self, token: int) -> Iterator[int]:
        """A token's head, the head of that, and so on up to the root; not the token itself."""
        head = self.heads[token]
        while head != ROOT:
            yield head
            head = self.heads[head]

    def root_of(self, token: int) -> int:
        """The root of the token's sentence."""
        while self.heads[token] != ROOT:
            token = self.heads[token]
        return token

    def head_of(self, first: int, last: int) -> int:
        """The token that governs a half-open range: of those whose head lies outside it the one nearest to the root."""
        outside = [token for token in range(first, last) if not first <= self.heads[token] < last]
        return min(outside, key=lambda token: (sum(1 for _ in self.path_up(token)), token))

    def is_projective_span(self, first: int, last: int) -> bool:
        """Whether a half-open range is exactly one subtree without gaps."""
        outside = [token for token in range(first, last) if not first <= self.heads[token] < last]
        return len(outside) == 1 and self.extent(outside[0]) == (first, last)


class Analyser(Protocol):
    """Makes the analysis of a document. Pure: same document, same analysis.

    Attributes:
        name: as part of a reader's name.
        version: changes whenever the same document may be analysed otherwise.
    """

    @property
    def name(self) -> str:
        """As part of a reader's name."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same document may be analysed otherwise."""
        ...

    def analyse(self, document: Document, names: Sequence[NameSpot] = ()) -> Analysis:
        """Analyse one document, all of it however long.

        Args:
            document: the cut-up report.
            names: the mandate's names in its text, in order of their place.
        """
        ...
