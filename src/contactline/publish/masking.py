"""Children are never named in full: initials for their names, an age band for their ages, marks over the words.

The rule and its limits: ``docs/decisions/0005-children-names.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from anyascii import anyascii
from rapidfuzz import fuzz

from contactline._kit.folding import INVISIBLE, fold, fold_name
from contactline.publish.children import bare_name, find_child_names, names_a_child, seen_in_lower_case
from contactline.records.claims import Claim, Person
from contactline.records.ids import ReportId
from contactline.records.mandates import Mandate
from contactline.records.reports import Report

MARK: Final = "▮"
ADULT: Final = 18  # Convention on the Rights of the Child, article 1
_SAME_NAME = 85.0  # rapidfuzz ratio of folded names; a name of unknown age this near a child's is taken for the child's
_SHORTEST_PART = 3  # shorter parts are particles and initials ("al", "bin", "N.")
_INVISIBLE = re.compile("[" + "".join(sorted(INVISIBLE)) + "]")
_BANDS = ((5, "under 5"), (12, "5–11"), (ADULT, "12–17"))


def age_band(age: float) -> str | None:
    """The band that stands for a child's age in years; ``None`` for an adult."""
    return next((band for limit, band in _BANDS if age < limit), None)


def initials(name: str) -> str:
    """``Zahra Guliyeva`` as ``Z. G.``."""
    parts = re.split(r"[\s\-]+", bare_name(name))
    return " ".join(f"{part[0].upper()}." for part in parts if part and part[0].isalnum())


@dataclass(frozen=True, slots=True)
class Mask:
    """Hides the names of children in any text, without changing its length.

    Attributes:
        whole: matches full names, in folded text.
        parts: for a report that names a child, what matches single parts of the name there.
        names: folded full names of children.
    """

    whole: re.Pattern[str] | None = None
    parts: Mapping[ReportId, re.Pattern[str]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    def covers(self, person: Person) -> bool:
        """Whether the person is a child or may be one of the children named elsewhere."""
        if person.age is not None:
            return person.age < ADULT
        name = bare_name(person.name)
        if not name:
            return False
        hidden = self.hide(name, person.quote.report)
        return fold_name(name) in self.names or not any(char.isalnum() for char in hidden)

    def hide(self, text: str, report: ReportId | None = None) -> str:
        """The text with every character of a child's name as ``▮``; the same number of code points."""
        if self.whole is None:
            return text
        parts = [self.parts[report]] if report is not None and report in self.parts else []
        return self._hide(text, [self.whole, *parts])

    def hide_anywhere(self, text: str) -> str:
        """A text of no single report, such as a title, with the names and all their parts as ``▮``."""
        return self._hide(text, [self.whole, *self.parts.values()]) if self.whole else text

    def hide_address(self, text: str) -> str:
        """An address or a file's name, where names stand in lower case with any sign between: ``▮`` for each letter."""
        if self.whole is None:
            return text
        spaced = re.sub(r"%20|[^\w]|_", lambda match: " " * len(match[0]), text)
        hidden = self._hide(spaced, [self.whole, *self.parts.values()], lower=True)
        return "".join(MARK if mark == MARK else char for mark, char in zip(hidden, text, strict=True))

    def _hide(self, text: str, patterns: Iterable[re.Pattern[str]], *, lower: bool = False) -> str:
        # A cheap first look; the fold below is slow but keeps offsets.
        plain = anyascii(_INVISIBLE.sub("", text)).lower()
        found = [pattern for pattern in dict.fromkeys(patterns) if pattern.search(plain)]
        return _cover(text, found, lower=lower) if found else text


def _cover(text: str, patterns: Iterable[re.Pattern[str]], *, lower: bool) -> str:
    folded = fold(text)
    chars = list(text)
    for pattern in patterns:
        for match in pattern.finditer(folded.text):
            start, end = folded.span(*match.span())
            if text[start].islower() and not lower:
                continue  # a word that merely looks like the name: names are written with a capital where there are any
            for offset in range(start, end):
                if not chars[offset].isspace():
                    chars[offset] = MARK
    return "".join(chars)


def make_mask(claims: Iterable[Claim], reports: Iterable[Report], mandate: Mandate, also: Iterable[str] = ()) -> Mask:
    """Collect the children whom any claim or the words of any report name.

    A person of unknown age whose name is nearly a child's counts as that child: hiding one name too many does no harm.
    ``also`` are names, in whatever script, that are known to be a child's.
    """
    claims, reports = list(claims), list(reports)
    persons = [(claim.report, person) for claim in claims for loss in claim.casualties for person in loss.persons]
    persons = [(report, person) for report, person in persons if bare_name(person.name)]
    names = {fold_name(bare_name(person.name)) for _, person in persons if _is_child(person)}
    known = _make_known(persons, mandate)
    adults = {fold_name(bare_name(person.name)) for _, person in persons if person.age is not None} - names
    names |= _told_names(claims, reports, known.parts) - adults
    names |= {fold_name(bare_name(name)) for name in also}
    names.discard("")
    if not names:
        return Mask()
    for _, person in persons:
        name = fold_name(bare_name(person.name))
        if person.age is None and any(fuzz.ratio(name, child) >= _SAME_NAME for child in names):
            names.add(name)
    whole = _pattern([order for name in names for order in (name.split(), name.split()[::-1])])
    return Mask(whole, _parts(names, known, reports), frozenset(names))


def _is_child(person: Person) -> bool:
    return names_a_child(person.name) if person.age is None else person.age < ADULT


def _told_names(claims: Iterable[Claim], reports: Iterable[Report], shared: set[str]) -> set[str]:
    """Folded names of children by the words around them; no speaker's, and no words of the language in headlines."""
    found = {fold_name(name) for report in reports for name in find_child_names(report)}
    if not found:
        return found
    words = seen_in_lower_case(reports)
    speakers = {fold_name(claim.speaker.text) for claim in claims}
    trimmed = {_without_words(name, words) for name in found}
    return {
        name
        for name in trimmed
        if name and not set(name.split()) <= shared and not any(_has_words(name, speaker) for speaker in speakers)
    }


def _without_words(name: str, words: frozenset[str]) -> str:
    """A name up to the first word of the language that follows its first word: “leyla mammadova killed”."""
    parts = name.split()
    end = next((number for number, part in enumerate(parts) if number and part in words), len(parts))
    return "" if len(parts) > 1 and parts[0] in words and end == 1 else " ".join(parts[:end])


def _has_words(name: str, speaker: str) -> bool:
    return len(name.split()) > 1 and f" {name} " in f" {speaker} "


@dataclass(frozen=True, slots=True)
class _Known:
    """Folded names of grown-ups, officials and places, whose parts alone do not point to the child."""

    names: frozenset[str]

    @property
    def parts(self) -> set[str]:
        return {part for name in self.names for part in name.split()}

    def make_pattern(self, parts: Iterable[str]) -> re.Pattern[str] | None:
        """What matches single parts, but for those that open a known name: “Leyla” and not “Leyla Holt”."""
        pieces = []
        for part in sorted(parts):
            rest = {name.removeprefix(f"{part} ") for name in self.names if name.startswith(f"{part} ")}
            stop = "|".join(_spaced(name.split()) for name in sorted(rest))
            pieces.append(re.escape(part) + (rf"(?![\s'\-]+(?:{stop})(?!\w))" if stop else ""))
        return re.compile(r"(?<!\w)(?:" + "|".join(pieces) + r")(?!\w)") if pieces else None


def _make_known(persons: Iterable[tuple[ReportId, Person]], mandate: Mandate) -> _Known:
    adults = [person.name for _, person in persons if person.age is not None and person.age >= ADULT]
    known = [name.text for actor in mandate.actors for name in actor.names]
    known += [name.text for place in mandate.places for name in place.names]
    return _Known(frozenset(fold_name(name) for name in (*adults, *known)))


def _parts(names: Iterable[str], known: _Known, reports: Iterable[Report]) -> dict[ReportId, re.Pattern[str]]:
    """For each report that writes a child's full name, what matches its parts there."""
    shared = known.parts
    wholes = [(_pattern([name.split(), name.split()[::-1]]), _telling(name, known, shared)) for name in names]
    patterns = {}
    for report in reports:
        plain = anyascii(_INVISIBLE.sub("", report.text)).lower()
        parts = {part for whole, mine in wholes if mine and whole and whole.search(plain) for part in mine}
        # A part that the report also writes in lower case is a word of the language ("rose"), no name.
        words = [part for part in parts if not re.search(rf"\b{re.escape(part)}\b", report.text)]
        pattern = known.make_pattern(words)
        if pattern:
            patterns[report.id] = pattern
    return patterns


def _telling(name: str, known: _Known, shared: set[str]) -> set[str]:
    """Parts that stand for the child alone: all that nobody else has, and its first name, even if an official's too."""
    long = [part for part in name.split() if len(part) >= _SHORTEST_PART and part not in known.names]
    return {part for part in long if part not in shared or part == name.split()[0]}


def _pattern(names: Iterable[list[str]]) -> re.Pattern[str] | None:
    """What matches any of the names in folded text, the longest first; initials and empty names match nothing."""
    usable = {tuple(name) for name in names if any(len(part.strip(".")) > 1 for part in name)}
    if not usable:
        return None
    joined = [_spaced(name) for name in sorted(usable, key=lambda n: (-len(n), n))]
    return re.compile(r"(?<!\w)(?:" + "|".join(joined) + r")(?!\w)")


def _spaced(parts: Iterable[str]) -> str:
    return r"[\s'\-]+".join(re.escape(part) for part in parts)
