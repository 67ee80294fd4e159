"""Slots of MUC's templates: how many people were hit, what became of them, and how sure a perpetrator is named.

The key of a text holds a template for every incident; a template has human targets with their number and what became
of them, and organisations with how sure the text is. From a reader's claims one template is made for each type of
incident. As MUC's scorer does it, a template of the response is mapped to one of the key when the types agree (an
attack in part to any) and a perpetrator or target does; the best pair first, each once. Of a pair, fillers with
the same value for the same name are right, with the same value for another name half right, a value that says less
than the key half right; what a pair has more is spurious or missing, and so is all of what has no pair. Incidents and
fillers that the key calls optional are not missed. Precision and recall over all texts give F1.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from _roles import Found, group_mentions, is_organisation, is_same, normalise
from contactline.read.document import Document
from contactline.records.claims import Act, Casualties, Claim, Kind, Modality, NumberForm, Outcome, Polarity
from contactline.records.quotes import Span

NUMBER, EFFECT, CONFIDENCE = "HUM TGT: NUMBER", "HUM TGT: EFFECT OF INCIDENT", "PERP: ORGANIZATION CONFIDENCE"
SLOTS: Final = (NUMBER, EFFECT, CONFIDENCE)
_PERPETRATORS: Final = ("PERP: INDIVIDUAL ID", "PERP: ORGANIZATION ID")
_HUMANS: Final = ("HUM TGT: NAME", "HUM TGT: DESCRIPTION")
_THINGS: Final = ("PHYS TGT: ID",)
FACT, CLAIMED = "REPORTED AS FACT", "CLAIMED OR ADMITTED"
ACCUSED, BY_AUTHORITIES = "SUSPECTED OR ACCUSED", "SUSPECTED OR ACCUSED BY AUTHORITIES"
ATTACK, BOMBING, KIDNAPPING, ARSON = "ATTACK", "BOMBING", "KIDNAPPING", "ARSON"
TYPES: Final = (ATTACK, BOMBING, KIDNAPPING, ARSON)


@dataclass(frozen=True, slots=True)
class Filler:
    """A value of a slot with the names that it is about; any one of several values or names will do."""

    values: frozenset[str]
    names: frozenset[str] = frozenset()
    optional: bool = False


@dataclass(slots=True)
class Template:
    """One incident: its type or types, the fillers of each slot, and whether a response may leave it out."""

    types: frozenset[str]
    slots: dict[str, list[Filler]] = field(default_factory=dict)
    optional: bool = False

    def get(self, *slots: str) -> list[Filler]:
        return [filler for slot in slots for filler in self.slots.get(slot, ())]


# -- the key


def load_keys(path: Path) -> dict[str, list[Template]]:
    """Templates by text; a text without incidents has none."""
    return {
        name: [template for slots in every if (template := _make_template(slots)) is not None]
        for name, every in iter_slots(path)
    }


def iter_slots(path: Path) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Filled templates of each text: slot name to raw value, with continuation lines."""
    found: dict[str, list[dict[str, str]]] = {}
    slot = ""
    with gzip.open(path, "rt", encoding="latin-1") as lines:
        for line in lines:
            match = re.match(r"^(\d+)\.\s+(.*?)\s{2,}(.*)$", line.rstrip())
            if match and match[1] == "0":
                found.setdefault(match[3].split()[0], []).append({})
                slots = found[match[3].split()[0]][-1]
            if match:
                slot = match[2]
                slots[slot] = match[3]
            elif line.startswith(" ") and slot and line.strip():
                slots[slot] += "\n" + line.strip()
    yield from found.items()


def _make_template(slots: dict[str, str]) -> Template | None:
    types = frozenset(part.strip() for part in slots.get("INCIDENT: TYPE", "*").split("/"))
    if types & {"*", "-", ""}:
        return None
    names = {slot: _names(slots.get(slot, "")) for slot in (*_PERPETRATORS, *_HUMANS, *_THINGS)}
    fillers = {slot: _fillers(slots.get(slot, "")) for slot in SLOTS}
    return Template(types, names | fillers, "OPTIONAL" in slots.get("MESSAGE: TEMPLATE", ""))


def _lines(value: str) -> list[str]:
    """One line for each filler: one that ends with a slash goes on in the next, and one that begins with one."""
    joined = re.sub(r"\s*/\s*\n\s*|\n\s*/\s*", " / ", value)
    return [line.strip() for line in joined.split("\n") if line.strip() not in ("", "-", "*")]


def _quoted(text: str) -> frozenset[str]:
    found = re.findall(r'"((?:[^"\\]|\\.)*)"', text)
    return frozenset(name for words in found if (name := normalise(words.replace("\\", ""))))


def _names(value: str) -> list[Filler]:
    """Fillers that are words of the text; what follows a colon names somebody else."""
    return [
        Filler(_quoted(re.split(r'"\s*:\s*"', line)[0] + '"'), optional=line.startswith("?")) for line in _lines(value)
    ]


def _fillers(value: str) -> list[Filler]:
    made = []
    for line in _lines(value):
        told, _, about = line.lstrip("?( ").partition(":")
        values = frozenset(part.strip(" ()") for part in told.split("/"))
        made.append(Filler(values - {""}, _quoted(about), line.startswith("?")))
    return made


# -- the response


@dataclass(slots=True)
class Person:
    """People hit, by one name: how many, and what became of them."""

    name: str
    number: str
    effect: str
    kind: str
    at: int


def make_response(document: Document, claims: Sequence[Claim], mentions: Sequence[Found]) -> list[Template]:
    """Templates of a text, from a reader's claims and, where a model tells them, its mentions of roles."""
    told = [
        claim
        for claim in claims
        if claim.polarity is Polarity.POSITIVE and claim.modality is not Modality.FUTURE and _counts(claim)
    ]
    kinds = _types_of(told)
    people = _people(document, told, kinds, mentions)
    organisations = _organisations(document, told, claims, mentions)
    made = []
    for kind in dict.fromkeys(kinds):
        here = [person for person in people if person.kind == kind]
        template = Template(frozenset({kind}))
        template.slots = {
            NUMBER: [Filler(frozenset({p.number}), frozenset({p.name})) for p in here if p.number],
            EFFECT: [Filler(frozenset({p.effect}), frozenset({p.name})) for p in here if p.effect],
            CONFIDENCE: [Filler(frozenset({sure}), frozenset({name})) for name, sure in organisations.items()],
            _HUMANS[0]: [Filler(frozenset({p.name})) for p in here],
            _PERPETRATORS[1]: [Filler(frozenset({name})) for name in organisations],
            _PERPETRATORS[0]: _named(document, told, kinds, mentions, "PerpInd", kind),
            _THINGS[0]: _named(document, told, kinds, mentions, "Target", kind),
        }
        if any(template.slots.values()):
            made.append(template)
    return made


_ACTS_OF_VIOLENCE: Final = frozenset(Kind) - {
    Kind.NONE,
    Kind.MONITORING,
    Kind.CEASEFIRE,
    Kind.OBSTRUCTION,
    Kind.TERRITORY_CHANGE,
    Kind.HUMAN_SHIELDING,
}


def _counts(claim: Claim) -> bool:
    return claim.occurrence.kind in _ACTS_OF_VIOLENCE or bool(claim.casualties)


_BOMB: Final = re.compile(r"(?i)\b(?:bomb\w*|dynamite\w*|explosi\w+|blew up|blown up|grenade|mine[sd]?|detonat\w+)\b")
_KIDNAP: Final = re.compile(r"(?i)\b(?:kidnap\w*|abduct\w*|hostages?|captives?|held)\b")
_FIRE: Final = re.compile(r"(?i)\b(?:set (?:fire|ablaze)|burn\w*|arson|torch\w*|set \w+ on fire)\b")


def _type_of(claim: Claim) -> str:
    words = claim.quote.words
    kind = claim.occurrence.kind
    if kind is Kind.CAPTURE or any(c.outcome is Outcome.CAPTURED for c in claim.casualties) or _KIDNAP.search(words):
        return KIDNAPPING
    if kind in (Kind.EXPLOSION, Kind.MINE_EXPLOSION) or (kind is not Kind.AIR_STRIKE and _BOMB.search(words)):
        return BOMBING
    return ARSON if _FIRE.search(words) and not claim.casualties else ATTACK


def _types_of(claims: Sequence[Claim]) -> list[str]:
    """The type of each claim; one that only tells casualties has the type of the one before it."""
    kinds: list[str] = []
    for claim in claims:
        kind = _type_of(claim)
        bare = claim.casualties and claim.occurrence.kind in (Kind.KILLING, Kind.UNSPECIFIED, Kind.NONE)
        kinds.append(kinds[-1] if kind == ATTACK and bare and kinds else kind)
    return kinds


def _people(
    document: Document, claims: Sequence[Claim], kinds: Sequence[str], mentions: Sequence[Found]
) -> list[Person]:
    found: list[Person] = []
    names = [mention for mention in mentions if mention.role == "Victim"]
    for claim, kind in zip(claims, kinds, strict=True):
        for casualties in claim.casualties:
            for person in _of_casualties(document, casualties, kind, names):
                _add(found, person)
    for mention in names:
        name = normalise(document.text[mention.start : mention.end])
        known = next((p for p in found if name and _alike(p.name, name)), None)
        if known is not None:
            known.name = max(known.name, name, key=len)
        elif name:
            found.append(
                Person(name, "1", _effect(document, mention), _nearest(claims, kinds, mention.start), mention.start)
            )
    return [person for person in found if not _FIGHTERS.search(person.name)]


_FIGHTERS: Final = re.compile(r"\b(?:guerrillas?|rebels?|subversives?|terrorists?|extremists?|insurgents?|hooded)\b")
"""Whoever attacks is no target of the task, even when he dies."""
_KILLED: Final = re.compile(r"(?i)\b(?:killed|murder\w*|assassinat\w*|died|dead|death|slain|killing|executed)\b")
_WOUNDED: Final = re.compile(r"(?i)\b(?:wounded|injured|hurt|injuries|wounds)\b")


def _effect(document: Document, mention: Found) -> str:
    """What became of somebody named, by the words of the sentence."""
    sentence = next((s.span for s in document.sentences if s.span.start <= mention.start < s.span.end), None)
    words = document.text[sentence.start : sentence.end] if sentence else ""
    return "DEATH" if _KILLED.search(words) else "INJURY" if _WOUNDED.search(words) else ""


_TITLE: Final = re.compile(
    r"^(?:(?:at least|about|some|several|more than|another|other|\d+|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|dozens of|members? of|his|her|their|its|these|those|this|that)\s+)+"
)
_NOBODY: Final = frozenset(
    [
        "he",
        "she",
        "they",
        "him",
        "her",
        "them",
        "himself",
        "herself",
        "it",
        "who",
        "one",
        "two",
        "three",
        "dead",
        "people",
        "killed",
        "wounded",
    ]
)


def _of_casualties(document: Document, casualties: Casualties, kind: str, names: Sequence[Found]) -> Iterator[Person]:
    """Those with a name one by one, the others together."""
    effect = {Outcome.KILLED: "DEATH", Outcome.WOUNDED: "INJURY"}.get(casualties.outcome, "")
    span = casualties.victims.quote.span if casualties.victims.quote else casualties.quote.span
    if casualties.form is NumberForm.NONE:
        return
    inside = [document.text[m.start : m.end] for m in names if span.start <= m.start and m.end <= span.end]
    named = dict.fromkeys(normalise(name) for name in (*inside, *(person.name for person in casualties.persons)))
    for name in named:
        if name:
            yield Person(name, "1", effect, kind, span.start)
    rest = casualties.minimum - len(named)
    name = _TITLE.sub("", normalise(casualties.victims.text))
    if name and name not in _NOBODY and (rest > 0 or not named) and not (named and casualties.minimum == 1):
        yield Person(name, _number(casualties, max(rest, 1)), effect, kind, span.start)


def _number(casualties: Casualties, rest: int) -> str:
    if casualties.form is NumberForm.UNSPECIFIED:
        return "PLURAL"
    if casualties.form is NumberForm.ABOUT:
        return f"~{rest}"
    if casualties.form is NumberForm.RANGE:
        return f"{casualties.minimum} - {casualties.maximum}"
    return f"{rest} -" if casualties.form is NumberForm.AT_LEAST else str(rest)


def _add(found: list[Person], new: Person) -> None:
    """Told again: a death settles what became of them, a number what "some" left open."""
    known = next((p for p in found if p.kind == new.kind and _alike(p.name, new.name)), None)
    if known is None:
        found.append(new)
        return
    if new.effect == "DEATH" or not known.effect:
        known.effect = new.effect or known.effect
    if known.number == "PLURAL" or (
        new.number.isdigit() and known.number.isdigit() and int(new.number) > int(known.number)
    ):
        known.number = new.number


def _alike(one: str, other: str) -> bool:
    return is_same(one, other) or is_same(other, one)


def _nearest(claims: Sequence[Claim], kinds: Sequence[str], at: int) -> str:
    pairs = [(abs(claim.quote.span.start - at), kind) for claim, kind in zip(claims, kinds, strict=True)]
    return min(pairs)[1] if pairs else ATTACK


def _named(
    document: Document, claims: Sequence[Claim], kinds: Sequence[str], mentions: Sequence[Found], role: str, kind: str
) -> list[Filler]:
    names = {normalise(document.text[m.start : m.end]): None for m in mentions if m.role == role}
    for claim, own in zip(claims, kinds, strict=True):
        if own == kind:
            whole = claim.occurrence.actors if role == "PerpInd" else [t.mention for t in claim.occurrence.targets]
            names |= {normalise(one.text): None for one in whole}
    return [Filler(frozenset({name})) for name in names if name]


# -- how sure the perpetrator is


_CLAIMS: Final = re.compile(
    r"(?i)\b(?:claim\w* (?:the )?(?:responsibility|credit)|(?:took|taken|assumed|accept\w*) (?:full )?responsibility|"
    r"admitted|acknowledged|vindicated)\b"
)
_SUSPECTS: Final = re.compile(
    r"(?i)\b(?:suspect\w*|alleged\w*|presum\w*|apparently|accus\w*|blam\w*|attribut\w*|charg\w+|implicat\w*|believed|"
    r"probably|seems?|responsib\w+|reportedly|suppos\w+)\b"
)
_AUTHORITY: Final = re.compile(
    r"(?i)\b(?:police|army|armed forces|military|government|minist\w+|president|authorit\w+|official\w*|general|"
    r"colonel|"
    r"major|captain|commander|security forces|prosecutor\w*|judge|court|attorney|governor|mayor|chief|intelligence|das|"
    r"spokesman)\b"
)


def _organisations(
    document: Document, told: Sequence[Claim], claims: Sequence[Claim], mentions: Sequence[Found]
) -> dict[str, str]:
    """Each organisation with how sure the text is that it did it."""
    found = [mention for mention in mentions if mention.role == "PerpOrg"]
    if not mentions:
        actors = [actor for claim in told for actor in claim.occurrence.actors]
        spans = [actor.quote.span for actor in actors if actor.quote is not None and is_organisation(actor.text)]
        found = [Found(span.start, span.end, "PerpOrg", 1.0) for span in spans]
    ways: dict[str, str] = {}
    for group in group_mentions(document.text, found):
        sure = Counter(_way(document, claims, Span(mention.start, mention.end)) for mention in group)
        longest = max((normalise(document.text[m.start : m.end]) for m in group), key=len)
        ways[longest] = max(sure, key=lambda way: (_ORDER.index(way), sure[way]))
    return ways


_ORDER: Final = (FACT, ACCUSED, BY_AUTHORITIES, CLAIMED)
"""What says more about how the text knows it comes later."""


def _way(document: Document, claims: Sequence[Claim], span: Span) -> str:
    """How one mention is brought in: by the claim that it stands in, and by the words of its sentence."""
    sentence = next((s.span for s in document.sentences if s.span.start <= span.start < s.span.end), span)
    words = document.text[sentence.start : sentence.end]
    around = [claim for claim in claims if claim.quote.span.overlaps(span) or _speaks(claim, span)]
    own = any(_speaks(claim, span) and claim.act in (Act.CLAIMS_RESPONSIBILITY, Act.ADMITS) for claim in around)
    if own or _CLAIMS.search(words):
        return CLAIMED
    voices = [claim.speaker.text for claim in around if claim.speaker.quote is not None and not _speaks(claim, span)]
    hedged = any(claim.modality is Modality.HEDGED for claim in around)
    if hedged or _SUSPECTS.search(words):
        told_by = " ".join(voices) or words[: max(0, span.start - sentence.start)]
        return BY_AUTHORITIES if _AUTHORITY.search(told_by) else ACCUSED
    return FACT


def _speaks(claim: Claim, span: Span) -> bool:
    return claim.speaker.quote is not None and claim.speaker.quote.span.overlaps(span)


# -- the score


@dataclass(slots=True)
class SlotScore:
    """Right fillers (half right counts a half), those of the key, and those of the response."""

    right: float = 0.0
    gold: int = 0
    found: int = 0

    @property
    def f1(self) -> float:
        return 200.0 * self.right / (self.gold + self.found) if self.gold + self.found else 0.0


def score_text(scores: dict[str, SlotScore], key: list[Template], response: list[Template]) -> None:
    """Add one text."""
    pairs = _map(key, response)
    for slot in SLOTS:
        score = scores.setdefault(slot, SlotScore())
        for k, r in pairs:
            right, used = _pair(key[k].get(slot), response[r].get(slot), slot)
            score.right += right
            score.gold += sum(not filler.optional or place in used for place, filler in enumerate(key[k].get(slot)))
            score.found += len(response[r].get(slot))
        for k in set(range(len(key))) - {k for k, _ in pairs}:
            score.gold += 0 if key[k].optional else sum(not filler.optional for filler in key[k].get(slot))
        for r in set(range(len(response))) - {r for _, r in pairs}:
            score.found += len(response[r].get(slot))


def _map(key: list[Template], response: list[Template]) -> list[tuple[int, int]]:
    """Pairs of templates, the best first, each once."""
    worth = [(w, -k, -r) for k, one in enumerate(key) for r, two in enumerate(response) if (w := _worth(one, two)) > 0]
    pairs: list[tuple[int, int]] = []
    for _, k, r in sorted(worth, reverse=True):
        if all(-k != first and -r != second for first, second in pairs):
            pairs.append((-k, -r))
    return pairs


def _worth(key: Template, response: Template) -> float:
    """How much two templates agree; 0 where they may not be mapped."""
    kind = 1.0 if key.types & response.types else 0.5 if ATTACK in response.types else 0.0
    shared = 0.0
    for slots in (_PERPETRATORS, _HUMANS, _THINGS):
        theirs = key.get(*slots)
        ours = response.get(*slots)
        shared += sum(any(_meet(one.values, other.values) for other in ours) for one in theirs)
    if not kind or not shared:
        return 0.0
    return kind + shared + sum(_pair(key.get(slot), response.get(slot), slot)[0] for slot in SLOTS)


def _pair(key: list[Filler], response: list[Filler], slot: str) -> tuple[float, set[int]]:
    """Points of the best pairs of fillers, greedily, and which of the key's were used."""
    points = [
        (worth, -k, -r)
        for k, one in enumerate(key)
        for r, two in enumerate(response)
        if (worth := _agree(one, two, slot)) > 0
    ]
    used: dict[int, int] = {}
    total = 0.0
    for worth, k, r in sorted(points, reverse=True):
        if -k not in used and -r not in used.values():
            used[-k] = -r
            total += worth
    return total, set(used)


def _agree(key: Filler, response: Filler, slot: str) -> float:
    same = bool(key.values & response.values) or (slot == NUMBER and bool(_plain(key) & _plain(response)))
    if same:
        return 1.0 if not key.names or _meet(key.names, response.names) else 0.5
    (value,) = response.values
    if slot == CONFIDENCE and value == ACCUSED and BY_AUTHORITIES in key.values:
        return 0.5
    if slot == EFFECT and value in ("NO INJURY", "NO DEATH") and "NO INJURY OR DEATH" in key.values:
        return 0.5
    near = slot == NUMBER and any(value in re.findall(r"\d+", one) for one in key.values)
    return 0.5 if near else 0.0


def _plain(filler: Filler) -> set[str]:
    return {value.replace(" ", "") for value in filler.values}


def _meet(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether any two names are the same but for modifiers."""
    theirs = list(other)
    return any(_alike(a, b) for a in one for b in theirs if a and b)


def count_types(counts: Counter[str], key: list[Template], response: list[Template]) -> None:
    """Types of incident of one text, each once."""
    gold = {kind for template in key for kind in template.types} & set(TYPES)
    found = {kind for template in response for kind in template.types}
    counts["texts"] += 1
    counts["gold"] += len(gold)
    counts["found"] += len(found)
    counts["right"] += len(gold & found)
    counts["attack"] += ATTACK in gold
