"""Small worlds of victims: claims of one or more incidents, each told by a report of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from contactline.records.claims import (
    Act,
    Casualties,
    Claim,
    Kind,
    Maker,
    Mention,
    Modality,
    NumberForm,
    Occurrence,
    Outcome,
    Part,
    Person,
    Polarity,
    Sequel,
    Status,
    with_id,
)
from contactline.records.ids import ClaimId, IncidentId, JudgementId, MentionId, ReportId, SideId
from contactline.records.incidents import Incident, Membership
from contactline.records.judgements import Verdict
from contactline.records.persons import CasualtyRegister, MentionAnchor, PersonJudgement, RegisteredPerson
from contactline.records.quotes import Span, make_quote
from contactline.records.reports import Report, ReportMeta, make_report
from contactline.records.times import TimePrecision, When
from contactline.weigh.persons.register import make_register

NORTH, SOUTH = SideId("NO"), SideId("SO")
FIRST_DAY = date(2031, 5, 2)


@dataclass(frozen=True, slots=True)
class Victim:
    """One person of a report."""

    name: str
    age: float | None = None
    born: int | None = None
    outcome: Outcome = Outcome.KILLED
    side: SideId | None = NORTH
    status: Status = Status.CIVILIAN
    sequel: Sequel | None = None
    rank: str = ""


@dataclass(slots=True)
class World:
    """Builds reports, claims and incidents, and the register of them."""

    claims: list[Claim] = field(default_factory=list)
    reports: dict[ReportId, Report] = field(default_factory=dict)
    homes: dict[str, list[ClaimId]] = field(default_factory=dict)
    days: dict[str, int] = field(default_factory=dict)

    def tell(
        self,
        *victims: Victim,
        incident: str = "i-1",
        day: int = 0,
        published: int | None = None,
        publisher: str = "Line Observer",
        denied: bool = False,
        figure: tuple[int, int | None] | None = None,
        form: NumberForm = NumberForm.EXACT,
        modality: Modality = Modality.FACT,
        together: bool = True,
    ) -> Claim:
        """One report with one claim: its victims in one casualty record, or each in one of its own."""
        words = [f"{victim.name or 'somebody'} ({number})" for number, victim in enumerate(victims)]
        text = f"{publisher} {len(self.reports)}: " + ", ".join(words or ["people"]) + " were hit."
        on = FIRST_DAY + timedelta(days=day if published is None else published)
        report = make_report(None, text, ReportMeta(publisher=publisher, published_on=on))
        self.reports[report.id] = report
        persons, at = [], text.index(": ") + 2
        for victim, word in zip(victims, words, strict=True):
            quote = make_quote(report.id, text, Span(at, at + len(word)))
            at += len(word) + 2
            persons.append(Person(victim.name, quote, victim.age, victim.born, victim.rank, victim.sequel))
        whole = make_quote(report.id, text, Span(text.index(": ") + 2, len(text)))
        claim = with_id(
            Claim(
                id=ClaimId(""),
                report=report.id,
                part=Part.BODY,
                act=Act.DENIES if denied else Act.STATES,
                polarity=Polarity.NEGATIVE if denied else Polarity.POSITIVE,
                modality=modality,
                speaker=Mention(publisher),
                relayed_by=(),
                occurrence=Occurrence(Kind.SHELLING),
                quote=whole,
                maker=Maker("test", "1"),
                casualties=tuple(_losses(victims, persons, whole, figure, form, together=together)),
            )
        )
        self.claims.append(claim)
        if incident:
            self.homes.setdefault(incident, []).append(claim.id)
            self.days.setdefault(incident, day)
        return claim

    def incidents(self) -> tuple[Incident, ...]:
        """The incidents, as linked."""
        return tuple(
            Incident(
                id=IncidentId(name),
                title=name,
                kind=Kind.SHELLING,
                when=_when(self.days[name]),
                places=(),
                members=tuple(Membership(claim, 1.0, "told") for claim in claims),
            )
            for name, claims in self.homes.items()
        )

    def register(self, *judgements: PersonJudgement) -> CasualtyRegister:
        """The register of all that was told."""
        return make_register(self.claims, self.reports, self.incidents(), judgements)

    def names(self, *judgements: PersonJudgement) -> list[list[str]]:
        """Names by person, in any order."""
        register = self.register(*judgements)
        return sorted(sorted(mention.name for mention in person.mentions) for person in register.persons)

    def person(self) -> RegisteredPerson:
        """The only person there is."""
        (person,) = self.register().persons
        return person


def _losses(
    victims: Sequence[Victim],
    persons: Sequence[Person],
    whole: object,
    figure: tuple[int, int | None] | None,
    form: NumberForm,
    *,
    together: bool,
) -> list[Casualties]:
    groups = (
        [list(zip(victims, persons, strict=True))]
        if together
        else [[pair] for pair in zip(victims, persons, strict=True)]
    )
    made = []
    for group in groups:
        first = group[0][0] if group else Victim("")
        minimum, maximum = figure or (len(group), len(group))
        made.append(
            Casualties(
                outcome=first.outcome,
                status=first.status,
                minimum=minimum,
                maximum=maximum,
                form=form,
                victims=Mention("people", side=first.side),
                quote=whole,  # type: ignore[arg-type]
                persons=tuple(person for _, person in group),
            )
        )
    return made


def _when(day: int) -> When:
    start = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC) + timedelta(days=day)
    return When(start, start + timedelta(days=1), TimePrecision.DAY, "UTC")


def judge(
    register: CasualtyRegister, verdict: Verdict, one: MentionId, other: MentionId, number: int = 1
) -> PersonJudgement:
    """A judgement on two mentions of a register; later numbers are later judgements."""
    mentions = {mention.id: mention for person in register.persons for mention in person.mentions}
    anchors = [MentionAnchor(id_, mentions[id_].report, mentions[id_].quote.span) for id_ in (one, other)]
    made_at = datetime(2031, 6, 1, tzinfo=UTC) + timedelta(minutes=number)
    return PersonJudgement(JudgementId(f"j-{number}"), verdict, anchors[0], anchors[1], "Ada", "I asked them", made_at)
