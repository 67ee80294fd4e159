"""Who publishes a report: by name, by address, and whose side that is. What the user states wins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from contactline.records.claims import Mention
from contactline.records.ids import THIRD, ActorId
from contactline.records.mandates import Mandate
from contactline.records.names import SpotSort
from contactline.records.reports import ReportMeta
from contactline.resolve.log import Log
from contactline.resolve.names import Entry, NameIndex

NOBODY: Final = "the publisher of the report"
_FILLERS: Final = frozenset(
    {"news", "agency", "press", "tv", "channel", "online", "website", "newspaper", "radio", "com", "english", "the"}
)


def describe_publisher(meta: ReportMeta, index: NameIndex, mandate: Mandate, log: Log) -> Mention:
    """The publisher as a mention without a quote; a side that is not known stays ``None``, with a problem."""
    entry = find_outlet(meta.publisher, meta.url, index)
    words = meta.publisher or (entry.texts and ".".join(entry.texts) if entry else "") or NOBODY
    actor = ActorId(entry.id) if entry else None
    stated = meta.side if meta.side in {*(side.id for side in mandate.sides), THIRD} else None
    registered = entry.side if entry else None
    if stated and registered and stated != registered:
        message = (
            f"“{words}” is given as {mandate.side_title(stated)}, but the mandate has it as "
            f"{mandate.side_title(registered)}; what was given is used"
        )
        log.missing("publisher-side-conflict", message, None, words)
    side = stated or registered
    if side is None:
        message = f"the side of “{words}” is not known; give it as “side” with the report, or add it to the mandate"
        log.missing("publisher-unknown", message, None, words)
    return Mention(words, None, actor, side)


def find_outlet(name: str | None, url: str | None, index: NameIndex) -> Entry | None:
    """The one actor that a publisher's name means, else the one that its address belongs to."""
    for words in (*_name_forms(name), *_hosts(url)):
        entries = {entry.id: entry for entry in index.find(words) if entry.sort is SpotSort.ACTOR}
        if len(entries) == 1:
            return next(iter(entries.values()))
    return None


def _name_forms(name: str | None) -> Iterator[str]:
    """A name as written, then without "The" and without words such as "News Agency" at its end."""
    if not name:
        return
    yield name
    words = name.split()
    while len(words) > 1 and words[-1].lower().strip("().") in _FILLERS:
        words = words[:-1]
        yield " ".join(words)
    if len(words) > 1 and words[0].lower() == "the":
        yield " ".join(words[1:])


def _hosts(url: str | None) -> Iterator[str]:
    """A host and its parents: en.example.org, example.org."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return
    parts = host.split(".")
    for start in range(max(len(parts) - 1, 0)):
        yield ".".join(parts[start:])
