"""What the attribution tests share: a report from a sentence, and its attributions in a form easy to compare."""

from __future__ import annotations

from datetime import date

from contactline.read.attribution import find_attributions
from contactline.read.document import Document, make_document
from contactline.read.parts import Attribution
from contactline.records.reports import ReportMeta, make_report

PUBLISHER = "The Daily Ledger"


def document_of(text: str, headline: str | None = None, day: date | None = date(2031, 7, 5)) -> Document:
    return make_document(make_report(headline, text, ReportMeta(publisher=PUBLISHER, published_on=day, language="en")))


def attributions_of(text: str, headline: str | None = None) -> tuple[Attribution, ...]:
    return find_attributions(document_of(text, headline), ())


def one(text: str, headline: str | None = None) -> tuple[str, str, str]:
    """Speaker, act and content of the first attribution."""
    document = document_of(text, headline)
    first = find_attributions(document, ())[0]
    return first.speaker.text, first.act.value, document.words(first.content)


def all_of(text: str) -> list[tuple[str, str, str]]:
    document = document_of(text)
    return [(a.speaker.text, a.act.value, document.words(a.content)) for a in find_attributions(document, ())]
