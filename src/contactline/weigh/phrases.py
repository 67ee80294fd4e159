"""Plain neutral words for values and sides: one list of verbs, the same for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contactline.records.claims import NumberForm
from contactline.records.ids import SideId
from contactline.records.incidents import State
from contactline.records.mandates import Mandate
from contactline.records.times import TimePrecision, When
from contactline.records.titles import make_day_title

VERBS: Final = {
    State.STATED: "says",
    State.ADMITTED: "acknowledges",
    State.DENIED: "denies",
    State.PARTLY_DENIED: "partly denies",
    State.HEDGED: "says with reservation",
}
RELAYED: Final = "is quoted as saying"
"""The verb for words of a side that others relay."""
SHOWING_VERBS: Final = {
    ("evidence", State.STATED): "shows",
    ("evidence", State.DENIED): "disputes",
    ("law", State.STATED): "invokes",
    ("law", State.DENIED): "disputes",
}
PLURAL_VERBS: Final = {
    "shows": "show",
    "invokes": "invoke",
    "disputes": "dispute",
    "says": "say",
    "acknowledges": "acknowledge",
    "denies": "deny",
    "partly denies": "partly deny",
    "says with reservation": "say with reservation",
    RELAYED: "are quoted as saying",
}


def say_number(minimum: int, maximum: int | None, form: NumberForm) -> str:
    """A number of people, such as ``2``, ``at least 3``, ``2–4``, ``none`` or ``some, number not said``."""
    if form is NumberForm.NONE or maximum == 0:
        return "none"
    if form is NumberForm.UNSPECIFIED:
        return "some, number not said"
    if form is NumberForm.AT_LEAST or maximum is None:
        return f"at least {minimum}"
    if form is NumberForm.AT_MOST:
        return f"at most {maximum}"
    if form is NumberForm.ABOUT:
        return f"about {minimum}" if minimum == maximum else f"about {minimum}–{maximum}"
    return str(minimum) if minimum == maximum else f"{minimum}–{maximum}"


def say_when(when: When) -> str:
    """A time in the zone it was read in, such as ``about 20:40 on 4 July 2017``."""
    zone = _zone(when.zone)
    first, last = when.earliest.astimezone(zone), when.latest.astimezone(zone)
    last_day = max(first, last - timedelta(seconds=1)) if last > first else last
    days = make_day_title(first.date(), last_day.date())
    if when.precision in {TimePrecision.DAY, TimePrecision.DAYS}:
        return days
    if when.precision is TimePrecision.HOUR:
        middle = first + (last - first) / 2
        return f"about {middle:%H:%M} on {days}"
    if first == last or last - first <= timedelta(minutes=1):
        return f"{first:%H:%M} on {days}"
    return f"{first:%H:%M}–{_say_end(first, last)} on {days}"


def say_side(side: SideId, mandate: Mandate, *, begin: bool = False) -> str:
    """A side inside a sentence: ``the Armenian side``, ``third parties``."""
    title = mandate.side_title(side)
    if side not in {known.id for known in mandate.sides}:
        return title if begin else title[:1].lower() + title[1:]
    if not title.casefold().endswith(" side"):
        return title
    return f"{'The' if begin else 'the'} {title}"


def say_list(words: Sequence[str], count: int) -> str:
    """Some words joined by commas and “and”; beyond ``count`` only their number."""
    shown = list(words[:count])
    rest = len(words) - len(shown)
    if rest:
        return f"{', '.join(shown)} and {rest} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def shorten(words: str, width: int) -> str:
    """The words, cut at a word's end where they are longer than ``width`` characters."""
    return words if len(words) <= width else words[:width].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _say_end(first: datetime, last: datetime) -> str:
    """The end of an interval; midnight is 24:00 of the day before."""
    midnight = (last.hour, last.minute) == (0, 0) and last.date() > first.date()
    return "24:00" if midnight else f"{last:%H:%M}"


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
