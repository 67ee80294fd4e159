"""Attributions of one sentence on its tree: who is the subject of a cue, and which words hang on it as what was said.

The rules' drafts come in; the tree adds cues whose subject and content only it connects (a subject far from its verb, a
relative clause in between, a participle, a tail). Speakers and contents that the rules found stay: on the annotated
reports the tree's were no better.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from contactline.read.draft import Draft
from contactline.read.hits import Hit, find_act, find_hit_modality, find_hit_polarity, find_hits
from contactline.read.parsed.trees import NO_GOVERNOR, Tree
from contactline.read.phrases import Phrase, View, is_quote_mark
from contactline.records.claims import Act

_PLAIN: Final = frozenset({"clause", "strict", "tell"})
_MARKS: Final = frozenset(",;:—–-.…!?")
_MAX_SPEAKER: Final = 30
_BESIDE: Final = 2


def add_drafts(view: View, tree: Tree, drafts: list[Draft]) -> list[Draft]:
    """The drafts of a sentence with those that only its tree connects.

    Args:
        view: the sentence.
        tree: its tree; token for token that of the view.
        drafts: what the rules found, in the order of their cues.

    Returns:
        Drafts in the order of their cues; ``parent`` and ``answers`` count in the result.
    """
    taken = {index for draft in drafts for index in range(*draft.cue)}
    added = []
    for hit in find_hits(view):
        if hit.index in taken or hit.passive:
            continue
        draft = _make_draft(view, tree, hit)
        if draft is not None and not any(_tells_same(draft, other) for other in drafts):
            added.append(draft)
    return _merge(drafts, added)


def _tells_same(draft: Draft, other: Draft) -> bool:
    """As in "media reports claiming that C": noun and participle are one attribution."""
    return abs(draft.content[0] - other.content[0]) <= _BESIDE and draft.cue[0] >= other.cue[0]


def _merge(drafts: list[Draft], added: list[Draft]) -> list[Draft]:
    """Both in the order of their cues, with links counted anew and new drafts hung under what holds them."""
    order = sorted(
        [*((d, k) for k, d in enumerate(drafts)), *((d, -1) for d in added)], key=lambda pair: pair[0].cue[0]
    )
    place = {old: new for new, (_, old) in enumerate(order) if old >= 0}
    merged = [
        replace(draft, parent=_moved(place, draft.parent), answers=_moved(place, draft.answers)) for draft, _ in order
    ]
    for number, (draft, old) in enumerate(order):
        if old < 0:
            holder = _holder(merged, number, draft)
            merged[number] = replace(merged[number], parent=holder)
    return merged


def _moved(place: dict[int, int], number: int | None) -> int | None:
    return None if number is None else place[number]


def _holder(drafts: list[Draft], number: int, draft: Draft) -> int | None:
    """The narrowest draft whose content holds this one's cue and speaker."""
    start = min(draft.cue[0], draft.phrase.first if draft.phrase else draft.cue[0])
    holding = [
        k
        for k, other in enumerate(drafts)
        if k != number and other.content[0] <= start and draft.cue[1] <= other.content[1]
    ]
    return min(holding, key=lambda k: drafts[k].content[1] - drafts[k].content[0], default=None)


def find_speaker(view: View, tree: Tree, verb: int) -> Phrase | None:
    """The subject of a cue as a noun phrase without its relative clauses and appositions."""
    head = tree.subject(verb)
    if head is None or head == verb:
        return None
    return make_phrase(view, tree, head)


def make_phrase(view: View, tree: Tree, head: int) -> Phrase | None:
    """A noun with what belongs to its name; ``outer`` reaches over appositions and relative clauses."""
    loose = frozenset(
        k
        for k in tree.kids[head]
        if tree.rels[k] in ("acl:relcl", "acl", "appos", "parataxis", "punct", "advcl", "ccomp", "cop", "advmod")
        or (tree.rels[k] in ("nsubj", "aux", "mark", "cc") and tree.tags[head] != "NOUN")
    )
    inner = _run(tree.subtree(head, loose), head)
    whole = tree.subtree(head)
    first, last = inner
    while first < last and view.lower[first] in _MARKS:
        first += 1
    while last > first and view.lower[last - 1] in _MARKS:
        last -= 1
    if first >= last or last - first > _MAX_SPEAKER:
        return None
    return Phrase(first, last, max(last, whole[-1] + 1))


def _run(indexes: tuple[int, ...], head: int) -> tuple[int, int]:
    """The unbroken run around a head."""
    inside = set(indexes)
    first = last = head
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    return first, last + 1


def find_content(view: View, tree: Tree, verb: int, cue: tuple[int, int]) -> tuple[int, int] | None:
    """What hangs on a cue as what was said; ``None`` where the tree does not tell."""
    clause = next((k for k in tree.dependents(verb, "ccomp") if k not in range(*cue)), None)
    if clause is not None:
        held = frozenset(k for k in tree.kids[clause] if k == verb)
        return _trim(view, tree, tree.subtree(clause, held), clause, cue)
    if tree.rels[verb] == "parataxis" and tree.heads[verb] != NO_GOVERNOR:
        above = tree.heads[verb]
        rest = tuple(k for k in tree.subtree(above) if k not in set(tree.subtree(verb)))
        return _around(view, rest)
    return None


def _around(view: View, indexes: tuple[int, ...]) -> tuple[int, int] | None:
    """“C, S said”, “C, S said, C”: everything of the sentence but the inserted words."""
    if not indexes:
        return None
    first, last = _strip(view, indexes[0], indexes[-1] + 1)
    return (first, last) if first < last else None


def _trim(
    view: View, tree: Tree, indexes: tuple[int, ...], clause: int, cue: tuple[int, int]
) -> tuple[int, int] | None:
    """A clause as an unbroken range beside its cue, without the "that" and the marks at its ends."""
    first, last = indexes[0], indexes[-1] + 1
    if first < cue[0] < last:  # words on both sides of the cue: those on the clause head's side
        first, last = (first, cue[0]) if clause < cue[0] else (cue[1], last)
    first, last = _strip(view, first, last)
    if first < last and view.lower[first] == "that" and tree.rels[first] == "mark":
        first += 1
    first, last = _strip(view, first, last)
    return (first, last) if first < last else None


def _strip(view: View, first: int, last: int) -> tuple[int, int]:
    while first < last and view.lower[first] in _MARKS and not is_quote_mark(view.word(first)):
        first += 1
    while last > first and view.lower[last - 1] in _MARKS and not view.quoted[last - 1]:
        last -= 1
    return first, last


def _make_draft(view: View, tree: Tree, hit: Hit) -> Draft | None:
    """An attribution that only the tree connects."""
    if not hit.cue.takes & _PLAIN or hit.cue.particles or view.quoted[hit.index]:
        return None
    if tree.tags[hit.index] != "VERB":
        return None
    content = find_content(view, tree, hit.index, (hit.group, hit.after))
    speaker = find_speaker(view, tree, hit.index)
    if content is None or speaker is None or (speaker.first < hit.after and hit.group < speaker.last):
        return None
    act = find_act(hit)
    if tree.rels[hit.index] == "xcomp" or act is Act.DECLINES:
        return None
    return Draft(
        phrase=speaker,
        cue=(hit.group, hit.after),
        content=content,
        act=act,
        polarity=find_hit_polarity(hit),
        modality=find_hit_modality(hit),
        lemma=hit.cue.lemma,
        construction="tree-clause",
    )
