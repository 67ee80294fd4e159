"""Children are never named in full: initials for their names, an age band for their ages, marks over the words.

The rule and its limits: ``docs/decisions/0005-children-names.md``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from anyascii import anyascii
from rapidfuzz import fuzz

from contactline._kit.folding import INVISIBLE, fold, fold_name
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
    return " ".join(f"{part[0].upper()}." for part in re.split(r"[\s\-]+", name.strip()) if part and part[0].isalnum())


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
        return fold_name(person.name) in self.names

    def hide(self, text: str, report: ReportId | None = None) -> str:
        """The text with every character of a child's name as ``▮``; the same number of code points."""
        if self.whole is None:
            return text
        patterns = [self.whole]
        if report is not None and report in self.parts:
            patterns.append(self.parts[report])
        plain = anyascii(
            _INVISIBLE.sub("", text)
        ).lower()  # a cheap first look; the fold below is slow but keeps offsets
        patterns = [pattern for pattern in patterns if pattern.search(plain)]
        return _cover(text, patterns) if patterns else text


def _cover(text: str, patterns: Iterable[re.Pattern[str]]) -> str:
    folded = fold(text)
    chars = list(text)
    for pattern in patterns:
        for match in pattern.finditer(folded.text):
            start, end = folded.span(*match.span())
            if text[start].islower():
                continue  # a word that merely looks like the name: names are written with a capital where there are any
            for offset in range(start, end):
                if not chars[offset].isspace():
                    chars[offset] = MARK
    return "".join(chars)


def make_mask(claims: Iterable[Claim], reports: Iterable[Report], mandate: Mandate) -> Mask:
    """Collect the children that any claim names.

    A person of unknown age whose name is nearly a child's counts as that child: hiding one name too many does no harm.
    """
    persons = [(claim.report, person) for claim in claims for loss in claim.casualties for person in loss.persons]
    persons = [(report, person) for report, person in persons if person.name.strip()]
    children = {person.name for _, person in persons if person.age is not None and person.age < ADULT}
    if not children:
        return Mask()
    folded = {fold_name(name) for name in children}
    for _, person in persons:
        if person.age is None and any(fuzz.ratio(fold_name(person.name), name) >= _SAME_NAME for name in folded):
            children.add(person.name)
    names = frozenset(fold_name(name) for name in children)
    whole = _pattern([order for name in names for order in (name.split(), name.split()[::-1])])
    return Mask(whole, _parts(persons, names, _shared(persons, mandate), reports), names)


def _shared(persons: Iterable[tuple[ReportId, Person]], mandate: Mandate) -> set[str]:
    """Parts that grown-ups, officials or places are called by, which alone do not point to the child."""
    adults = [person.name for _, person in persons if person.age is not None and person.age >= ADULT]
    known = [name.text for actor in mandate.actors for name in actor.names]
    known += [name.text for place in mandate.places for name in place.names]
    return {part for name in (*adults, *known) for part in fold_name(name).split()}


def _parts(
    persons: Iterable[tuple[ReportId, Person]], names: frozenset[str], shared: set[str], reports: Iterable[Report]
) -> dict[ReportId, re.Pattern[str]]:
    found: dict[ReportId, set[str]] = defaultdict(set)
    for report, person in persons:
        name = fold_name(person.name)
        if name in names:
            found[report] |= {part for part in name.split() if len(part) >= _SHORTEST_PART and part not in shared}
    texts = {report.id: report.text for report in reports if report.id in found}
    patterns = {}
    for report, parts in found.items():
        # A part that the report also writes in lower case is a word of the language ("rose"), no name.
        words = sorted(part for part in parts if not re.search(rf"\b{re.escape(part)}\b", texts.get(report, "")))
        pattern = _pattern([[word] for word in words])
        if pattern:
            patterns[report] = pattern
    return patterns


def _pattern(names: Iterable[list[str]]) -> re.Pattern[str] | None:
    """What matches any of the names in folded text, the longest first; initials and empty names match nothing."""
    usable = {tuple(name) for name in names if any(len(part.strip(".")) > 1 for part in name)}
    if not usable:
        return None
    joined = [r"[\s'\-]+".join(re.escape(part) for part in name) for name in sorted(usable, key=lambda n: (-len(n), n))]
    return re.compile(r"(?<!\w)(?:" + "|".join(joined) + r")(?!\w)")
