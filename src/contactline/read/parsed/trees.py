"""The dependency tree of a stretch of text: governors, subjects, objects and what a word reaches.

Relations are those of Universal Dependencies, version 2. Indexes are tokens of the stretch; a governor outside of it
counts as none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from contactline.read.analysis import Analysis
from contactline.read.document import Document, Token

NO_GOVERNOR: Final = -1
_CLAUSAL: Final = frozenset({"conj", "xcomp", "advcl", "ccomp", "parataxis"})
_RELATIVE: Final = frozenset({"who", "which", "that", "whom"})
_DEEP: Final = 40


@dataclass(frozen=True, slots=True)
class Tree:
    """The tree over the tokens of one stretch.

    Attributes:
        lows: lower-case words.
        heads: governor of each token, or -1.
        rels: relation of each token to its governor; of subtypes only those that tell voice, agent and relative clause.
        tags: universal part of speech of each token.
        kids: dependents of each token, in order.
    """

    lows: tuple[str, ...]
    heads: tuple[int, ...]
    rels: tuple[str, ...]
    tags: tuple[str, ...]
    fine: tuple[str, ...]
    kids: tuple[tuple[int, ...], ...]

    # -- going about

    def dependents(self, index: int, *rels: str) -> tuple[int, ...]:
        """Dependents with one of some relations (all, when none is named); a bare name takes its subtypes."""
        return tuple(k for k in self.kids[index] if not rels or _is_one_of(self.rels[k], rels))

    def find(self, index: int, *rels: str) -> int | None:
        """The first such dependent."""
        return next(iter(self.dependents(index, *rels)), None)

    def governors(self, index: int) -> Iterator[int]:
        """Governor, governor's governor, and so on."""
        for _ in range(_DEEP):
            index = self.heads[index]
            if index == NO_GOVERNOR:
                return
            yield index

    def top(self, first: int, last: int) -> int:
        """The token of a range that its others hang on: the first whose governor lies outside."""
        inside = range(first, last)
        return next((i for i in inside if self.heads[i] not in inside), first)

    def subtree(self, index: int, skip: frozenset[int] = frozenset()) -> tuple[int, ...]:
        """A token with everything that hangs on it, in order; nothing below a skipped one."""
        found, waiting = [], [index]
        while waiting:
            at = waiting.pop()
            if at in skip:
                continue
            found.append(at)
            waiting += self.kids[at]
        return tuple(sorted(found))

    def reaches(self, upper: int, lower: int) -> bool:
        """Whether a token is, or hangs on, another."""
        return upper == lower or upper in self.governors(lower)

    def case_of(self, index: int) -> str:
        """The preposition of a noun, as one string ("in", "in front of"), else empty."""
        words = []
        for kid in self.dependents(index, "case"):
            words += [self.lows[i] for i in (kid, *self.dependents(kid, "fixed"))]
        return " ".join(words)

    # -- what verbs have

    def is_participle_of_noun(self, index: int) -> bool:
        """As in "the village | shelled on Monday"."""
        return self.rels[index] == "acl" and self.heads[index] != NO_GOVERNOR

    def is_passive(self, index: int) -> bool:
        """Whether a verb stands in the passive, as a finite verb or as the participle of a noun."""
        if self.find(index, "nsubj:pass", "aux:pass", "obl:agent") is not None:
            return True
        if self.fine[index] not in ("VBN", "VBD"):
            return False
        if self.is_participle_of_noun(index):
            return self.fine[index] == "VBN" or self.find(index, "obj") is None
        if self.rels[index] == "conj" and self.find(index, "nsubj", "obj") is None and self.heads[index] != NO_GOVERNOR:
            above = self.heads[index]
            return self.fine[above] == "VBN" and self.is_passive(above)
        return False

    def subject(self, index: int) -> int | None:
        """Who does what a verb says, also when it stands further up: over "and", "to", and "-ing".

        Returns:
            The head of the subject; for a relative pronoun what it stands for. ``None`` for a passive without its own.
        """
        seen = index
        for _ in range(_DEEP):
            own = self.find(seen, "nsubj")
            if own is not None and self.rels[own] != "nsubj:pass":
                return self._antecedent(own, seen)
            own = self.find(seen, "nsubj:pass")
            if own is not None:
                return self._antecedent(own, seen) if seen != index else None
            above, rel = self.heads[seen], self.rels[seen]
            if above == NO_GOVERNOR:
                return None
            if rel == "acl" and self.fine[seen] == "VBG":
                return above
            if rel == "acl:relcl":
                return above
            if rel == "acl" and self.lows[seen - 1 : seen] == ("to",):
                return self.subject_of_noun(above)
            if rel not in _CLAUSAL or (rel == "ccomp" and self.fine[seen] not in ("VB", "VBG")):
                return None
            if rel == "xcomp":
                object_ = self.find(above, "obj")
                if object_ is not None and self.lows[above] not in ("promised", "vowed", "threatened"):
                    return object_
            seen = above
        return None

    def patient(self, index: int) -> int | None:
        """What a passive verb is done to: its passive subject, the noun of a participle, or that of a joined verb."""
        for at in (index, *self._joined_above(index)):
            own = self.find(at, "nsubj:pass")
            if own is not None:
                return self._antecedent(own, at)
            if self.rels[at] in ("acl", "acl:relcl") and self.heads[at] != NO_GOVERNOR:
                return self.heads[at]
        return None

    def agent(self, index: int) -> int | None:
        """Whom "by" names, on the verb or on the noun."""
        own = self.find(index, "obl:agent")
        if own is not None:
            return own
        by = (k for k in self.dependents(index, "obl", "nmod") if self.case_of(k) == "by")
        return next(by, None)

    def subject_of_noun(self, index: int) -> int | None:
        """Whose a noun is: "X's decision to …", "the attempt of X to …"."""
        owner = self.find(index, "nmod:poss")
        if owner is not None:
            return owner
        return next((k for k in self.dependents(index, "nmod") if self.case_of(k) in ("of", "by")), None)

    def joined(self, index: int) -> tuple[int, ...]:
        """A noun with those that "and" joins to it."""
        return (index, *self.dependents(index, "conj"))

    def _joined_above(self, index: int) -> Iterator[int]:
        while self.rels[index] == "conj" and self.heads[index] != NO_GOVERNOR:
            index = self.heads[index]
            yield index

    def _antecedent(self, pronoun: int, verb: int) -> int:
        if self.lows[pronoun] not in _RELATIVE:
            return pronoun
        for at in (verb, *self.governors(verb)):
            if self.rels[at] in ("acl:relcl", "advcl:relcl", "acl") and self.heads[at] != NO_GOVERNOR:
                return self.heads[at]
        return pronoun


def make_tree(document: Document, analysis: Analysis, tokens: Sequence[Token]) -> Tree:
    """The tree over some tokens of a document, one after another.

    Args:
        document: the cut-up report.
        analysis: what an analyser made of it.
        tokens: a run of the document's tokens; may be empty.
    """
    base = bisect_left(document.starts, tokens[0].span.start) if tokens else 0
    stop = base + len(tokens)
    heads = tuple(h - base if base <= h < stop else NO_GOVERNOR for h in analysis.heads[base:stop])
    kids: list[list[int]] = [[] for _ in tokens]
    for index, head in enumerate(heads):
        if head != NO_GOVERNOR:
            kids[head].append(index)
    return Tree(
        lows=tuple(token.lower for token in tokens),
        heads=heads,
        rels=tuple(_plain(rel) for rel in analysis.deprels[base:stop]),
        tags=analysis.upos[base:stop],
        fine=analysis.xpos[base:stop],
        kids=tuple(tuple(row) for row in kids),
    )


_KEPT: Final = frozenset({"nsubj:pass", "aux:pass", "obl:agent", "acl:relcl", "nmod:poss", "csubj:pass", "advcl:relcl"})


def _plain(rel: str) -> str:
    return rel if rel in _KEPT else rel.partition(":")[0]


def _is_one_of(rel: str, wanted: tuple[str, ...]) -> bool:
    return rel in wanted or rel.partition(":")[0] in wanted
