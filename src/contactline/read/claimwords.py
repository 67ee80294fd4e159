"""Claims that are spoken of as claims: "Northland media reports claiming that C", and who calls them false."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from contactline.read.cues import BE, DETERMINERS, NEGATIONS, QUANTIFIERS, load_lexicon, word_set
from contactline.read.draft import Draft
from contactline.read.phrases import Phrase, View, find_phrase, is_capital
from contactline.records.claims import Act, Modality, Polarity

_VERBAL: Final = word_set("claiming alleging saying stating suggesting asserting purporting insisting indicating")
_ABOUT: Final = word_set("about of regarding concerning over")
_SPREAD: Final = word_set(
    "made spread disseminated circulated published voiced issued released distributed given carried "
    "reported broadcast posted put aired"
)
_NOT_A_SOURCE: Final = (
    DETERMINERS
    | QUANTIFIERS
    | word_set(
        "false new recent latest earlier unconfirmed baseless such no certain previous initial widespread "
        "fresh any other unverified groundless absurd official similar repeated first own regular daily"
    )
)
_SOURCES: Final = word_set(
    "media witness press police military enemy opposition local rebel government army intelligence "
    "foreign news separatist militant resident adversary state tv side opponent opponent's enemy's "
    "adversary's medical hospital"
)
_RECEIVING: Final = word_set(
    "received receives obtained got had has have gave gives provided collected gathered holds held "
    "trade trades traded trading exchange exchanges exchanged exchanging swap swaps swapped swapping"
)
_FRAMING: Final = word_set(
    "as commenting responding regarding asked concerning speaking reacting answering touching turning referring on"
)
_NAMING: Final = word_set("call describe brand label term dub characterize characterise dismiss portray")
_PREDICATES: Final = (
    ("correspond", "to"),
    ("corresponding", "to"),
    ("nothing", "to", "do", "with"),
    ("contrary", "to"),
    ("no", "basis"),
    ("no", "grounds"),
    ("without", "foundation"),
    ("not", "true"),
    ("not", "correct"),
    ("not", "accurate"),
    ("another", "effort"),
    ("another", "attempt"),
    ("far", "from"),
    ("cynical",),
)
_MAX_COMPLEMENT_GAP: Final = 14


@dataclass(frozen=True, slots=True)
class ClaimNoun:
    """A claim spoken of as such.

    Attributes:
        noun: token of the noun.
        edge: first token of its noun phrase.
        source: who is said to claim it, or ``None``.
        content: token range of what is claimed.
        firm: the noun carries a whole clause, or its source is named: worth an attribution even if nobody denies it.
    """

    noun: int
    edge: int
    source: Phrase | None
    cue: tuple[int, int]
    content: tuple[int, int]
    act: Act
    firm: bool


def find_claim_nouns(view: View) -> tuple[ClaimNoun, ...]:
    """All nouns of claiming that are followed by what is claimed."""
    nouns = load_lexicon().nouns
    found = []
    for index in range(len(view)):
        if view.lower[index] in nouns and not view.tokens[index].text.isupper():
            claim = _claim_at(view, index)
            if claim:
                found.append(claim)
    return tuple(found)


def is_falsity(view: View, index: int) -> bool:
    """Whether a word, or the words from here on, call something false."""
    if view.lower[index] in load_lexicon().falsity:
        return True
    return any(view.lower[index : index + len(phrase)] == phrase for phrase in _PREDICATES)


def _claim_at(view: View, index: int) -> ClaimNoun | None:
    edge = _edge(view, index)
    before = _source_before(view, edge, index)
    first, after = _complement(view, index)
    if first is None:
        return None
    first += 1 if view.word(first) in {",", ":"} else 0
    source = before or after
    last = _content_end(view, first)
    if first >= last:
        return None
    verbal = view.lower[first] == "that" or view.word(first - 1) in _VERBAL | {"which"} or view.lower[first] in _VERBAL
    cue = load_lexicon().nouns[view.lower[index]]
    return ClaimNoun(index, edge, source, (index, index + 1), (first, last), cue.act, firm=verbal or before is not None)


def _edge(view: View, noun: int) -> int:
    """First token of the noun phrase that ends with the claim noun."""
    index = noun
    while index > 0 and noun - index < 8:
        word = view.lower[index - 1]
        verbal = word in load_lexicon().verbs and not is_capital(view, index - 1) and word not in load_lexicon().nouns
        if not (word[0].isalnum() or word in {"'s", "'", "-"}) or verbal or word in BE | NEGATIONS | _RECEIVING:
            break
        if word in {"of", "that", "to", "as", "by", "and", "on", "in", "for", "about", "with", "amid", "from", "these"}:
            return index - 1 if word == "these" else index
        index -= 1
        if word in DETERMINERS and view.word(index + 1) != "'s":
            break
    return index


def _source_before(view: View, edge: int, noun: int) -> Phrase | None:
    first, last = edge, noun
    while (
        first < last and view.lower[first] in _NOT_A_SOURCE and view.lower[first] not in {"its", "their", "his", "her"}
    ):
        first += 1
    while last > first and view.lower[last - 1] in _NOT_A_SOURCE | {"'s", "'"}:
        last -= 1
    if first >= last:
        return None
    named = any(is_capital(view, k) for k in range(first, last)) or bool(_SOURCES & set(view.lower[first:last]))
    if not named:
        return None
    start = first - 1 if first > edge and view.lower[first - 1] == "the" else first
    return Phrase(start, last, last)


def _complement(view: View, noun: int) -> tuple[int | None, Phrase | None]:
    """Where the claimed clause begins, and a source named between noun and clause."""
    index = noun + 1
    source: Phrase | None = None
    for _ in range(3):
        word = view.word(index)
        if word == "that" or (word == "according" and view.word(index + 1) == "to" and view.word(index + 2) == "which"):
            return (index if word == "that" else index + 3), source
        if word in _VERBAL:
            return index + 1, source
        step = _source_step(view, index)
        if step is None:
            break
        source, index = step
        index += 1 if view.word(index) == "," and view.word(index + 1) in _VERBAL | {"that"} else 0
    return (index + 1 if view.word(index) in _ABOUT else None), source


def _source_step(view: View, index: int) -> tuple[Phrase, int] | None:
    word = view.word(index)
    if word in _SPREAD:
        index, word = index + 1, view.word(index + 1)
    if word not in {"by", "from", "in", "of"}:
        return None
    phrase = find_phrase(view, index + 1, index + _MAX_COMPLEMENT_GAP)
    if phrase is None:
        return None
    follows = view.word(phrase.last)
    opens = follows in _VERBAL | _ABOUT | {"that"} or (follows == "," and view.word(phrase.last + 1) in _VERBAL)
    if word == "of" and not (opens and _is_speaker(view, phrase)):
        return None
    return (phrase, phrase.last) if opens else None


def _is_speaker(view: View, phrase: Phrase) -> bool:
    words = phrase.words(view)
    return any(word in load_lexicon().speakers for word in words)


def _content_end(view: View, first: int) -> int:
    """Before the predicate that judges the claim, a remark after a comma, or the sentence's end."""
    for index in range(first + 1, len(view)):
        word = view.lower[index]
        if view.quoted[index] and not view.quoted[first]:
            return _back(view, first, index)
        if word == ";" or (word == "," and _judges(view, index + 1)):
            return index
        if word in BE | NEGATIONS | {"calling", "describing", "as"} and _judges(view, index + 1):
            return _back(view, first, index)
        if word in {"a", "an", "another"} and _judges(view, index, 3) and index - first > 1:
            return _back(view, first, index)
        if word in load_lexicon().falsity and index - first > 1:
            return _back(view, first, index)
    end = len(view)
    while end > first and view.lower[end - 1] in {".", "!", "?", "…"}:
        end -= 1
    return end


def _back(view: View, first: int, end: int) -> int:
    while end > first + 1 and view.lower[end - 1] in {",", "do", "does", "did", "and", ":"}:
        end -= 1
    return end


def _judges(view: View, index: int, window: int = 4) -> bool:
    for k in range(index, min(len(view), index + window)):
        if is_falsity(view, k):
            return True
        if view.lower[k] in BE:
            return False
    return False


def link_denials(view: View, drafts: list[Draft], claims: tuple[ClaimNoun, ...]) -> list[Draft]:
    """Give every spoken-of claim its own draft, and let the draft that denies it answer it.

    The result keeps the order of cues, but for the spoken-of claims: each stands right before what answers it.
    """
    result = list(drafts)
    for claim in claims:
        verbal = any(draft.cue[0] <= claim.noun < draft.cue[1] for draft in result)
        governor = _governor(view, result, claim)
        denies = governor is not None and _denies(view, result[governor], claim)
        judged = not denies and _is_judged(view, claim)
        # "Northland claims that C" is a plain verb, unless the words around make a noun of it
        if not (denies or judged or (claim.firm and not verbal)):
            continue
        if governor is not None and _is_venue(result[governor], claim, denies or judged):
            continue
        result = _insert(view, result, claim, governor, denies, judged)
    return result


def _is_venue(outer: Draft, claim: ClaimNoun, denied: bool) -> bool:
    """“said in a statement that C”: the statement is where it was said."""
    if outer.construction == "issues-statement":
        return True
    return not denied and claim.source is None and outer.cue[1] <= claim.noun < outer.content[0]


def _governor(view: View, drafts: list[Draft], claim: ClaimNoun) -> int | None:
    """The innermost draft in whose content the claim noun stands, or that frames it ("As for the claims … S said")."""
    best: int | None = None
    for number, draft in enumerate(drafts):
        if draft.cue[0] <= claim.noun < draft.cue[1]:
            continue
        inside = draft.content[0] <= claim.noun < draft.content[1] or draft.cue[0] <= claim.noun < draft.content[0]
        if inside and (best is None or draft.content[0] >= drafts[best].content[0]):
            best = number
    if best is None and drafts and claim.noun < drafts[0].cue[0]:
        return 0
    return best


def _denies(view: View, draft: Draft, claim: ClaimNoun) -> bool:
    if draft.quoted != view.quoted[claim.noun]:
        return False
    near = 0 <= claim.edge - draft.cue[1] <= 4 or claim.edge <= draft.cue[1] <= claim.noun
    if draft.act is Act.DENIES:
        return near or draft.construction in {"passive-by", "content-subject-cue"}
    outside = [k for k in range(len(view)) if not claim.content[0] <= k < claim.content[1]]
    if draft.lemma in _NAMING:
        return any(is_falsity(view, k) for k in outside)
    if draft.lemma == "comment on":
        return any(is_falsity(view, k) for k in outside)
    framed = claim.noun < draft.cue[0] and view.lower[0] in _FRAMING
    return framed and any(is_falsity(view, k) for k in outside if k >= draft.cue[1])


def _is_judged(view: View, claim: ClaimNoun) -> bool:
    """Whether the sentence goes on to call the claim false: "Y's claims that C are untrue"."""
    judging = view.word(claim.content[1]) in BE | NEGATIONS | {"do", "does", "did", "calling"}
    after = range(claim.content[1], min(len(view), claim.content[1] + 8) if judging else claim.content[1])
    return any(is_falsity(view, k) for k in after) or any(is_falsity(view, k) for k in range(claim.edge, claim.noun))


def _insert(
    view: View, drafts: list[Draft], claim: ClaimNoun, governor: int | None, denies: bool, judged: bool
) -> list[Draft]:
    outer = drafts[governor] if governor is not None else None
    claim = _before_speaker(view, claim, outer)
    source = claim.source or Phrase(claim.noun, claim.noun + 1, claim.noun + 1)
    told = Draft(
        phrase=source,
        cue=claim.cue,
        content=claim.content,
        act=claim.act if claim.act is not Act.DENIES else Act.STATES,
        lemma=view.lower[claim.noun],
        construction="claim-noun",
        modality=Modality.REPORTED,
        quoted=view.quoted[claim.noun],
        parent=None,
    )
    kept = [d for d in drafts if not _is_shadow(view, d, claim, outer)]
    index = kept.index(outer) if outer in kept and outer is not None else len(kept)
    shifted = [_shift(d, drafts, kept, index) for d in kept]
    shifted.insert(index, replace(told, parent=index + 1 if outer else None))
    if outer is None:
        return [*shifted, _denial(told, None, len(shifted) - 1)] if judged else shifted
    if denies and claim.noun < outer.cue[0] and outer.construction != "passive-by":
        shifted.append(_denial(shifted[index], outer.phrase, index, quoted=outer.quoted))
    elif denies:
        shifted[index + 1] = replace(
            shifted[index + 1],
            answers=index,
            content=claim.content,
            act=Act.DENIES,
            polarity=Polarity.NEGATIVE,
            construction="denies-" + shifted[index + 1].construction,
        )
    elif judged:
        shifted.append(_denial(told, outer.phrase, index, quoted=outer.quoted))
    return shifted


def _before_speaker(view: View, claim: ClaimNoun, outer: Draft | None) -> ClaimNoun:
    """“As for the claims of C | S said”: the claim ends where its answerer begins."""
    if outer is None or outer.phrase is None or not claim.noun < outer.phrase.first < claim.content[1]:
        return claim
    return replace(claim, content=(claim.content[0], _back(view, claim.content[0], outer.phrase.first)))


def _denial(told: Draft, phrase: Phrase | None, answers: int, *, quoted: bool = False) -> Draft:
    return replace(
        told,
        phrase=phrase,
        act=Act.DENIES,
        polarity=Polarity.NEGATIVE,
        modality=Modality.FACT,
        answers=answers,
        parent=None,
        construction="judged-false",
        quoted=quoted,
    )


def _is_shadow(view: View, draft: Draft, claim: ClaimNoun, outer: Draft | None) -> bool:
    """A verb reading of the very words that the claim noun explains ("reports claiming that")."""
    if draft is outer:
        return False
    return (claim.edge <= draft.cue[0] <= claim.content[0] and draft.cue[0] != claim.content[0]) or (
        draft.phrase is not None
        and draft.phrase.last - 1 == claim.noun
        and draft.cue[0] > claim.noun
        and draft.cue[0] < claim.content[0]
    )


def _shift(draft: Draft, before: list[Draft], kept: list[Draft], index: int) -> Draft:
    return replace(
        draft, parent=_moved(draft.parent, before, kept, index), answers=_moved(draft.answers, before, kept, index)
    )


def _moved(number: int | None, before: list[Draft], kept: list[Draft], index: int) -> int | None:
    if number is None or before[number] not in kept:
        return None
    place = kept.index(before[number])
    return place + 1 if place >= index else place
