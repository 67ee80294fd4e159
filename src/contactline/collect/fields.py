"""What is stated about a document beside its words, checked where it enters."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from contactline.collect.decode import clean_value
from contactline.collect.problems import make_info, make_warning
from contactline.records.ids import THIRD, SideId
from contactline.records.problems import Problem

NAMES = ("publisher", "side", "url", "published", "language", "headline", "relayed_from", "sensitive")
"""The fields that a sidecar or front matter may have."""

_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_][A-Za-z0-9-]+)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One field as written, and the line of its file that it stands in (0 where there are no lines)."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Fields:
    """Checked fields; ``None`` means not known. Either ``published_at`` or ``published_on`` is set, or none."""

    publisher: str | None = None
    side: SideId | None = None
    url: str | None = None
    published_at: datetime | None = None
    published_on: date | None = None
    language: str | None = None
    headline: str | None = None
    relayed_from: str | None = None
    sensitive: bool | None = None

    @property
    def published(self) -> datetime | date | None:
        """The time of publication, as fine as it is known."""
        return self.published_at or self.published_on

    def known(self) -> frozenset[str]:
        """Names of the fields that have a value."""
        return frozenset(name for name in NAMES if getattr(self, name) is not None)

    def filled_from(self, other: Fields) -> Fields:
        """These fields, and the other's where a value is missing here."""
        filled = {name: getattr(other, name) for name in NAMES if name != "published" and getattr(self, name) is None}
        filled["sensitive"] = self.sensitive or other.sensitive  # marked once is marked
        if self.published is None:
            filled |= {"published_at": other.published_at, "published_on": other.published_on}
        return replace(self, **filled)


NOTHING = Fields()
"""No field is known."""


def make_fields(entries: Mapping[str, Entry], subject: str) -> tuple[Fields, tuple[Problem, ...]]:
    """Check stated fields one by one; a wrong one is left out and named, the others stand.

    Args:
        entries: field names as written, with their texts.
        subject: the file that states them.
    """
    fields = Fields()
    problems: list[Problem] = []
    for name, entry in entries.items():
        text = clean_value(entry.text)
        where = f"line {entry.line}, " if entry.line else ""
        if name not in NAMES:
            problems.append(
                make_info("field-unknown", f"{where}field “{name}” is not used; known are {', '.join(NAMES)}", subject)
            )
        elif text:
            try:
                fields = replace(fields, **_PARSERS[name](text))
            except ValueError as error:
                problems.append(make_warning(f"{name}-wrong", f"{where}field “{name}”: {error}", subject))
            else:
                problems += _note_naive(name, text, where, subject)
    return fields, tuple(problems)


def parse_published(text: str) -> dict[str, datetime | date | None]:
    """A day or an instant in ISO 8601. A clock time without zone gives the day alone: the zone is not ours to choose.

    Raises:
        ValueError: neither.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        message = f"“{text}” is no date; write it like 2017-07-05 or 2017-07-05T14:20+04:00"
        raise ValueError(message) from None
    if moment.tzinfo is None:
        return {"published_on": moment.date(), "published_at": None}
    return {"published_at": moment, "published_on": moment.date()}


def _note_naive(name: str, text: str, where: str, subject: str) -> tuple[Problem, ...]:
    if name != "published" or not re.search(r"\d[T ]\d", text) or datetime.fromisoformat(text).tzinfo is not None:
        return ()
    message = f"{where}field “published”: “{text}” names no zone, so only its day is used; write the zone, like +04:00"
    return (make_warning("published-without-zone", message, subject),)


def _parse_side(text: str) -> dict[str, object]:
    return {"side": THIRD if text.lower() == THIRD else SideId(text)}


def _parse_url(text: str) -> dict[str, object]:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or any(char.isspace() for char in text):
        raise ValueError(f"“{text}” is no public address; it has to begin with http:// or https://")
    return {"url": text}


def _parse_language(text: str) -> dict[str, object]:
    match = _LANGUAGE.fullmatch(text)
    if not match:
        raise ValueError(f"“{text}” is no language code; write two letters, such as en")
    return {"language": match[1].lower()}


def _parse_sensitive(text: str) -> dict[str, object]:
    # Whoever writes the field at all thinks of danger: only a plain no is one.
    return {"sensitive": text.lower() not in {"no", "false"}}


def _parse_words(name: str, text: str) -> dict[str, object]:
    return {name: " ".join(text.split())}


_PARSERS: dict[str, Callable[[str], Mapping[str, Any]]] = {
    "publisher": lambda text: _parse_words("publisher", text),
    "side": _parse_side,
    "url": _parse_url,
    "published": parse_published,
    "language": _parse_language,
    "headline": lambda text: _parse_words("headline", text),
    "relayed_from": lambda text: _parse_words("relayed_from", text),
    "sensitive": _parse_sensitive,
}
