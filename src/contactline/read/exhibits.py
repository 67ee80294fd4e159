"""Evidence that is shown: “S released a video showing C”, “a recording released by S proves C”."""

from __future__ import annotations

from typing import Final

from contactline.read.adjuncts import find_time, skip_adjuncts
from contactline.read.cues import load_lexicon, word_set
from contactline.read.draft import Draft
from contactline.read.extent import content_end, find_agent, find_parent, find_speaker
from contactline.read.hits import Complement, Hit
from contactline.read.phrases import Phrase, View, find_phrase
from contactline.read.subjects import find_subject
from contactline.records.claims import Act

_END: Final = frozenset(".!?…")
_STATEMENTS: Final = word_set(
    "statement statements communiqué communique declaration message announcement letter tweet post"
)
_SAYING: Final = word_set("saying stating claiming announcing declaring warning reading")
_SHOWING: Final = word_set(
    "showing proving confirming depicting demonstrating featuring capturing containing documenting of "
    "that which where purportedly allegedly reportedly clearly as about with"
)
_EVIDENCE_VERBS: Final = word_set(
    "show prove confirm demonstrate reveal indicate document record capture depict establish verify"
)


def make_shown(view: View, hit: Hit, complement: Complement, earlier: list[Draft]) -> Draft | None:
    """“S released a video showing C”."""
    speaker, _ = find_speaker(view, hit, earlier)
    if speaker is None:
        return None
    evidence = _evidence_in(view, hit.after, min(len(view), hit.after + 12))
    if evidence is None:
        return _issues_statement(view, hit, speaker)
    first = evidence + 1
    while view.word(first) in {"recording", "recordings", "footage", "clip", "(", ")", "see", "below", "listen"}:
        first += 1
    content = (hit.after, content_end(view, hit.after))
    if view.word(first) in _SHOWING:
        content = (first, content[1])
    if content[0] >= content[1]:
        return None
    return Draft(
        phrase=speaker,
        cue=(hit.group, hit.after),
        content=content,
        act=Act.SHOWS,
        lemma=hit.cue.lemma,
        construction="releases-evidence",
        quoted=view.quoted[hit.index],
        evidence=evidence,
        stated=find_time(view, 0, hit.group) or find_time(view, hit.after, evidence),
        parent=find_parent(view, hit, speaker, earlier),
    )


def _issues_statement(view: View, hit: Hit, speaker: Phrase) -> Draft | None:
    """“S issued a statement saying C”, “S published a letter in which C”."""
    for index in range(hit.after, min(len(view), hit.after + 7)):
        if view.lower[index] not in _STATEMENTS:
            continue
        first = skip_adjuncts(view, index + 1)
        if view.word(first) in _SAYING or view.word(first) == "that":
            first += 1 if view.word(first) != "that" else 0
        elif view.lower[first : first + 2] == ("in", "which"):
            first += 2
        else:
            return None
        first += 1 if view.word(first) in {",", ":"} else 0
        content = (first, content_end(view, first))
        if content[0] >= content[1]:
            return None
        return Draft(
            phrase=speaker,
            cue=(hit.group, hit.after),
            content=content,
            act=Act.STATES,
            lemma=hit.cue.lemma,
            construction="issues-statement",
            quoted=view.quoted[hit.index],
            stated=find_time(view, hit.after, first),
        )
    return None


def make_shown_by(view: View, hit: Hit) -> Draft | None:
    """“Another video, released Wednesday by S, shows C”; “a video was published by S”."""
    evidence = _evidence_in(view, max(0, hit.index - 14), hit.index)
    by = find_agent(view, hit)
    phrase = find_phrase(view, by + 1) if evidence is not None and by is not None else None
    if phrase is None or by is None:
        return None
    return Draft(
        phrase=Phrase(phrase.first, phrase.outer, phrase.outer),
        cue=(hit.index, hit.after),
        content=_after_showing(view, phrase.outer) or (phrase.outer, content_end(view, phrase.outer))
        if phrase.outer < content_end(view, phrase.outer)
        else (0, hit.group),
        act=Act.SHOWS,
        lemma=hit.cue.lemma,
        construction="evidence-released-by",
        evidence=evidence,
        stated=find_time(view, hit.after, by) or find_time(view, phrase.last, min(len(view), phrase.last + 4)),
    )


def _after_showing(view: View, index: int) -> tuple[int, int] | None:
    for position in range(index, min(len(view), index + 30)):
        cues = load_lexicon().verbs.get(view.lower[position], ())
        if any(cue.lemma in _EVIDENCE_VERBS for cue in cues):
            end = content_end(view, position + 1)
            # the words before "proves" say what the evidence is; what happened stands after it
            return (position + 1, end) if position + 1 < end else None
    return None


def _evidence_in(view: View, first: int, last: int) -> int | None:
    kinds = load_lexicon().evidence
    for index in range(first, last):
        if view.lower[index] in kinds and view.lower[index] not in {"intercepted"}:
            return index
        if view.lower[index] in _END or view.lower[index] == "that":
            return None
    return None


def make_evidence_subject(view: View, hit: Hit, complement: Complement) -> Draft | None:
    """“The recording also confirms that C”, “footage shows C”."""
    if complement.sort not in {"clause", "bare", "quote"} or hit.form == "ing":
        return None
    subject = find_subject(view, hit.group)
    if subject is None:
        return None
    evidence = _evidence_in(view, subject.first, subject.last)
    content = (complement.first, content_end(view, complement.first))
    if evidence is None or content[0] >= content[1]:
        return None
    return Draft(
        phrase=subject,
        cue=(hit.group, hit.after),
        content=content,
        act=Act.SHOWS,
        lemma=hit.cue.lemma,
        construction="evidence-shows",
        quoted=view.quoted[hit.index],
        evidence=evidence,
    )


def merge_evidence(drafts: list[Draft]) -> list[Draft]:
    """A video that "shows C" and was "released by S" is one attribution to S, whose content is C."""
    released = next((d for d in drafts if d.construction == "evidence-released-by"), None)
    if released is None:
        return drafts
    return [
        d
        for d in drafts
        if d is released or not (d.act is Act.SHOWS or d.lemma in _EVIDENCE_VERBS) or d.cue[0] < released.cue[0]
    ]
