"""Claims written as short calls: every mention's words are looked up in the text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from contactline.ports import Reading
from contactline.records.claims import (
    Act,
    Casualties,
    Claim,
    Kind,
    LawMention,
    Maker,
    Mention,
    Modality,
    NumberForm,
    Occurrence,
    Order,
    Outcome,
    Part,
    PlaceMention,
    Polarity,
    Status,
    Target,
    TimeMention,
    with_id,
)
from contactline.records.ids import ClaimId, SideId
from contactline.records.problems import Problem
from contactline.records.quotes import Quote, Span, make_quote
from contactline.records.reports import Report, ReportMeta, make_report
from contactline.resolve.resolve import Resolver


class Story:
    """One report and the claims made of it."""

    def __init__(
        self,
        text: str,
        *,
        publisher: str | None = "Meridian Wire",
        side: str | None = None,
        url: str | None = None,
        published: date | None = date(2020, 6, 10),
        relayed_from: str | None = None,
    ) -> None:
        meta = ReportMeta(
            publisher=publisher,
            side=SideId(side) if side else None,
            url=url,
            published_on=published,
            language="en",
            relayed_from=relayed_from,
        )
        self.report: Report = make_report(None, text, meta)
        self.claims: list[Claim] = []

    def quote(self, words: str, nth: int = 0) -> Quote:
        start = -1
        for _ in range(nth + 1):
            start = self.report.text.index(words, start + 1)
        return make_quote(self.report.id, self.report.text, Span(start, start + len(words)))

    def mention(self, words: str, of: str = "", antecedent: str = "", nth: int = 0) -> Mention:
        return Mention(words, self.quote(words, nth), of=of, antecedent=self.quote(antecedent) if antecedent else None)

    def loss(
        self,
        words: str,
        number: int = 1,
        form: NumberForm = NumberForm.EXACT,
        status: Status = Status.NOT_SAID,
        of: str = "",
    ) -> Casualties:
        maximum = None if form is NumberForm.UNSPECIFIED else number
        return Casualties(Outcome.KILLED, status, number, maximum, form, self.mention(words, of), self.quote(words))

    def claim(
        self,
        speaker: str | Mention | None = None,
        *,
        via: Sequence[Mention] = (),
        act: Act = Act.STATES,
        polarity: Polarity = Polarity.POSITIVE,
        modality: Modality = Modality.FACT,
        kind: Kind = Kind.NONE,
        trigger: str = "",
        actors: Sequence[Mention] = (),
        targets: Sequence[Mention] = (),
        places: Sequence[str] = (),
        time: str = "",
        order: Order = Order.NOT_STATED,
        losses: Sequence[Casualties] = (),
        law: str = "",
        words: str = "",
    ) -> Claim:
        if isinstance(speaker, str):
            speaker = self.mention(speaker)
        occurrence = Occurrence(
            kind=kind,
            trigger=self.quote(trigger) if trigger else None,
            actors=tuple(actors),
            targets=tuple(Target(mention) for mention in targets),
            places=tuple(PlaceMention(self.quote(place)) for place in places),
            time=TimeMention(self.quote(time)) if time else None,
            order=order,
        )
        claim = with_id(
            Claim(
                id=ClaimId(""),
                report=self.report.id,
                part=Part.BODY,
                act=act,
                polarity=polarity,
                modality=modality,
                speaker=speaker or Mention(self.report.meta.publisher or ""),
                relayed_by=tuple(via),
                occurrence=occurrence,
                quote=self.quote(words or self.report.text),
                maker=Maker("test", "1"),
                casualties=tuple(losses),
                law=(LawMention(self.quote(law)),) if law else (),
                construction=str(len(self.claims)),
            )
        )
        self.claims.append(claim)
        return claim

    def resolve(self, resolver: Resolver) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
        """The resolved claims and the problems."""
        reading = resolver.resolve(self.report, Reading(tuple(self.claims)))
        return reading.claims, reading.problems


def codes(problems: Sequence[Problem]) -> list[str]:
    return [problem.code for problem in problems]
