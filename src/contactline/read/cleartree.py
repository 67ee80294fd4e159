"""Dependency trees with ClearNLP labels, as spaCy's English pipelines make them, into Universal Dependencies v2.

Both say the same with other heads: ClearNLP hangs a noun on its preposition and a predicate on its "be", Universal
Dependencies the other way round. Labels: https://github.com/clir/clearnlp-guidelines and https://universaldependencies.org/u/dep/.
Where one label of the source may be several, the choice goes by part of speech and is written beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from contactline.read.analysis import ROOT

SIGNS: Final = frozenset({"acomp", "attr", "auxpass", "dobj", "nsubjpass", "pcomp", "pobj", "poss", "prep", "relcl"})
"""Labels that only ClearNLP trees have."""

_RENAMED: Final = {
    "ROOT": "root",
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "auxpass": "aux:pass",
    "dobj": "obj",
    "attr": "xcomp",
    "acomp": "xcomp",
    "oprd": "xcomp",
    "neg": "advmod",
    "relcl": "acl:relcl",
    "poss": "nmod:poss",
    "possessive": "case",
    "prt": "compound:prt",
    "npadvmod": "obl:npmod",
    "quantmod": "advmod",
    "nn": "compound",
    "nmod": "compound",  # in front of a noun: "82 - mm | shells"
    "intj": "discourse",
    "meta": "dep",
    "predet": "det:predet",
    "preconj": "cc:preconj",
    "dative": "iobj",
    "agent": "obl:agent",
    "pcomp": "ccomp",
    "prep": "advmod",  # one without an object: "moved on"
    "pobj": "obl",
    "": "dep",
}
_PREPOSITIONS: Final = frozenset({"prep", "agent", "dative"})
_PREDICATES: Final = frozenset({"VERB", "AUX", "ADJ", "ADV"})
_BE: Final = frozenset({"be", "is", "was", "are", "were", "been", "being", "am", "'s", "’s", "'re", "’re", "'m", "’m"})
_CLAUSAL: Final = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class Node:
    """A word of a tree: form in lower case, universal part of speech, Penn tag, relation, and number of its head."""

    lower: str
    upos: str
    xpos: str
    relation: str
    head: int


def convert(nodes: Sequence[Node]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Heads and Universal Dependencies relations of trees with ClearNLP labels; a tree stays a tree.

    Args:
        nodes: words of one or several sentences; ``head`` is an index here, or ``ROOT``.
    """
    tree = _Tree(nodes)
    for index in tree.from_below():
        if tree.is_preposition(index):
            tree.turn_preposition(index)
    for index in tree.from_below():
        if tree.is_copula(index):
            tree.turn_copula(index)
    tree.flatten_coordinations()
    tree.rename()
    return tuple(tree.heads), tuple(tree.relations)


class _Tree:
    """A tree while it is turned; relations are the old ones until :meth:`rename`, but for what was turned."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = nodes
        self.heads = [node.head for node in nodes]
        self.relations = [node.relation for node in nodes]
        self._turned: set[int] = set()

    def from_below(self) -> list[int]:
        """All words, the deepest first, so that what hangs on a preposition is settled before it."""
        return sorted(range(len(self.heads)), key=lambda index: (-self._depth(index), index))

    def children(self, index: int) -> list[int]:
        """In the order of the text."""
        return [child for child, head in enumerate(self.heads) if head == index]

    # -- "in the village": village is the head

    def is_preposition(self, index: int) -> bool:
        """Whether a word is a preposition that may have its object hanging on it."""
        joined = self.relations[index] == "conj" and self._nodes[index].upos in {"ADP", "SCONJ"}
        nested = self.relations[index] == "pcomp" and self._nodes[index].upos in {"ADP", "SCONJ", "ADV"}
        return self.relations[index] in _PREPOSITIONS or joined or nested

    def turn_preposition(self, index: int) -> None:
        """Hang a preposition on its object, and the object where the preposition hung."""
        inner = self._object(index)
        if inner is None:
            return
        clause = self.relations[inner] == "pcomp" and self._nodes[inner].upos in _CLAUSAL
        compound = self.relations[inner] == "turned:fixed"
        self._swap(index, inner)
        self._set(inner, self._outer_relation(index, inner, clause=clause))
        self._set(index, "mark" if clause else "case")
        if compound:
            self._fix(index, inner)

    def _object(self, index: int) -> int | None:
        children = self.children(index)
        for wanted in ("pobj", "turned:pobj", "turned:fixed", "pcomp"):
            found = [child for child in children if self.relations[child] == wanted]
            if found:
                return found[0]
        return None

    def _outer_relation(self, index: int, inner: int, *, clause: bool) -> str:
        """The relation of an object to what its preposition hung on, which is its head now."""
        own, head = self.relations[index], self.heads[inner]
        if own == "conj":
            return "conj"
        if own == "pcomp":
            return "turned:pobj"  # "from | behind the hill": once more, when "from" is turned
        upos = self._nodes[head].upos if head != ROOT else "VERB"
        if own == "prep" and head != ROOT and self._is_bare_preposition(head, inner):
            return "turned:fixed"  # "because | of the fire"
        if own == "agent":
            return "obl:agent"
        if clause:
            return "advcl" if upos in _PREDICATES else "acl"
        return "obl" if upos in _PREDICATES else "nmod"

    def _is_bare_preposition(self, head: int, inner: int) -> bool:
        """Whether a preposition has no object but the one of a preposition behind it: "out | of the village"."""
        own = self.relations[head] in _PREPOSITIONS
        return own and not any(
            self.relations[child] in {"pobj", "pcomp"} for child in self.children(head) if child != inner
        )

    def _fix(self, index: int, inner: int) -> None:
        """The second preposition of a compound one hangs on the first."""
        second = [child for child in self.children(inner) if self.relations[child] == "case" and child > index]
        if second:
            self.heads[second[0]] = index
            self._set(second[0], "fixed")

    # -- "was ready": ready is the head

    def is_copula(self, index: int) -> bool:
        """Whether a word is a "be" with a predicate; "there is" has none."""
        if self._nodes[index].lower not in _BE or self._nodes[index].upos not in {"AUX", "VERB", ""}:
            return False
        return self._predicate(index) is not None

    def turn_copula(self, index: int) -> None:
        """Hang a "be" on its predicate, with all that hung on the "be"."""
        predicate = self._predicate(index)
        if predicate is None:
            return
        relation = self.relations[index]
        self._swap(index, predicate)
        self.relations[predicate] = relation
        self._set(index, "cop")

    def _predicate(self, index: int) -> int | None:
        children = self.children(index)
        there = [child for child in children if self.relations[child] == "expl"]
        predicates = [child for child in children if self.relations[child] in {"attr", "acomp"}]
        if there and not any(self.relations[child] in {"nsubj", "csubj"} for child in children):
            for child in predicates:
                self.relations[child] = "nsubj"  # "there were | losses"
            return None
        return predicates[0] if predicates else None

    def _swap(self, outer: int, inner: int) -> None:
        """Put an inner word in the place of its head, which then hangs on it with all its other children."""
        for child in self.children(outer):
            if child != inner:
                self.heads[child] = inner
        self.heads[inner], self.heads[outer] = self.heads[outer], inner

    # -- "A, B and C": A is the head of both, "and" hangs on C

    def flatten_coordinations(self) -> None:
        """Hang every conjunct on the first, and every conjunction on the conjunct behind it."""
        conjunctions = [index for index in range(len(self.heads)) if self.relations[index] == "cc"]
        behind = {index: self._conjunct_behind(index) for index in conjunctions}
        for index in range(len(self.heads)):
            while self.relations[index] == "conj" and self.relations[self.heads[index]] == "conj":
                self.heads[index] = self.heads[self.heads[index]]
        for index, conjunct in behind.items():
            if conjunct is not None:
                self.heads[index] = conjunct

    def _conjunct_behind(self, index: int) -> int | None:
        siblings = self.children(self.heads[index]) if self.heads[index] != ROOT else []
        return next((child for child in siblings if child > index and self.relations[child] == "conj"), None)

    # -- names

    def rename(self) -> None:
        """Give every relation its new name."""
        for index, relation in enumerate(self.relations):
            if index not in self._turned:
                self.relations[index] = self._rename(index, relation)
            elif relation.startswith("turned:"):
                self.relations[index] = "obl"

    def _rename(self, index: int, relation: str) -> str:
        node = self._nodes[index]
        if relation == "aux" and node.lower == "to" and node.xpos in {"TO", ""}:
            return "mark"
        if relation == "dative" and node.upos in {"ADP", "SCONJ"}:
            return "case"
        return _RENAMED.get(relation, relation)

    def _set(self, index: int, relation: str) -> None:
        self.relations[index] = relation
        self._turned.add(index)

    def _depth(self, index: int) -> int:
        depth = 0
        while self.heads[index] != ROOT:
            index = self.heads[index]
            depth += 1
        return depth
