"""What a text itself tells of its headline, publisher, day and language where nobody stated them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from contactline.collect.dates import guess_publication, is_date_line
from contactline.collect.fields import Fields
from contactline.collect.language import guess_language
from contactline.collect.lines import Labelled, Line, find_furniture, find_labelled, iter_lines
from contactline.collect.problems import make_info, make_warning
from contactline.records.problems import Problem
from contactline.records.quotes import Span

_MAX_HEADLINE = 250
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]]")
_NAME = r"(?P<name>[^\W\d_][\w.'’-]*(?: [A-Z0-9][\w.'’-]*){0,3})"
_MONTH_WORD = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Za-z]*\.?"
)
_DATE_WORDS = rf"(?:{_MONTH_WORD} \d{{1,2}}|\d{{1,2}} {_MONTH_WORD})(?:,? \d{{4}})?"
_PLACE_WORDS = r"[A-Z\u00c0-\u1fff][^\n.(—–:]{1,60}?"
# The agency of a dateline: "BAKU/YEREVAN (Reuters) -", "Baku, July 5 (APA) —", "Moscow, April 29, Interfax.",
# "Baku, Azerbaijan, July 6. Trend:"
_DATELINES = (
    re.compile(rf"{_PLACE_WORDS}[,.]?\s+(?:\(?{_DATE_WORDS}\)?[,.]?\s+)?[(\[]{_NAME}[)\]]\s*[-—–:.]"),
    re.compile(rf"\({_NAME}\)\s*[-—–]"),
    re.compile(rf"{_PLACE_WORDS},\s+{_DATE_WORDS}[,./]\s*/?{_NAME}/?\s*[.:—–-](?=\s|$)"),
    re.compile(rf"{_PLACE_WORDS},\s+{_DATE_WORDS}\s*[/—–-]\s*{_NAME}\s*/?\s*[.:—–-]"),
)
_DATELINE_START = re.compile(rf"{_PLACE_WORDS}(?:,\s+{_DATE_WORDS}|\s+\([^)]{{2,30}}\))?\s*[—–:-]")
_SENTENCE_END = re.compile(r"[^.\s]{3,}\.[”\"’')\]]*$")


@dataclass(frozen=True, slots=True)
class Completed:
    """A document with all that could be known.

    Attributes:
        body: the words without the headline.
        trailer: spans of ``body`` that are not the report's own words.
        guessed: names of the fields that were worked out.
    """

    body: str
    fields: Fields
    trailer: tuple[Span, ...]
    guessed: tuple[str, ...]
    problems: tuple[Problem, ...]


def complete(
    body: str, stated: Fields, page: Fields, file_name: str, subject: str, asides: tuple[Span, ...] = ()
) -> Completed:
    """Fill what is not stated from the page's own metadata, then from the text, and say so.

    Args:
        body: all words of the document.
        stated: from sidecar and front matter.
        page: from the document's format (an HTML page's metadata, a Markdown heading).
        file_name: may tell year, month or day.
        subject: the file's name for problems.
        asides: spans of ``body`` that are no sentences.
    """
    fields = stated.filled_from(page)
    length = len(body)
    if fields.headline is None:
        headline, body = part_headline(body)
        fields = fields.filled_from(Fields(headline=headline))
    lines = tuple(iter_lines(body))
    labelled = find_labelled(lines)
    date_lines = _find_date_lines(lines)
    fields = fields.filled_from(_from_labels(labelled, fields.headline))
    fields = fields.filled_from(_from_text(lines, fields))
    problems: list[Problem] = []
    if fields.published is None:
        dates = (*(label.value for label in labelled if label.sort == "date"), *(line.text for line in date_lines))
        fields, problem = _with_day(body, fields, file_name, dates, subject)
        problems.append(problem)
    fields, problem_of_language = _with_language(body, fields, subject)
    problems += problem_of_language
    parted = length - len(body)  # the headline was taken off the front
    trailer = {
        *(Span(span.start - parted, span.end - parted) for span in asides if span.start >= parted),
        *find_furniture(lines, fields.headline),
        *(label.line.span for label in labelled),
        *(line.span for line in date_lines),
    }
    guessed = tuple(sorted(fields.known() - stated.known()))
    if guessed:
        problems.append(_note_guessed(fields, guessed, subject))
    return Completed(body, fields, tuple(sorted(trailer)), guessed, tuple(problems))


def part_headline(body: str) -> tuple[str | None, str]:
    """A first line that reads like a headline, and the rest; ``None`` and the whole text where none does."""
    start = len(body) - len(body.lstrip())
    end = body.find("\n", start)
    first = body[start:end].strip() if end >= 0 else ""
    rest = body[end + 1 :] if end >= 0 else ""
    if not first or not rest.strip() or not _reads_like_headline(first, rest):
        return None, body
    return first, rest.lstrip("\n")


def _reads_like_headline(first: str, rest: str) -> bool:
    if len(first) > _MAX_HEADLINE or len(first.split()) < 2 or _SENTENCE_END.search(first):
        return False
    if first.endswith((":", ",", ";")) or not any(char.isalpha() for char in first) or first[0].islower():
        return False
    if is_date_line(first) or _ADDRESS.match(first) or find_labelled(tuple(iter_lines(first))):
        return False
    if any(pattern.match(first) for pattern in _DATELINES):
        return False
    # Below it a blank line, or a line that begins anew: a wrapped first sentence goes on in lower case.
    following = rest.lstrip()
    return rest.startswith("\n") or (not following[0].islower() and len(following.split("\n", 1)[0]) > len(first))


def _from_labels(labelled: tuple[Labelled, ...], headline: str | None) -> Fields:
    publisher = url = None
    for label in labelled:
        address = _ADDRESS.search(label.value)
        if address and label.sort in {"source", "link"}:
            url = url or address.group()
        name = _ADDRESS.sub("", label.value).strip(" ,;()—–-")
        if label.sort == "source" and name and publisher is None and name != headline:
            publisher = name
    return Fields(publisher=publisher, url=url)


def _from_text(lines: tuple[Line, ...], known: Fields) -> Fields:
    """Address lines at the ends; then the agency of the dateline, or the address's host, as publisher."""
    url = known.url
    for line in (*lines[:3], *lines[-3:]):
        match = _ADDRESS.fullmatch(line.text)
        if match and url is None:
            url = match.group()
    agency = next((name for line in lines[:3] if (name := find_dateline_agency(line.text))), None)
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    publisher = known.publisher or host or agency
    relayed = agency if agency and publisher and agency.casefold() != publisher.casefold() else None
    return Fields(publisher=publisher or None, url=url, relayed_from=relayed)


def find_dateline_agency(line: str) -> str | None:
    """The agency that a dateline names: "BAKU/YEREVAN (Reuters) -" gives Reuters."""
    head = line[:160]
    for pattern in _DATELINES:
        match = pattern.match(head)
        if match and not re.fullmatch(_MONTH_WORD, match["name"]):
            return match["name"].strip(" .")
    return None


def _find_date_lines(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(line for line in (*lines[:5], *lines[max(5, len(lines) - 4) :]) if is_date_line(line.text))


def _with_day(
    body: str, fields: Fields, file_name: str, dates: tuple[str, ...], subject: str
) -> tuple[Fields, Problem]:
    text = f"{fields.headline or ''}\n{body}"
    guess = guess_publication(text, file_name, fields.url, dates)
    if guess.day is None:
        message = f"the day of publication is not known ({guess.reason}); give “published” in front matter or a sidecar"
        return fields, make_warning("published-unknown", message, subject)
    found = fields.filled_from(Fields(published_on=guess.day))
    return found, make_info(
        "published-guessed", f"day of publication taken as {guess.day.isoformat()}, {guess.reason}", subject
    )


def _with_language(body: str, fields: Fields, subject: str) -> tuple[Fields, tuple[Problem, ...]]:
    seen = guess_language(f"{fields.headline or ''}\n{body.strip()}")
    if fields.language is None:
        return fields.filled_from(Fields(language=seen)), ()
    if seen is None or seen == fields.language:
        return fields, ()
    message = f"stated as language “{fields.language}”, but it reads like “{seen}”; the stated one is used"
    return fields, (make_warning("language-mismatch", message, subject),)


def _note_guessed(fields: Fields, guessed: tuple[str, ...], subject: str) -> Problem:
    values = ", ".join(f"{name} “{getattr(fields, name)}”" for name in guessed)
    message = f"not stated, taken from the document itself: {values}; if wrong, state them in front matter or a sidecar"
    return make_info("guessed", message, subject)
