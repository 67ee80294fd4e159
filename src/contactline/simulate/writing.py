"""Claims to report texts: templates filled, sentence by sentence, each with the annotation of what it says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from random import Random
from typing import Any, Final

from contactline.records.claims import Act, Kind
from contactline.simulate.bodies import MISSION, STATES, State, find_outlet
from contactline.simulate.line import CAMPS, KINDS, TARGETS, THIRD, WEAPONS, make_place_id
from contactline.simulate.told import Told
from contactline.simulate.values import make_chance
from contactline.simulate.wording import load_details

_ARTICLE: Final = re.compile(r"\b([Aa]) ([AEIOU])")
NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PLURAL: Final = frozenset({"stairs", "steps"})
_LOUD: Final = frozenset({Kind.SHELLING, Kind.AIR_STRIKE, Kind.DRONE_STRIKE})
_TARGET_WORDS: Final[dict[str | None, tuple[str, ...]]] = {
    "military position": ("positions {near}", "a military post {near}"),
    "residential": ("houses in {place}", "the village of {place}", "a residential area in {place}"),
    "road": ("the road {near}", "a vehicle on the road {near}"),
    "infrastructure": ("a substation in {place}", "the water supply of {place}"),
    "school": ("a school in {place}", "the school of {place}"),
    "field": ("fields {near}", "farmland {near}"),
    None: ("the village of {place}", "the outskirts of {place}"),
}
_WEAPON_WORDS: Final = {
    "fpv drone": "FPV drones",
    "multiple rocket launcher": "multiple rocket launchers",
    "large-calibre machine gun": "large-calibre machine guns",
}


@dataclass(frozen=True, slots=True)
class Share:
    """How often reports show a video, which of them old ones, quote the mission, bend its words, tell of several."""

    shown: float
    recycled: float
    quoted: float
    bent: float
    bulletins: float


@dataclass(slots=True)
class Draft:
    """A text while it is being written."""

    headline: str = ""
    paragraphs: list[list[tuple[str, dict[str, Any] | None]]] = field(default_factory=lambda: [[]])
    notes: dict[str, Any] = field(default_factory=dict)

    def add(self, sentence: str, gold: dict[str, Any] | None = None) -> None:
        """One more sentence, with what it says."""
        self.paragraphs[-1].append((_capitalise(sentence), gold))

    def begin(self) -> None:
        """A new paragraph."""
        if self.paragraphs[-1]:
            self.paragraphs.append([])

    def finish(self) -> tuple[str, list[dict[str, Any]]]:
        """The body and the annotations, with spans into it."""
        body, golds = "", []
        for paragraph in self.paragraphs:
            body += "\n\n" if body and paragraph else ""
            for number, (sentence, gold) in enumerate(paragraph):
                body += " " if number else ""
                if gold is not None:
                    golds.append({"start": len(body), "end": len(body) + len(sentence), **gold})
                body += sentence
        return body, golds


@lru_cache(maxsize=1)
def load_templates() -> dict[str, Any]:
    """All templates."""
    return tomllib.loads(files("contactline.simulate").joinpath("templates.toml").read_text(encoding="utf-8"))


def write_account(draft: Draft, told: Told, rng: Random, share: Share) -> None:
    """Headline and paragraphs about the incident itself."""
    writer = _Writer(draft, told, rng)
    writer.write_lead()
    writer.write_casualties()
    draft.begin()
    writer.write_details()
    if told.side != THIRD and rng.random() < share.shown:
        draft.begin()
        writer.write_video(share.recycled)
    if told.side != THIRD and told.kind in _LOUD and rng.random() < share.quoted:
        draft.begin()
        writer.write_quoted(share.bent)


def write_also(draft: Draft, told: Told, rng: Random) -> None:
    """Another incident in the same bulletin: a paragraph of its own."""
    draft.begin()
    headline = draft.headline
    writer = _Writer(draft, told, rng)
    writer.write_lead()
    writer.write_casualties()
    draft.headline = headline


def write_background(draft: Draft, told: Told, rng: Random) -> None:
    """A paragraph about an older incident."""
    templates = load_templates()
    draft.begin()
    clause = _fill(rng.choice(templates["nobody"][told.kind]), _Writer(draft, told, rng).names)
    form = rng.choice(templates["background"]["dated" if told.by_day else "vague"])
    sentence = form.format(
        date=write_date(told.earliest.date(), year=True), month=f"{told.earliest:%B %Y}", clause=clause
    )
    gold = _annotate(told, Act.STATES, told.side)
    draft.add(sentence, {**gold, "background": True, "blames": None})
    if told.killed:
        sentence = rng.choice(templates["background"]["killed"]).format(killed=write_number(told.killed))
        draft.add(sentence, {**gold, "background": True, "blames": None, "killed": told.killed})


def write_closing(draft: Draft, rng: Random) -> None:
    """A sentence that stands under every second agency text."""
    draft.begin()
    draft.add(rng.choice(load_templates()["closing"]["words"]))


def write_number(number: int) -> str:
    """A number as newspapers write it."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def write_date(day: date, *, year: bool = False) -> str:
    """A day as newspapers write it."""
    return f"{day:%B} {day.day}" + (f", {day.year}" if year else "")


class _Writer:
    """Writes about one claim."""

    def __init__(self, draft: Draft, told: Told, rng: Random) -> None:
        self.draft = draft
        self.told = told
        self.rng = rng
        self.own = STATES[told.side] if told.side < THIRD else STATES[told.attacker]
        self.other = STATES[1 - STATES.index(self.own)]
        self.names = self._make_names()

    def write_lead(self) -> None:
        """The headline and the first paragraph: what happened, who says so, who is blamed."""
        told, rng, templates = self.told, self.rng, load_templates()
        own_blamed = told.side < THIRD and told.blames == told.side
        denies = told.side < THIRD and told.attacker == told.side and told.blames == 1 - told.side
        voice = self._choose_voice()
        self.draft.notes["voice"] = voice
        form = "admitted" if own_blamed else "blamed" if told.blames is not None else "nobody"
        head = "obstruction" if told.kind is Kind.OBSTRUCTION else "denied" if denies and rng.random() < 0.5 else form
        self.draft.headline = _capitalise(_fill(rng.choice(templates["headline"][head]), self.names))
        if denies and rng.random() < 0.7:
            clause = _fill(rng.choice(templates["denied"][told.kind]), self.names)
            sentence = rng.choice(templates["attribution"]["denial"])
            gold = {**_annotate(told, Act.DENIES, told.side), "blames": CAMPS[told.side]}
            self.draft.add(self._attribute(sentence, self._place_time(clause)), gold)
        clause = self._place_time(_fill(rng.choice(templates[form][told.kind]), self.names))
        sentence = rng.choice(templates["attribution"]["admission" if own_blamed else voice])
        self.draft.add(self._attribute(sentence, clause), _annotate(told, self._find_act(), told.side))

    def write_casualties(self) -> None:
        """Who was hurt, as this camp tells it."""
        told, rng, templates = self.told, self.rng, load_templates()["casualties"]
        killed, wounded = told.killed, told.wounded
        if killed is None and wounded is None:
            return
        victim = STATES[1 - told.attacker]
        military = told.target == TARGETS[0]
        values = {
            "who": self._name_victims(victim, max(killed or wounded or 0, 0), military),
            "killed": write_number(killed or 0),
            "wounded": write_number(wounded or 0),
            "were_killed": "was" if killed == 1 else "were",
            "were_wounded": "was" if wounded == 1 else "were",
            "other": victim.adjective,
            **{name: self.names[name] for name in ("ministry",)},
        }
        own = told.side == 1 - told.attacker
        act = Act.REPORTS_OWN_LOSS if own else Act.REPORTS_ENEMY_LOSS if told.side < THIRD else Act.STATES
        if not killed and not wounded:
            act = Act.STATES
        if killed and military and not own and told.side < THIRD:
            form = "enemy" if killed > 1 else "killed"
        elif killed and wounded:
            form = "both"
        else:
            form = "killed" if killed else "wounded" if wounded else "none"
        gold = _annotate(told, act, told.side)
        counts = {"killed": killed if form != "wounded" else None, "wounded": wounded if form != "enemy" else None}
        gold |= {"kind": None, "blames": None, **counts, "of": victim.side}
        self.draft.add(rng.choice(templates[form]).format(**values), gold)
        if told.names and killed:
            self.draft.add(rng.choice(templates["names"]).format(names=told.names[0]))

    def write_details(self) -> None:
        """What there was to see."""
        for number, paraphrased in self.told.details:
            detail = load_details()[number]
            swaps = (number % 3, (number // 3) % 3) if paraphrased else ()
            alone = not detail.part[0]
            pairs = (detail.thing, detail.part, detail.fate)
            thing, part, fate = (
                pair[place in swaps or (paraphrased and alone)].replace("-", " ") for place, pair in enumerate(pairs)
            )
            template = self.rng.choice(load_templates()["details"]["alone" if alone else "parts"])
            verb = "were" if part in _PLURAL else "was"
            self.draft.add(template.format(thing=thing, part=part, fate=fate, was=verb))

    def write_video(self, recycled: float) -> None:
        """Footage released, in some cases of another day."""
        rng, templates = self.rng, load_templates()["media"]
        self.draft.add(rng.choice(templates["shown"]), _annotate(self.told, Act.SHOWS, self.told.side))
        is_old = rng.random() < recycled
        day = self.told.middle.date() - timedelta(days=rng.randrange(30, 900) if is_old else 0)
        self.draft.add(rng.choice(templates["clock"]).format(date=write_date(day, year=True)))
        self.draft.notes["video"] = {"filmed_on": day.isoformat(), "recycled": is_old}

    def write_quoted(self, bent: float) -> None:
        """What the mission said, in its words or nearly so."""
        told, rng = self.told, self.rng
        form = rng.choice(["shortened", "altered"]) if rng.random() < bent else "explosions"
        count = write_number(make_chance(told.incident).randrange(2, 10))
        template = rng.choice(load_templates()["quoted"][form])
        sentence = template.format(count=count, near=self.names["near"], other=self.other.adjective)
        gold = {**_annotate(told, Act.OBSERVES, THIRD), "blames": None, "killed": None, "wounded": None}
        self.draft.add(sentence, gold)
        self.draft.notes["quoted"] = {"of": MISSION, "form": form}

    # -- parts of sentences

    def _make_names(self) -> dict[str, str]:
        told, rng = self.told, self.rng
        near = f"near {told.place}" if told.precise or rng.random() < 0.7 else f"in the area of {told.place}"
        target = rng.choice(_TARGET_WORDS[told.target]).format(near=near, place=told.place)
        if not told.precise and told.target in {None, "residential"}:
            target = f"the area of {told.place}"
        blamed = STATES[told.blames] if told.blames is not None else None
        says = "mission says" if told.side == THIRD else f"{self.own.adjective} ministry says"
        return {
            "by": blamed.adjective if blamed else "",
            "own": self.own.adjective,
            "other": self.other.adjective,
            "place": told.place,
            "near": near,
            "target": target,
            "with": self._name_weapons(),
            "ministry": self.own.ministry,
            "speaker": self.own.speaker,
            "prosecutors": self.own.prosecutors,
            "outlet": find_outlet(told.outlet),
            "says": says,
        }

    def _name_weapons(self) -> str:
        usual = WEAPONS[KINDS.index(self.told.kind)]
        words = [_WEAPON_WORDS.get(weapon, f"{weapon}s") for weapon in self.told.means if weapon in usual]
        return f" with {' and '.join(words)}" if words else ""

    def _choose_voice(self) -> str:
        told, rng = self.told, self.rng
        if told.side == THIRD:
            return rng.choice(["mission", "mission", "wire"])
        victim = told.attacker != told.side
        if victim and told.target not in {TARGETS[0], None} and rng.random() < 0.3:
            return "residents" if rng.random() < 0.6 else "prosecutors"
        return "ministry"

    def _find_act(self) -> Act:
        told = self.told
        if told.side < THIRD and told.blames == told.side:
            return Act.ADMITS
        if told.blames is None:
            return Act.STATES
        return Act.ACCUSES if told.side < THIRD else Act.STATES

    def _place_time(self, clause: str) -> str:
        told, rng = self.told, self.rng
        day = write_date(told.middle.date())
        ago = (told.published.date() - told.middle.date()).days
        if 0 <= ago < 6 and rng.random() < 0.3:
            day = f"{told.middle:%A}"
        when = f"on {day}"
        if told.clock:
            minute = 5 * (told.middle.minute // 5)
            clock = f"{told.middle.hour}:{minute:02d}"
            when = rng.choice([f"on {day} at about {clock}", f"at about {clock} on {day}"])
        return f"{clause} {when}"

    def _attribute(self, template: str, clause: str) -> str:
        return _fill(template, {**self.names, "clause": clause})

    def _name_victims(self, victim: State, count: int, military: bool) -> str:
        if military:
            return f"{victim.adjective} soldier" + ("" if count == 1 else "s")
        if self.told.side == THIRD:
            return "person" if count == 1 else "people"
        return "civilian" if count == 1 else "civilians"


def _annotate(told: Told, act: Act, speaker: int) -> dict[str, Any]:
    return {
        "incident": told.incident,
        "act": act.value,
        "speaker_side": CAMPS[speaker],
        "blames": None if told.blames is None else CAMPS[told.blames],
        "kind": told.kind.value,
        "place": make_place_id(told.place_index),
        "place_name": told.place,
        "earliest": told.earliest.isoformat(),
        "latest": told.latest.isoformat(),
        "killed": None,
        "wounded": None,
        "background": False,
    }


def _fill(template: str, names: Mapping[str, str]) -> str:
    return _ARTICLE.sub(r"\1n \2", template.format(**names))


def _capitalise(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]
