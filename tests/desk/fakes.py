"""Small rooms behind the desk's seams: every sentence that names a number of dead becomes a claim of its publisher."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from contactline.desk.rooms import Rooms
from contactline.engines.local import LocalEngine
from contactline.ports import Reading
from contactline.records.claims import (
    Act,
    Claim,
    Kind,
    Maker,
    Mention,
    Modality,
    Occurrence,
    Part,
    Polarity,
    with_id,
)
from contactline.records.dossiers import Dossier
from contactline.records.ids import ClaimId, IncidentId
from contactline.records.incidents import Episode, Incident, Membership, Origin, Weighing
from contactline.records.judgements import LinkJudgement
from contactline.records.mandates import Mandate
from contactline.records.problems import Problem
from contactline.records.quotes import Span, make_quote
from contactline.records.reports import Report

_LOSS = re.compile(r"[^.\n]*\bkilled\b[^.\n]*\.?")


@dataclass
class FakeReader:
    """One claim for each sentence with "killed"; a report with "explode" is one that it cannot bear."""

    name: str = "fake"
    version: str = "1"
    languages: tuple[str, ...] = ("en",)
    read_reports: list[str] = field(default_factory=list)

    def read(self, report: Report, names: object) -> Reading:
        self.read_reports.append(report.title)
        if "explode" in report.text:
            raise KeyError("unforeseen")
        claims = [self._claim(report, Span(*found.span())) for found in _LOSS.finditer(report.text)]
        return Reading(claims=tuple(claims))

    def _claim(self, report: Report, span: Span) -> Claim:
        speaker = Mention(report.meta.publisher or "", side=report.meta.side)
        return with_id(
            Claim(
                id=ClaimId(""),
                report=report.id,
                part=Part.BODY,
                act=Act.STATES,
                polarity=Polarity.POSITIVE,
                modality=Modality.FACT,
                speaker=speaker,
                relayed_by=(),
                occurrence=Occurrence(Kind.KILLING),
                quote=make_quote(report.id, report.text, span),
                maker=Maker(self.name, self.version),
            )
        )


class FakeNames:
    """Knows no name."""

    def spot(self, text: str) -> tuple[()]:
        return ()


class FakeResolver:
    """Leaves everything as text."""

    version = "1"

    def __init__(self, mandate: Mandate) -> None:
        self.names = FakeNames()

    def resolve(self, report: Report, reading: Reading) -> Reading:
        return reading


@dataclass(frozen=True)
class FakeLinking:
    incidents: tuple[Incident, ...]
    answers: tuple[tuple[ClaimId, ClaimId], ...] = ()
    origins: tuple[Origin, ...] = ()
    problems: tuple[Problem, ...] = ()
    episodes: tuple[Episode, ...] = ()
    judgements: tuple[LinkJudgement, ...] = ()


@dataclass(frozen=True)
class FakeChoice:
    mandate: Mandate | None
    reason: str


def fake_link(
    readings: object,
    mandate: Mandate,
    previous: tuple[Incident, ...],
    judgements: object = (),
    history: object = (),
    model: object = None,
) -> FakeLinking:
    claims = [claim for _, reading in readings for claim in reading.claims]  # type: ignore[attr-defined]
    if not claims:
        return FakeLinking(())
    members = tuple(Membership(claim.id, 1.0, "all are one") for claim in claims)
    kept = previous[0].id if previous else IncidentId("i-" + claims[0].id)
    return FakeLinking((Incident(kept, "Killing", Kind.KILLING, None, (), members),))


def fake_weigh(
    incident: Incident, claims: object, reports: object, mandate: Mandate, origins: object, answers: object = ()
) -> Weighing:
    return Weighing(incident.id, (), (), (), (), (), ())


def fake_publish(dossier: Dossier, out: Path, *, keep_text: bool = False) -> tuple[Path, ...]:
    files = {"claims.jsonl": "\n".join(json.dumps([claim.id, claim.quote.words]) for claim in dossier.claims)}
    files |= {f"incident-{incident.id}.html": incident.title for incident in dossier.incidents}
    files["problems.jsonl"] = "\n".join(f"{problem.code} {problem.subject}" for problem in dossier.problems)
    if keep_text:
        files |= {f"reports/{report.id}.txt": report.text for report in dossier.reports}
    files["index.html"] = f"{len(dossier.reports)} reports"
    for name, content in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(content, encoding="utf-8")
    return tuple(out / name for name in files)


def make_rooms(reader: FakeReader | None = None) -> Rooms:
    return Rooms(
        reader=reader or FakeReader(),
        engine=LocalEngine(),
        choose_mandate=lambda mandates, texts: FakeChoice(
            next(mandate for mandate in mandates if mandate.name == "demo"), "the invented names fit"
        ),
        make_resolver=FakeResolver,
        link=fake_link,
        weigh=fake_weigh,
        publish=fake_publish,
    )


class FixedClock:
    """Every reading of the clock is a second later."""

    def __init__(self) -> None:
        self.second = 0

    def now(self) -> datetime:
        self.second += 1
        return datetime(2020, 1, 1, 0, self.second // 60, self.second % 60, tzinfo=UTC)
