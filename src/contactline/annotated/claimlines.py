"""Parses the third part of an annotated file: casualty lines and claim lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final, TypeVar

from contactline.annotated.texts import AnnotatedClaim, CasualtyLine, Named
from contactline.records.claims import Act, Kind, Modality, NumberForm, Order, Outcome, Polarity, Status
from contactline.records.ids import SideId

Add = Callable[[int, str], None]
"""Notes a mistake: line and message."""
E = TypeVar("E", bound=StrEnum)

STATUS_WORDS: Final = {"military": Status.MILITARY, "civilian": Status.CIVILIAN, "unsaid": Status.NOT_SAID}
_KEYS: Final = (
    *("act", "kind", "speaker", "relay", "cue", "content", "trigger", "actor", "target", "place", "from", "time"),
    *("stated", "means", "order", "polarity", "modality", "cas", "damage", "evidence", "law", "answers"),
)
_ONE: Final = frozenset({"act", "kind", "speaker", "order", "polarity", "modality", "answers"})
_FLAGS: Final = ("headline", "background")
_LINE: Final = re.compile(r"([a-z]\d+):\s*(.*)")
_MARK: Final = re.compile(r"[a-z]\d+")
_NUMBERS: Final = (
    (re.compile(r"0"), NumberForm.NONE),
    (re.compile(r"\?"), NumberForm.UNSPECIFIED),
    (re.compile(r"([1-9]\d*)"), NumberForm.EXACT),
    (re.compile(r"(\d+)-([1-9]\d*)"), NumberForm.RANGE),
    (re.compile(r"([1-9]\d*)\+"), NumberForm.AT_LEAST),
    (re.compile(r"~([1-9]\d*)"), NumberForm.ABOUT),
    (re.compile(r"<([1-9]\d*)"), NumberForm.AT_MOST),
)


def parse_lines(lines: list[str], first: int, add: Add) -> tuple[tuple[CasualtyLine, ...], tuple[AnnotatedClaim, ...]]:
    """Casualty lines and claims, in the order of the file; ``first`` is the number of the first line."""
    casualties: dict[str, CasualtyLine] = {}
    claims: dict[str, AnnotatedClaim] = {}
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        if not match:
            add(number, f"“{line.strip()[:40]}” is neither a claim (c1: …) nor a casualty line (k1: …)")
            continue
        id_, rest = match.groups()
        if id_ in casualties or id_ in claims:
            add(number, f"{id_} has a line already; give this one another number, or join the two")
        elif id_.startswith("c"):
            claim = _parse_claim(id_, rest, number, add)
            if claim:
                claims[id_] = claim
        else:
            entry = _parse_casualties(id_, rest, number, add)
            if entry:
                casualties[id_] = entry
    if not claims:
        add(0, "has no claims; write a line “c1: act=… kind=… speaker=…” for each, below the second “---”")
    return tuple(casualties.values()), tuple(claims.values())


# -- casualty lines


def _parse_casualties(id_: str, rest: str, line: int, add: Add) -> CasualtyLine | None:
    words = rest.split()
    if len(words) != 4 or not words[3].startswith("side="):
        add(line, f"{id_}: write “{id_}: OUTCOME NUMBER STATUS side=SIDE”, as in “{id_}: killed 2 civilian side=NL”")
        return None
    outcome = _pick(Outcome, words[0], f"{id_}: outcome", line, add)
    number = _parse_number(words[1])
    if number is None:
        add(line, f"{id_}: number “{words[1]}” is not known; write 2, 2-4, 2+, ~20, <5, 0 or ?")
    status = _parse_status(words[2], f"{id_}: status", line, add)
    if outcome is None or number is None or status is None:
        return None
    minimum, maximum, form = number
    return CasualtyLine(id_, outcome, minimum, maximum, form, status, _parse_side(words[3][5:]), line)


def _parse_number(word: str) -> tuple[int, int | None, NumberForm] | None:
    """Smallest and largest number and form, as the rules reader would give them."""
    for pattern, form in _NUMBERS:
        match = pattern.fullmatch(word)
        if match:
            values = [int(group) for group in match.groups()]
            return _bounds(values, form)
    return None


def _bounds(values: list[int], form: NumberForm) -> tuple[int, int | None, NumberForm] | None:
    match form:
        case NumberForm.NONE:
            return 0, 0, form
        case NumberForm.UNSPECIFIED:
            return 1, None, form
        case NumberForm.AT_LEAST:
            return values[0], None, form
        case NumberForm.AT_MOST:
            return 0, values[0], form
        case NumberForm.RANGE if values[0] >= values[1]:
            return None
        case _:
            return values[0], values[-1], form


# -- claims


def _parse_claim(id_: str, rest: str, line: int, add: Add) -> AnnotatedClaim | None:
    pairs, flags = _split(id_, rest, line, add)
    for key in ("act", "kind", "speaker"):
        if not pairs.get(key):
            add(line, f"{id_}: {key}=… is missing; every claim has it")
    act = _pick(Act, pairs.get("act"), f"{id_}: act", line, add)
    kind = _pick(Kind, pairs.get("kind"), f"{id_}: kind", line, add)
    order = _pick(Order, pairs.get("order", Order.NOT_STATED), f"{id_}: order", line, add, skip=(Order.NOT_STATED,))
    polarity = _pick(Polarity, pairs.get("polarity", Polarity.POSITIVE), f"{id_}: polarity", line, add)
    modality = _pick(Modality, pairs.get("modality", Modality.FACT), f"{id_}: modality", line, add)
    people = {
        key: _parse_people(id_, key, pairs.get(key, ""), line, add) for key in ("speaker", "relay", "actor", "target")
    }
    marks = {key: _parse_marks(id_, key, pairs.get(key, ""), line, add) for key in _MARK_KEYS}
    if act is None or kind is None or order is None or polarity is None or modality is None or not people["speaker"]:
        return None
    return AnnotatedClaim(
        id=id_,
        line=line,
        act=act,
        kind=kind,
        speaker=people["speaker"][0],
        relay=people["relay"],
        cue=marks["cue"],
        content=marks["content"],
        trigger=marks["trigger"],
        actors=people["actor"],
        targets=people["target"],
        places=marks["place"],
        places_from=marks["from"],
        time=marks["time"],
        stated=marks["stated"],
        means=marks["means"],
        order=order,
        polarity=polarity,
        modality=modality,
        casualties=marks["cas"],
        damage=marks["damage"],
        evidence=marks["evidence"],
        law=marks["law"],
        answers=pairs.get("answers") or None,
        headline="headline" in flags,
        background="background" in flags,
    )


_MARK_KEYS: Final = (
    *("cue", "content", "trigger", "place", "from", "time", "stated", "means", "cas", "damage", "evidence", "law"),
)


def _split(id_: str, rest: str, line: int, add: Add) -> tuple[dict[str, str], set[str]]:
    """Keys with their values, and flags. A value goes on over spaces: ``act=reports own loss``."""
    pairs: dict[str, str] = {}
    flags: set[str] = set()
    last = ""
    for word in rest.split():
        key, equals, value = word.partition("=")
        if word in _FLAGS:
            flags.add(word)
            last = ""
        elif equals:
            last = key
            if key not in _KEYS:
                add(line, f"{id_}: “{key}=” is no key; the keys are {', '.join(_KEYS)}")
            elif key in pairs:
                add(line, f"{id_}: “{key}=” is given twice; write the values as {key}={pairs[key]},{value}")
            elif not value:
                add(line, f"{id_}: “{key}=” has no value; write it without a space, or leave the key out")
            pairs.setdefault(key, value)
        elif last in {"act", "order"}:
            pairs[last] += f" {word}"
        else:
            add(line, f"{id_}: “{word}” is neither key=value nor a flag; the flags are {', '.join(_FLAGS)}")
    for key in _ONE & pairs.keys():
        if "," in pairs[key] or "+" in pairs[key]:
            add(
                line, f"{id_}: “{key}=” takes one value{'; write a claim for each speaker' if key == 'speaker' else ''}"
            )
    return pairs, flags


def _parse_people(id_: str, key: str, value: str, line: int, add: Add) -> tuple[Named, ...]:
    found = (_parse_person(id_, key, piece, line, add) for piece in value.split(",") if value)
    return tuple(named for named in found if named)


def _parse_person(id_: str, key: str, piece: str, line: int, add: Add) -> Named | None:
    mark, *rest = piece.split("/")
    limit = 2 if key == "target" else 1
    if not rest or len(rest) > limit or not all(rest):
        form = f"{key}=t1/NL or {key}=t1/NL/civilian" if key == "target" else f"{key}=a1/NL"
        add(line, f"{id_}: {key} “{piece}” needs a mark and a side; write {form}")
        return None
    if mark != "-" and not _MARK.fullmatch(mark):
        add(line, f"{id_}: {key} “{mark}” is no mark; write a letter and a number, or “-” for the publisher")
        return None
    if mark == "-" and key != "speaker":
        add(line, f"{id_}: {key} “-”: only a speaker may be unnamed; mark the words, or leave {key} out")
        return None
    status = Status.NOT_SAID
    if rest[1:]:
        found = _parse_status(rest[1], f"{id_}: status of {key}", line, add)
        status = found or status
    return Named(None if mark == "-" else mark, _parse_side(rest[0]), status)


def _parse_marks(id_: str, key: str, value: str, line: int, add: Add) -> tuple[str, ...]:
    marks = []
    for piece in re.split(r"[,+]", value) if value else ():
        if _MARK.fullmatch(piece):
            marks.append(piece)
        else:
            hint = "; only speakers, relays, actors and targets have a side" if "/" in piece else ""
            add(line, f"{id_}: {key} “{piece}” is no mark: a letter and a number{hint}")
    return tuple(marks)


def _parse_side(word: str) -> SideId | None:
    return None if word == "?" else SideId(word)


def _parse_status(word: str, what: str, line: int, add: Add) -> Status | None:
    if word not in STATUS_WORDS:
        add(line, f"{what} “{word}” is not known; write one of {', '.join(STATUS_WORDS)}")
    return STATUS_WORDS.get(word)


def _pick(enum: type[E], word: str | None, what: str, line: int, add: Add, skip: Iterable[E] = ()) -> E | None:
    """The member of a word, or a mistake that lists them all."""
    if not word:
        return None
    try:
        return enum(word)
    except ValueError:
        known = ", ".join(member.value for member in enum if member not in skip)
        add(line, f"{what} “{word}” is not known; write one of {known}")
        return None
