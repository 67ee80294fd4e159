"""How the words of a stretch hang together, by the dependency tree and the analyser's labels."""

from __future__ import annotations

from contactline.read.analysis import Analysis
from contactline.read.clauses import Clause
from contactline.read.document import Document
from contactline.read.events import Event
from contactline.read.frames import Grammar, find_nearest
from contactline.read.lexicon import Found, Trigger
from contactline.read.parsed.negation import is_denied
from contactline.read.parsed.roles import find_parsed_roles
from contactline.read.parsed.trees import Tree, make_tree
from contactline.read.roles import Roles, find_roles
from contactline.read.view import View
from contactline.records.claims import Polarity
from contactline.records.quotes import Span


class TreeGrammar(Grammar):
    """The grammar of one document.

    Args:
        document: the cut-up report.
        analysis: what an analyser made of it.
    """

    def __init__(self, document: Document, analysis: Analysis) -> None:
        self._document = document
        self._analysis = analysis
        self._trees: dict[Span, Tree] = {}

    def tree(self, view: View) -> Tree:
        """The tree of a view, made once."""
        tree = self._trees.get(view.scope)
        if tree is None:
            tree = self._trees[view.scope] = make_tree(self._document, self._analysis, view.tokens)
        return tree

    def roles(self, view: View, clauses: tuple[Clause, ...], found: Found[Trigger]) -> Roles:
        """The tree's actors and targets; where it tells none, those that the order of words tells."""
        words = find_roles(view, clauses, found)
        parsed = find_parsed_roles(view, self.tree(view), found)
        return Roles(
            parsed.actors or words.actors, parsed.targets or words.targets, parsed.construction or words.construction
        )

    def owner(self, view: View, clauses: tuple[Clause, ...], events: list[Event], at: int, sort: str) -> Event:
        """The happening nearest on the tree: by what a value hangs on, not by how far away it stands."""
        if len(events) == 1:
            return events[0]
        tree = self.tree(view)
        ways = [
            (way, abs(event.at - at), k) for k, event in enumerate(events) if (way := _way(tree, event, at)) is not None
        ]
        if not ways:
            return find_nearest(view, clauses, events, at, sort)
        return events[min(ways)[2]]

    def polarity(self, view: View, event: Event, told: Polarity) -> Polarity:
        """Negative where a negation hangs on the happening or on the verb that carries it."""
        if event.trigger is None:
            return told  # casualties and damage count their own negations: "no losses"
        tree = self.tree(view)
        return Polarity.NEGATIVE if is_denied(tree, event.at, event.last) else Polarity.POSITIVE


def _way(tree: Tree, event: Event, at: int) -> int | None:
    """Steps on the tree between a value and a happening; down from the happening is nearer than up and over."""
    top = tree.top(event.at, max(event.last, event.at + 1))
    above = [at, *tree.governors(at)]
    if top in above:
        return above.index(top)
    own = [top, *tree.governors(top)]
    for steps, node in enumerate(above):
        if node in own:
            return steps + 2 * own.index(node)
    return None
