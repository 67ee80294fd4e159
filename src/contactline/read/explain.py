"""Why a claim was read as it was, in plain words: from the reader itself, or from the name of the construction."""

from __future__ import annotations

from typing import Final

from contactline.ports import Explainer, Reader, Spotter
from contactline.records.claims import Claim, Mention
from contactline.records.quotes import Quote
from contactline.records.reports import Report

_DENIES: Final = "denies-"
_TAKEN_UP: Final = {
    "time": "the time was taken up from words nearby: this clause names none of its own",
    "place": "the place was taken up from words nearby: this clause names none of its own",
}

ATTRIBUTIONS: Final[dict[str, str]] = {
    "subject-cue-clause": "a speaker, a verb of saying, and a clause behind it",
    "subject-cue-quote": "a speaker, a verb of saying, and words in quotation marks behind it",
    "subject-cue-colon": "a speaker, a verb of saying and a colon",
    "subject-cue-bare": "a speaker and a verb that takes what is said as its object",
    "subject-cue-to": "a speaker, a verb of saying, and what is to be done behind “to”",
    "subject-cue-none": "a speaker and a verb of saying, with nothing behind it but what stands around",
    "participle-clause": "a verb of saying in “-ing” that belongs to the speaker before it, and a clause behind it",
    "participle-quote": "a verb of saying in “-ing” that belongs to the speaker before it, and quoted words behind it",
    "participle-colon": "a verb of saying in “-ing” that belongs to the speaker before it, and a colon",
    "participle-bare": "a verb of saying in “-ing” that belongs to the speaker before it, and its object",
    "participle-to": "a verb of saying in “-ing” that belongs to the speaker before it, and words behind “to”",
    "participle-none": "a verb of saying in “-ing” that belongs to the speaker before it",
    "content-subject-cue": "first the words, then the speaker and a verb of saying",
    "content-cue-subject": "first the words, then a verb of saying and the speaker behind it",
    "according-to": "“according to” and a speaker",
    "in-words-of": "“in the words of”, “citing” or the like, and a speaker",
    "relay-citing": "somebody passes on what another said, with “citing” or the like",
    "releases-evidence": "somebody releases a recording, a picture or a document, and what it is said to show",
    "evidence-released-by": "a recording, a picture or a document that somebody released, and what it is said to show",
    "evidence-shows": "a recording, a picture or a document is said to show it",
    "claim-noun": "a noun for what is said, such as “claim”, “report” or “allegation”, with its owner",
    "judged-false": "what was said is called false",
    "trailing-denial": "words, and behind them the verb or noun that denies them",
    "headline-colon": "a headline with a speaker before or behind a colon",
    "lead-colon": "a line that ends with a colon announces whose words follow",
    "continuing-voice": "no speaker is named here; the one of the sentences before goes on",
    "quoted-as-saying": "“quoted as saying” and a speaker",
    "as-they-say": "“as … said”, put in or set in front",
    "as-reported-by": "“as reported by” and a speaker",
    "issues-statement": "somebody issues a statement, and what it says",
    "declines": "somebody declines to comment or gives no answer",
    "was-told": "somebody was told it, and by whom",
    "passive-by": "a verb of saying in the passive, with the speaker behind “by”",
    "passive-notified": "somebody was notified of it",
    "own-voice": "nobody else is named: the report says it itself",
    "own-voice-rest": "what is left of a sentence when all that others say is taken out: the report says it itself",
    "tree-clause": "the clause that the grammar hangs on a verb of saying",
    "cue-subject-clause": "a verb of saying, the speaker behind it, and then what is said",
    "cue-alone": "the word that names the happening is itself one of saying",
    "cue-without-speaker": "words of saying without a speaker: the report says it itself",
    "furniture": "a caption, a byline or the like, which nobody claims",
}
"""Who says it: the first part of a construction."""

FRAMES: Final[dict[str, str]] = {
    "named-after": "a sentence gives the names of as many people as the one before it tells of",
    "active": "a verb names the happening; who did it stands before it, what was hit behind it",
    "passive": "a verb in the passive names the happening; what was hit stands before it, who did it behind “by”",
    "suffered": "“came under fire” or the like: what was hit is the subject",
    "nominal": "a noun names the happening (“the shelling of …”)",
    "posted": "positions or weapons are said to be placed among or behind civilians",
    "casualties": "only the casualties tell that something happened",
    "damage": "only the damage tells that something happened",
    "presupposed-first-fire": "who says that one side answered also says that the other began: here, that it began",
}
"""What is said: the second part of a construction."""

OTHERS: Final[dict[str, str]] = {"llm": "a language model's reading; see the reader's own words"}


def explain_claim(reader: Reader, report: Report, names: Spotter, claim: Claim) -> tuple[str, ...]:
    """Sentences for a person: the construction, then what the reader itself can say, or the words it rests on."""
    first = describe_construction(claim.construction)
    if isinstance(reader, Explainer):
        return (*first, *reader.explain(report, names, claim))
    return (*first, *describe_evidence(claim), _describe_confidence(claim))


def describe_construction(construction: str) -> tuple[str, ...]:
    """A construction in plain words: who says it, what is said, what was taken up from elsewhere."""
    whole, *taken_up = construction.split("+")
    attribution, _, frame = whole.partition("/")
    bare = attribution.removeprefix(_DENIES)
    known = {**ATTRIBUTIONS, **OTHERS}
    lines = [f"Who says it: {known.get(bare) or _no_words(bare)} ({bare})."]
    if bare != attribution:
        lines.append("It is the denial of what is said so.")
    if frame:
        lines.append(f"What is said: {FRAMES.get(frame) or _no_words(frame)} ({frame}).")
    lines += [f"{_capitalise(_TAKEN_UP.get(what) or _no_words(what))}." for what in taken_up]
    return tuple(lines)


def describe_evidence(claim: Claim) -> tuple[str, ...]:
    """The words that told the reader, with their places."""
    occurrence = claim.occurrence
    lines = [_name("The speaker", claim.speaker)]
    lines.append(f"The happening is named by {_show(occurrence.trigger)}." if occurrence.trigger else "")
    lines += [_name("Who did it", actor) for actor in occurrence.actors]
    lines += [_name("What was hit", target.mention) for target in occurrence.targets]
    return tuple(line for line in lines if line)


def _name(role: str, mention: Mention) -> str:
    if mention.quote is None:
        return f"{role}: the publisher, since the words name nobody."
    full = f", which stands for {_show(mention.antecedent)}" if mention.antecedent else ""
    if not mention.text:
        return f"{role}: named by nobody; it follows from {_show(mention.quote)}."
    relative = {"opponent": "the speaker's opponent", "own": "the speaker's own", "same": "who was named before"}
    of = f", read as {relative[mention.of]}" if mention.of in relative else ""
    return f"{role}: {_show(mention.quote)}{full}{of}."


def _show(quote: Quote) -> str:
    return f"“{' '.join(quote.words.split())}” [{quote.span.start}, {quote.span.end})"


def _describe_confidence(claim: Claim) -> str:
    return f"Confidence {claim.confidence:.2f}: the reader's own for this construction."


def _no_words(name: str) -> str:
    return f"a construction that this program has no words for (“{name}”)"


def _capitalise(words: str) -> str:
    return words[:1].upper() + words[1:]
