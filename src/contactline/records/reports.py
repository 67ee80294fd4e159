"""Reports: one document as received, its text fixed once and for all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contactline._kit.hashing import make_content_id
from contactline.records.ids import ReportId, SideId
from contactline.records.quotes import Span

_VERSION = 1


@dataclass(frozen=True, slots=True)
class ReportMeta:
    """What is known about a document beside its words. ``None`` means not known.

    Attributes:
        publisher: name of who publishes, as written.
        side: side id of the publisher as stated by the user; otherwise the mandate's register decides later.
        url: public address.
        published_at: aware instant of publication, if a clock time is known.
        published_on: day of publication in the publisher's zone.
        language: two-letter code of the text's language.
        relayed_from: name of the agency or outlet whose text this is.
        sensitive: marked by the user: never sent to a reader that runs elsewhere. It says nothing about publication.
        guessed: names of the fields above (or ``headline``) that were worked out and not given.
    """

    publisher: str | None = None
    side: SideId | None = None
    url: str | None = None
    published_at: datetime | None = None
    published_on: date | None = None
    language: str | None = None
    relayed_from: str | None = None
    sensitive: bool = False
    guessed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.published_at is not None and self.published_at.tzinfo is None:
            raise ValueError("published_at needs a zone")

    @property
    def published(self) -> str | None:
        """The time of publication as ISO 8601: an instant if known, else a day."""
        moment = self.published_at or self.published_on
        return moment.isoformat() if moment else None


@dataclass(frozen=True, slots=True)
class Report:
    r"""One document. ``text`` never changes; every span of every claim points into it.

    Attributes:
        text: headline, a blank line, body; Unicode as received, line ends evened out to ``\\n``.
        headline: span of the headline, or ``None``.
        body: span of the body.
        trailer: spans of lines that are not the report's own words (source lines, share buttons, repeated headlines).
    """

    id: ReportId
    text: str
    headline: Span | None
    body: Span
    meta: ReportMeta
    trailer: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        for span in (self.headline, self.body, *self.trailer):
            if span is not None and span.end > len(self.text):
                raise ValueError("a span of the report reaches past its text")

    @property
    def headline_text(self) -> str:
        """The headline's words, or the empty string."""
        return self.text[self.headline.start : self.headline.end] if self.headline else ""

    @property
    def title(self) -> str:
        """What a page calls the report: headline, or the first words of the body."""
        if self.headline:
            return self.headline_text
        first = self.text[self.body.start : self.body.end].strip().splitlines()
        return (first[0][:90] if first else "") or "(untitled)"


def make_report(headline: str | None, body: str, meta: ReportMeta, trailer: tuple[Span, ...] = ()) -> Report:
    r"""Fix a document's text and give it its content id.

    Args:
        headline: the headline alone, or ``None``.
        body: the rest, line ends as ``\\n``.
        meta: what is known beside the words; part of the id, but for what was guessed.
        trailer: spans relative to ``body`` of lines that are not the report's own words.
    """
    headline = (headline or "").strip()
    text = f"{headline}\n\n{body}" if headline else body
    shift = len(text) - len(body)
    identity = {
        "text": text,
        "headline": headline,
        "publisher": meta.publisher,
        "side": meta.side,
        "url": meta.url,
        "published": meta.published,
        "language": meta.language,
        "relayed_from": meta.relayed_from,
    }
    if meta.sensitive:  # only then, so that other reports keep the ids that they had before this mark was known
        identity["sensitive"] = "yes"
    return Report(
        id=ReportId(make_content_id("r", _VERSION, identity)),
        text=text,
        headline=Span(0, len(headline)) if headline else None,
        body=Span(shift, len(text)),
        meta=meta,
        trailer=tuple(Span(span.start + shift, span.end + shift) for span in trailer),
    )


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a document came in: where from, when, its bytes' digest, and which earlier report it replaces.

    Attributes:
        locator: path or address as given.
        digest: ``sha256:…`` of the bytes as received.
        received_at: aware UTC.
        supersedes: the report that the same locator gave before, when its content has changed since.
    """

    locator: str
    report: ReportId
    digest: str
    received_at: datetime
    supersedes: ReportId | None = None
