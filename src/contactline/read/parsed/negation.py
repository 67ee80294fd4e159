"""Whether a happening is denied: negations that hang on it, on the verb that carries it, or on what it depends on."""

from __future__ import annotations

from typing import Final

from contactline.read.lexicon import closed_class
from contactline.read.parsed.trees import NO_GOVERNOR, Tree

_NOT: Final = frozenset({"not", "n't", "never", "neither", "nor", "hardly"})
_NO: Final = frozenset({"no", "neither", "nor", "zero"})
_NOBODY: Final = frozenset({"nobody", "none", "nothing"})
_COMPARED: Final = frozenset({"fewer", "less", "more", "later", "earlier", "only", "just", "yet"})
_FAILING: Final = frozenset(
    {"failed", "fails", "fail", "failing", "refused", "refuse", "refuses", "refusing", "unable", "refrained", "refrain"}
    | {"refrains", "declined", "stopped", "ceased", "avoided", "avoid", "prevented", "denied", "deny", "denies"}
)
_LIGHT: Final = closed_class("light_verb") | frozenset(
    {"hear", "heard", "see", "seen", "record", "recorded", "observe"}
)
_CONTRACTED: Final = "n't"


def is_denied(tree: Tree, first: int, last: int) -> bool:
    """Whether an odd number of negations reaches the words of a happening.

    Args:
        tree: the stretch.
        first: first token of the happening's words.
        last: the token after them.
    """
    top = tree.top(first, last)
    negations = sum(_own(tree, index) for index in range(first, last))
    node = top
    while (above := tree.heads[node]) != NO_GOVERNOR:
        rel = tree.rels[node]
        if rel == "conj" and _joined_by(tree, node, "or", "nor"):
            node = above
            negations += _own(tree, node) and not _own(tree, top)
            continue
        failing = tree.lows[above] in _FAILING and rel in ("xcomp", "obl", "advcl", "obj", "ccomp")
        carries = node == top and tree.tags[top] == "NOUN" and _carries(tree, above, rel)
        if not (failing or carries or rel == "xcomp"):
            break
        negations += failing + _own(tree, above)
        node = above
    return negations % 2 == 1


def _carries(tree: Tree, verb: int, rel: str) -> bool:
    """Whether a verb only carries the noun of a happening: "did not carry out | an attack", "no | shelling took place".

    A negation of another verb denies that verb: "did not condemn the shelling" says that there was one.
    """
    if rel == "obj":
        return tree.lows[verb] in _LIGHT
    return rel in ("nsubj", "nsubj:pass") and tree.tags[verb] in ("VERB", "AUX")


def _own(tree: Tree, index: int) -> int:
    """Negations right on a token: "not", "never", "no", "without"; "no fewer than" is none."""
    return int(any(_negates(tree, kid) for kid in tree.kids[index]))


def _negates(tree: Tree, kid: int) -> bool:
    """Whether a dependent negates what it hangs on."""
    word, rel = tree.lows[kid], tree.rels[kid]
    if (rel == "advmod" and word in _NOT) or (rel == "det" and word in _NO):
        return not _compared(tree, kid)
    if rel in ("aux", "aux:pass", "cop"):
        return word.endswith(_CONTRACTED)
    if rel in ("case", "mark"):
        return word == "without"
    if rel in ("nsubj", "nsubj:pass", "obj"):
        return word in _NOBODY or _nobody_at(tree, kid)
    return rel == "cc" and word in ("neither", "nor")


def _nobody_at(tree: Tree, index: int) -> bool:
    """As in "no shots were fired", "no one fired", "none of the posts fired", "neither post fired"."""
    return any(
        tree.rels[kid] == "det" and tree.lows[kid] in _NO and not _compared(tree, kid) for kid in tree.kids[index]
    )


def _compared(tree: Tree, index: int) -> bool:
    """As in "no fewer than five", "not only"."""
    return index + 1 < len(tree.lows) and tree.lows[index + 1] in _COMPARED


def _joined_by(tree: Tree, index: int, *words: str) -> bool:
    return any(tree.rels[kid] == "cc" and tree.lows[kid] in words for kid in tree.kids[index])
