"""The analyser ``spacy``: any English spaCy pipeline that the user has, as the source of parse and entities.

Only the names of persons, organisations and places are taken from its entities. What a pipeline was trained on, and how
good it is on reports like these, is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from contactline.errors import MissingExtraError, PluginError
from contactline.read.analysis import ROOT, Analysis, Labelled
from contactline.read.cleartree import SIGNS, Node, convert
from contactline.read.compact.align import align, choose_tops, lift_heads, lift_range
from contactline.read.compact.words import Word
from contactline.read.document import Document
from contactline.records.names import NameSpot

if TYPE_CHECKING:
    from contactline.read.parsed.reader import ParsedReader

_LABELS: Final = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
_LONGEST: Final = 20_000
"""Characters that are parsed at once: a sentence without an end must not take all memory."""
_JOINED: Final = "parataxis"


class SpacyAnalyser:
    """Implements :class:`contactline.read.analysis.Analyser` with a spaCy pipeline.

    Args:
        pipeline: its name or folder, or one that is loaded already.

    Raises:
        MissingExtraError: spaCy is not installed.
        PluginError: there is no such pipeline, or it does not parse.
    """

    name = "spacy"

    def __init__(self, pipeline: Any = "en_core_web_sm") -> None:
        self._nlp = _load(pipeline) if isinstance(pipeline, str) else pipeline
        meta = self._nlp.meta
        self.version = f"{meta.get('lang', '')}_{meta.get('name', 'pipeline')} {meta.get('version', '0')}"

    def analyse(self, document: Document, names: Sequence[NameSpot] = ()) -> Analysis:
        """Analyse one document, all of it however long. A pipeline has no use for the names that a mandate knows."""
        text = "".join(" " if char.isspace() else char for char in document.text)  # same length, no line ends
        starts = [(start, text[start:end]) for start, end in _iter_pieces(document)]
        parsed = self._nlp.pipe([words for _, words in starts])
        pieces = tuple((start, doc) for (start, _), doc in zip(starts, parsed, strict=True))
        return make_analysis(document, pieces)


def make_spacy_reader(pipeline: str = "en_core_web_sm") -> ParsedReader:
    """The reader ``spacy``: the usual assembly on a spaCy parse.

    Raises:
        MissingExtraError: spaCy is not installed.
        PluginError: there is no such pipeline, or it does not parse.
    """
    from contactline.read.parsed.reader import ParsedReader  # the assembly is wanted only where a parse is

    return ParsedReader(SpacyAnalyser(pipeline))


def make_analysis(document: Document, pieces: Sequence[tuple[int, Any]]) -> Analysis:
    """The analysis of a document from parsed pieces of its text.

    Args:
        document: the cut-up report.
        pieces: in order, each with the offset of its first character; together they hold every token. A sentence of the
            document is one piece or several.
    """
    parts = [_make_part(doc, start) for start, doc in pieces]
    speaks_clear = any(node.relation in SIGNS for part in parts for node in part.nodes)
    words: list[Word] = []
    heads: list[int] = []
    relations: list[str] = []
    entities: list[tuple[int, int, str]] = []
    for part in parts:
        first = len(words)
        own_heads, own_relations = convert(part.nodes) if speaks_clear else _keep(part.nodes)
        words += part.words
        heads += [head if head == ROOT else head + first for head in own_heads]
        relations += own_relations
        entities += [(begin + first, end + first, label) for begin, end, label in part.entities]
    if not words:
        return Analysis()
    _join_roots(document, words, heads, relations)
    alignment = align(words, document.tokens)
    tops = choose_tops(alignment, heads)
    found = {(*lift_range(alignment, first, last), label) for first, last, label in entities}
    nodes = [node for part in parts for node in part.nodes]
    return Analysis(
        heads=lift_heads(alignment, tops, heads),
        deprels=_lift(tops, relations, "goeswith"),
        upos=_lift(tops, [node.upos for node in nodes], "X"),
        xpos=_lift(tops, [node.xpos for node in nodes], "GW"),
        entities=tuple(Labelled(first, last, label, 1.0) for first, last, label in sorted(found)),
    )


def _load(pipeline: str) -> Any:
    try:
        import spacy
    except ImportError:
        raise MissingExtraError("spacy", "the reader “spacy”") from None
    try:
        nlp = spacy.load(pipeline)
    except OSError:
        hint = f"Install it with: python -m spacy download {pipeline}. Or name another: [readers.spacy], pipeline = “…”"
        raise PluginError("there is no such spaCy pipeline", subject=pipeline, hint=hint) from None
    if "parser" not in nlp.pipe_names:
        raise PluginError("the spaCy pipeline has no parser", subject=pipeline, hint="Choose one that parses English.")
    return nlp


def _iter_pieces(document: Document) -> Iterator[tuple[int, int]]:
    """Sentences as half-open ranges of characters; long ones in pieces that end between tokens."""
    for sentence in document.sentences:
        tokens = document.tokens[sentence.first : sentence.last]
        start, end = tokens[0].span.start, tokens[0].span.end
        for token in tokens[1:]:
            if token.span.end - start > _LONGEST:
                yield start, end
                start = token.span.start
            end = token.span.end
        yield start, end


class _Part(NamedTuple):
    """A parsed piece: its words, their nodes with heads inside the piece, and entities as ranges of words."""

    words: list[Word]
    nodes: list[Node]
    entities: list[tuple[int, int, str]]


def _make_part(doc: Any, start: int) -> _Part:
    kept = [token for token in doc if not token.is_space]
    numbers = {token.i: number for number, token in enumerate(kept)}
    words, nodes = [], []
    for token in kept:
        head = token.head
        while head.is_space and head.head.i != head.i:
            head = head.head
        root = head.i == token.i or head.is_space
        begin = start + token.idx
        words.append(Word(begin, begin + len(token.text), token.text))
        relation = "ROOT" if root else token.dep_
        nodes.append(Node(token.lower_, token.pos_, token.tag_, relation, ROOT if root else numbers[head.i]))
    entities = []
    for entity in doc.ents:
        inside = [numbers[token.i] for token in entity if token.i in numbers]
        if inside and entity.label_ in _LABELS:
            entities.append((inside[0], inside[-1] + 1, _LABELS[entity.label_]))
    return _Part(words, nodes, entities)


def _keep(nodes: Sequence[Node]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Heads and relations of a pipeline that speaks Universal Dependencies already."""
    relations = ("root" if node.head == ROOT else node.relation or "dep" for node in nodes)
    return tuple(node.head for node in nodes), tuple(relations)


def _join_roots(document: Document, words: list[Word], heads: list[int], relations: list[str]) -> None:
    """See to one root in every sentence, in place: roots of further parts hang on the root of the part before."""
    sentences = iter(document.sentences)
    sentence, root = next(sentences), ROOT
    for index, word in enumerate(words):
        while word.start >= sentence.span.end:
            sentence, root = next(sentences), ROOT
        if heads[index] == ROOT:
            heads[index], relations[index] = root, "root" if root == ROOT else _JOINED
            root = index


def _lift(tops: Sequence[int], values: Sequence[str], bare: str) -> tuple[str, ...]:
    """For every token the value of the word that speaks for it."""
    return tuple(values[top] if top >= 0 else bare for top in tops)
