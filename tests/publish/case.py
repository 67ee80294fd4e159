"""An invented line of contact, two sides, five reports, and everything a dossier can hold, hostile text included."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from contactline.records.actors import Actor, ActorKind, ActorName, NameType
from contactline.records.claims import (
    Act,
    Casualties,
    Claim,
    Damage,
    EvidenceMention,
    Kind,
    LawMention,
    Maker,
    Means,
    Mention,
    Modality,
    NumberForm,
    Occurrence,
    Order,
    Outcome,
    Part,
    Person,
    PlaceMention,
    PlaceRole,
    Polarity,
    Status,
    Target,
    TimeMention,
)
from contactline.records.dossiers import Dossier, RunNote
from contactline.records.ids import THIRD, ActorId, AgreementId, ClaimId, IncidentId, PlaceId, SideId
from contactline.records.incidents import (
    Change,
    Comparison,
    Difference,
    Incident,
    LedgerLine,
    Membership,
    Origin,
    Question,
    Relay,
    RelayEnd,
    RelayKind,
    Result,
    Rung,
    SideCoverage,
    State,
    Tie,
    Variant,
    VariantPlace,
    Version,
    VersionValue,
    Weighing,
)
from contactline.records.mandates import Agreement, Mandate, Register, Side
from contactline.records.places import Place, PlaceName, PlacePrecision
from contactline.records.problems import Problem, Severity
from contactline.records.quotes import Quote, Span, make_quote
from contactline.records.reports import Receipt, Report, ReportMeta, make_report
from contactline.records.times import TimePrecision, When

EM, WM = SideId("EM"), SideId("WM")
ZONE = "Asia/Tbilisi"
MAKER = Maker("rules", "1")
HOSTILE_HEADLINE = "<script>alert('x')</script> Quarrel over Tarn\u202enraT \u200b& \"marks\""

TEXTS = {
    "east": (
        "Eastmark ministry: two villagers killed in Tarnok",
        "The Eastmark Defence Ministry said Westmark forces shelled the village of Tarnok with 120-mm mortars on "
        "Tuesday evening. Two civilians were killed, Olen Marrik, 51, and Sila Marrik, 2. The ministry called it a "
        "violation of the Brod Armistice.\n\nLittle Sila was buried on Thursday. The army answered the fire, the "
        "ministry said.",
    ),
    "west": (
        "Westmark denies shelling homes",
        "The Westmark General Staff denied that its troops had shelled Tarnok. Col. J. Dorr said Eastmark batteries at "
        "Tarnoka opened fire first, at about 20:40, and that his men “retaliated”. The staff released a video. "
        "It said that at least three Eastmark soldiers were killed.",
    ),
    "west2": (
        "Staff: no losses among our own",
        "The Westmark General Staff said on Wednesday it had suffered no losses. According to the Eastmark Herald, "
        "three Westmark soldiers had died; the staff rejected this.",
    ),
    "copy": (
        "Two killed in Tarnok, ministry says",
        "Two civilians were killed in Tarnok when Westmark forces shelled it on Tuesday evening, the Eastmark Defence "
        "Ministry said. In April 2011 the bridge at Brod was mined.",
    ),
    "third": (
        HOSTILE_HEADLINE,
        "The <b>Joint Observers</b> found four craters near Tarnok/Tarnoka. A monitor told Agence Lac that between "
        "two and four people may have died.",
    ),
}


def find_quote(report: Report, words: str) -> Quote:
    """The first place of some words in a report."""
    start = report.text.index(words)
    return make_quote(report.id, report.text, Span(start, start + len(words)))


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2031, 7, day, hour, minute, tzinfo=ZoneInfo(ZONE))


EVENING = When(at(1, 17), at(1, 22), TimePrecision.PART, ZONE)
CLOCK = When(at(1, 20, 30), at(1, 20, 50), TimePrecision.HOUR, ZONE)


def _name(text: str, type_: NameType = NameType.NAME) -> ActorName:
    return ActorName(text, type_, "en", "Latn", (), "s1")


def _actor(id_: str, kind: ActorKind, side: SideId, name: str) -> Actor:
    return Actor(ActorId(id_), kind, side, (_name(name),), None, "", "s1")


def _place(id_: str, names: list[tuple[str, tuple[SideId, ...]]], lat: float | None, lon: float | None) -> Place:
    return Place(
        PlaceId(id_),
        "village",
        tuple(PlaceName(text, "name", "en", "Latn", users, "s1") for text, users in names),
        None,
        lat,
        lon,
        PlacePrecision.SETTLEMENT if lat is not None else None,
        "s1",
    )


def make_mandate() -> Mandate:
    return Mandate(
        name="marks",
        title="Line of the Marks, invented",
        version="3",
        digest="sha256:" + "0" * 64,
        licence="Apache-2.0",
        note="Invented for tests.",
        zone=ZONE,
        period=None,
        languages=("en",),
        sides=(Side(EM, "Eastmark side", "Eastmark"), Side(WM, "Westmark side", "Westmark")),
        actors=(
            _actor("em-mod", ActorKind.MINISTRY, EM, "Eastmark Defence Ministry"),
            _actor("wm-staff", ActorKind.MILITARY, WM, "Westmark General Staff"),
            _actor("agence-lac", ActorKind.AGENCY, THIRD, "Agence Lac"),
            _actor("west-wire", ActorKind.OUTLET, WM, "West Wire"),
        ),
        places=(
            _place("tarnok", [("Tarnok", (EM,)), ("Tarnoka", (WM,))], 41.123456, 45.987654),
            _place("brod", [("Brod", ())], None, None),
        ),
        agreements=(
            Agreement(
                AgreementId("brod"), "2011-05-12", "Armistice of Brod", "treaty", (), (), ("Brod Armistice",), "s1"
            ),
        ),
        sources=(Register("s1", "Invented register", "", "for tests"),),
    )


def make_reports() -> dict[str, Report]:
    metas = {
        "east": ReportMeta(
            "Eastmark Herald", EM, "https://herald.example/1", at(2, 9), None, "en", None, ("language",)
        ),
        "west": ReportMeta("West Wire", None, "javascript:alert(1)", None, date(2031, 7, 2), "en", "Agence Lac"),
        "west2": ReportMeta("West Wire", None, "https://wire.example/2", None, date(2031, 7, 3), "en", None),
        "copy": ReportMeta("Marks Today", EM, None, None, date(2031, 7, 2), "en", "Eastmark Herald"),
        "third": ReportMeta("Agence Lac", THIRD, "https://lac.example/a?b=1&c=2", at(3, 12), None, "en", None),
    }
    return {key: make_report(headline, body, metas[key]) for key, (headline, body) in TEXTS.items()}


class Bench:
    """Makes claims of one report from words."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def quote(self, words: str) -> Quote:
        return find_quote(self.report, words)

    def who(self, words: str, side: SideId | None, actor: str | None = None) -> Mention:
        return Mention(words, self.quote(words), ActorId(actor) if actor else None, side)

    def place(self, words: str, role: PlaceRole = PlaceRole.AT) -> PlaceMention:
        return PlaceMention(self.quote(words), role, PlaceId("tarnok"), 41.123456, 45.987654, PlacePrecision.SETTLEMENT)

    def claim(self, id_: str, act: Act, words: str, speaker: Mention, **more: object) -> Claim:
        fields: dict[str, object] = {
            "part": Part.BODY,
            "polarity": Polarity.POSITIVE,
            "modality": Modality.FACT,
            "relayed_by": (),
            "occurrence": Occurrence(),
            **more,
        }
        return Claim(
            id=ClaimId(id_),
            report=self.report.id,
            act=act,
            speaker=speaker,
            quote=self.quote(words),
            maker=MAKER,
            **fields,
        )  # type: ignore[arg-type]


def make_claims(reports: dict[str, Report]) -> list[Claim]:
    east, west, west2, copy, third = (Bench(reports[key]) for key in ("east", "west", "west2", "copy", "third"))
    ministry = east.who("Eastmark Defence Ministry", EM, "em-mod")
    staff = west.who("Westmark General Staff", WM, "wm-staff")
    staff2 = west2.who("Westmark General Staff", WM, "wm-staff")
    shelled = Occurrence(
        kind=Kind.SHELLING,
        trigger=east.quote("shelled"),
        actors=(east.who("Westmark forces", WM),),
        targets=(Target(east.who("the village of Tarnok", EM), Status.CIVILIAN),),
        means=(Means(east.quote("120-mm mortars"), "mortar 120 mm"),),
        places=(east.place("Tarnok"),),
        time=TimeMention(east.quote("Tuesday evening"), EVENING),
        order=Order.FIRST,
    )
    first = "said Westmark forces shelled the village of Tarnok with 120-mm mortars on Tuesday evening."
    dead = Casualties(
        Outcome.KILLED,
        Status.CIVILIAN,
        2,
        2,
        NumberForm.EXACT,
        east.who("Two civilians", EM),
        east.quote("Two civilians"),
        (Person("Olen Marrik", east.quote("Olen Marrik"), 51), Person("Sila Marrik", east.quote("Sila Marrik"), 2)),
    )
    soldiers = west.who("Eastmark soldiers", EM)
    return [
        east.claim("c-e1", Act.ACCUSES, first, ministry, occurrence=shelled),
        east.claim(
            "c-e2",
            Act.REPORTS_OWN_LOSS,
            "Two civilians were killed, Olen Marrik, 51, and Sila Marrik, 2.",
            ministry,
            casualties=(dead,),
            occurrence=Occurrence(Kind.KILLING, east.quote("killed"), places=(east.place("Tarnok"),)),
        ),
        east.claim(
            "c-e3",
            Act.CONDEMNS,
            "The ministry called it a violation of the Brod Armistice.",
            ministry,
            law=(LawMention(east.quote("Brod Armistice"), AgreementId("brod")),),
        ),
        west.claim(
            "c-w1",
            Act.DENIES,
            "denied that its troops had shelled Tarnok",
            staff,
            answers=ClaimId("c-e1"),
            polarity=Polarity.NEGATIVE,
            relayed_by=(west.who("Col. J. Dorr", WM),),
            occurrence=Occurrence(Kind.SHELLING, west.quote("shelled"), places=(west.place("Tarnok"),)),
        ),
        west.claim(
            "c-w2",
            Act.ADMITS,
            "Eastmark batteries at Tarnoka opened fire first, at about 20:40, and that his men “retaliated”",
            west.who("Col. J. Dorr", WM),
            stated=TimeMention(west.quote("about 20:40"), None),
            occurrence=Occurrence(
                Kind.SHELLING,
                west.quote("retaliated"),
                (west.who("Eastmark batteries", EM),),
                places=(west.place("Tarnoka", PlaceRole.FROM),),
                time=TimeMention(west.quote("about 20:40"), CLOCK),
                order=Order.ANSWER,
            ),
        ),
        west.claim(
            "c-w3",
            Act.SHOWS,
            "The staff released a video.",
            staff,
            evidence=(EvidenceMention("video", west.quote("a video")),),
        ),
        west.claim(
            "c-w4",
            Act.REPORTS_ENEMY_LOSS,
            "It said that at least three Eastmark soldiers were killed.",
            staff,
            casualties=(
                Casualties(
                    Outcome.KILLED,
                    Status.MILITARY,
                    3,
                    None,
                    NumberForm.AT_LEAST,
                    soldiers,
                    west.quote("at least three"),
                ),
            ),
        ),
        west2.claim(
            "c-x1",
            Act.STATES,
            "The Westmark General Staff said on Wednesday it had suffered no losses.",
            staff2,
            casualties=(
                Casualties(
                    Outcome.KILLED,
                    Status.MILITARY,
                    0,
                    0,
                    NumberForm.NONE,
                    Mention("it", west2.quote("it"), None, WM),
                    west2.quote("no losses"),
                ),
            ),
        ),
        west2.claim(
            "c-x2",
            Act.REPORTS_ENEMY_LOSS,
            "three Westmark soldiers had died",
            west2.who("Eastmark Herald", EM),
            modality=Modality.REPORTED,
            relayed_by=(staff2,),
            casualties=(
                Casualties(
                    Outcome.KILLED,
                    Status.MILITARY,
                    3,
                    3,
                    NumberForm.EXACT,
                    west2.who("Westmark soldiers", WM),
                    west2.quote("three"),
                ),
            ),
        ),
        west2.claim("c-x3", Act.DENIES, "the staff rejected this", staff2, answers=ClaimId("c-x2")),
        copy.claim(
            "c-c1",
            Act.ACCUSES,
            "Two civilians were killed in Tarnok when Westmark forces shelled it on Tuesday evening",
            copy.who("Eastmark Defence Ministry", EM, "em-mod"),
            occurrence=Occurrence(Kind.SHELLING, copy.quote("shelled"), places=(copy.place("Tarnok"),)),
            casualties=(
                Casualties(
                    Outcome.KILLED,
                    Status.CIVILIAN,
                    2,
                    2,
                    NumberForm.EXACT,
                    copy.who("Two civilians", EM),
                    copy.quote("Two"),
                ),
            ),
        ),
        copy.claim(
            "c-c2",
            Act.STATES,
            "In April 2011 the bridge at Brod was mined.",
            Mention("Marks Today", side=EM),
            background=True,
            occurrence=Occurrence(
                Kind.MINE_EXPLOSION,
                copy.quote("mined"),
                places=(PlaceMention(copy.quote("Brod"), place=PlaceId("brod")),),
            ),
        ),
        third.claim(
            "c-t1",
            Act.OBSERVES,
            "found four craters near Tarnok/Tarnoka",
            third.who("Joint Observers", THIRD),
            occurrence=Occurrence(Kind.SHELLING, third.quote("craters"), places=(third.place("Tarnoka"),)),
            damage=(Damage(third.who("craters", None), Status.NOT_SAID, "damaged", third.quote("four craters")),),
        ),
        third.claim(
            "c-t2",
            Act.STATES,
            "between two and four people may have died",
            third.who("A monitor", THIRD),
            modality=Modality.HEDGED,
            casualties=(
                Casualties(
                    Outcome.KILLED,
                    Status.NOT_SAID,
                    2,
                    4,
                    NumberForm.RANGE,
                    third.who("people", None),
                    third.quote("between two and four"),
                ),
            ),
        ),
    ]


MAIN, OLD = IncidentId("i-tarnok"), IncidentId("i-brod")
EAST_TIE = Tie(
    ClaimId("c-w2"),
    (
        LedgerLine("where", "both name Tarnok / Tarnoka", 9.0),
        LedgerLine("when", "times that overlap", 4.25),
        LedgerLine("words", "little <b>in common</b>", -3.0),
        LedgerLine("kind", "the same", 0.0),
    ),
    23.5,
    ClaimId("c-c2"),
    2.4,
)
WEST_TIE = Tie(ClaimId("c-e1"), (LedgerLine("where", "both name Tarnok / Tarnoka", 9.0),), 31.0)


def make_incidents(claims: list[Claim]) -> tuple[Incident, ...]:
    ties = {claims[0].report: EAST_TIE, next(one for one in claims if one.id == "c-w1").report: WEST_TIE}
    members = tuple(
        Membership(claim.id, 0.9, "same village, same evening", ties.get(claim.report))
        for claim in claims
        if not claim.background
    )
    return (
        Incident(
            MAIN, "Shelling at Tarnok / Tarnoka, 1 July 2031", Kind.SHELLING, EVENING, (PlaceId("tarnok"),), members
        ),
        Incident(
            OLD,
            "Mine at Brod, April 2011",
            Kind.MINE_EXPLOSION,
            None,
            (PlaceId("brod"),),
            (Membership(ClaimId("c-c2"), 1.0, "recalled"),),
            recalled=True,
        ),
    )


def _value(value: str, state: State, *claims: str) -> VersionValue:
    return VersionValue(value, state, tuple(ClaimId(claim) for claim in claims))


def make_weighings(reports: dict[str, Report]) -> tuple[Weighing, ...]:
    questions = (
        Question("happened", "Did it happen?"),
        Question("when", "When?"),
        Question("fired/WM", "Who fired: Westmark side?"),
        Question("first", "Who fired first?"),
        Question("killed/EM/civilian", "Civilians killed, Eastmark side"),
        Question("killed/EM/military", "Military killed, Eastmark side"),
        Question("killed/WM/military", "Military killed, Westmark side"),
    )

    def version(question: str, side: SideId, *values: VersionValue) -> Version:
        return Version(question, side, values[0].state if values else State.NOT_STATED, values)

    versions = (
        version("happened", EM, _value("yes", State.STATED, "c-e1", "c-c1")),
        version("happened", WM, _value("fire was exchanged", State.STATED, "c-w2")),
        version("happened", THIRD, _value("four craters seen", State.STATED, "c-t1")),
        version("when", EM, _value("1 July 2031, evening", State.STATED, "c-e1")),
        version("when", WM, _value("about 20:40", State.STATED, "c-w2")),
        version("fired/WM", EM, _value("yes", State.STATED, "c-e1")),
        version(
            "fired/WM", WM, _value("yes, in answer", State.ADMITTED, "c-w2"), _value("at homes", State.DENIED, "c-w1")
        ),
        version("first", EM, _value("Westmark side", State.STATED, "c-e1")),
        version("first", WM, _value("Eastmark side", State.STATED, "c-w2")),
        version("killed/EM/civilian", EM, _value("2", State.STATED, "c-e2", "c-c1")),
        Version(
            "killed/EM/civilian",
            WM,
            State.SILENT,
            as_of=date(2031, 7, 3),
            silent=(reports["west"].id,),
            silent_until=date(2031, 7, 2),
        ),
        version("killed/EM/military", WM, _value("at least 3", State.STATED, "c-w4")),
        version("killed/WM/military", WM, _value("none", State.STATED, "c-x1"), _value("3", State.DENIED, "c-x3")),
        version("killed/WM/military", EM, _value("3", State.HEDGED, "c-x2")),
    )
    comparisons = (
        Comparison("happened", Result.AGREES, "All say that fire fell at Tarnok."),
        Comparison("when", Result.COMPATIBLE, "20:40 lies within the evening."),
        Comparison("fired/WM", Result.COMPATIBLE, "Both say that Westmark forces fired."),
        Comparison("first", Result.CONFLICTS, "Each side names the other.", (WM,)),
        Comparison("killed/EM/civilian", Result.ONE_SIDE_ONLY, "Only the Eastmark side speaks."),
        Comparison("killed/EM/military", Result.ONE_SIDE_ONLY, "Only the Westmark side speaks."),
        Comparison("killed/WM/military", Result.CONFLICTS, "None against three."),
    )

    def rung(
        claim: str,
        group: SideId | None,
        status: str,
        low: int,
        high: int | None,
        form: str,
        speaker: str,
        side: SideId | None,
        state: State,
        given: datetime | None,
    ) -> Rung:
        return Rung("killed", group, status, low, high, form, speaker, side, state, given, ClaimId(claim))

    ladder = (
        rung("c-e2", EM, "civilian", 2, 2, "exact", "Eastmark Defence Ministry", EM, State.STATED, at(2, 9)),
        rung("c-c1", EM, "civilian", 2, 2, "exact", "Eastmark Defence Ministry", EM, State.STATED, at(2, 12)),
        rung("c-w4", EM, "military", 3, None, "at least", "Westmark General Staff", WM, State.STATED, at(2, 13)),
        rung("c-x1", WM, "military", 0, 0, "none", "Westmark General Staff", WM, State.STATED, at(3, 9)),
        rung("c-x2", WM, "military", 3, 3, "exact", "Eastmark Herald", EM, State.HEDGED, at(3, 9)),
        rung("c-x3", WM, "military", 3, 3, "exact", "Westmark General Staff", WM, State.DENIED, at(3, 9)),
        rung("c-t2", None, "not said", 2, 4, "range", "A monitor", THIRD, State.HEDGED, None),
    )
    ids = {key: report.id for key, report in reports.items()}
    return (
        Weighing(
            MAIN,
            questions,
            versions,
            comparisons,
            (
                SideCoverage(EM, (ids["east"], ids["copy"]), 1, ("en",), date(2031, 7, 2)),
                SideCoverage(WM, (ids["west"], ids["west2"]), 2, ("en",), date(2031, 7, 3)),
                SideCoverage(THIRD, (ids["third"],), 1, ("en",), date(2031, 7, 3)),
            ),
            (
                make_east_origin(reports),
                Origin("Westmark General Staff", WM, (ids["west"], ids["west2"]), "Both quote one staff."),
                Origin("Joint Observers", THIRD, (ids["third"],), "They saw it themselves."),
            ),
            ladder,
        ),
    )


def make_east_origin(reports: dict[str, Report]) -> Origin:
    """Two reports and an agency, one more in part, and what the second changed; the child's name is in a quote."""
    east, copy, third = reports["east"], reports["copy"], reports["third"]
    ministry = RelayEnd("Eastmark Defence Ministry", None, EM)
    agency = RelayEnd("Agence Lac <b>", None, THIRD)
    ends = {
        key: RelayEnd(reports[key].meta.publisher or "", reports[key].id, EM if key != "third" else THIRD)
        for key in ("east", "copy", "third")
    }
    story = find_quote(east, "Two civilians were killed, Olen Marrik, 51, and Sila Marrik, 2.")
    relays = (
        Relay(ministry, agency, RelayKind.NAMES, "Only the ministry is quoted."),
        Relay(agency, ends["east"], RelayKind.NAMES, "It names the agency.", quote=story),
        Relay(ends["east"], ends["copy"], RelayKind.SHARES, "It shares text.", share=0.52, directed=False),
        Relay(agency, ends["third"], RelayKind.NAMES, "It names the agency for a part.", in_part=True),
    )
    headline = Variant(
        VariantPlace.HEADLINE,
        (east.id, copy.id),
        find_quote(east, "Eastmark ministry: two villagers killed in Tarnok"),
        find_quote(copy, "Two killed in Tarnok, ministry says"),
        (Change(Difference.WHO, find_quote(east, "villagers"), None),),
        dated=False,
    )
    buried = find_quote(east, "Little Sila was buried on Thursday.")
    gone = Variant(
        VariantPlace.SENTENCE,
        (east.id, copy.id),
        buried,
        None,
        (Change(Difference.LEFT_OUT, buried, None),),
        also=(third.id,),
    )
    return Origin(
        "Eastmark Defence Ministry", EM, (east.id, copy.id), "The second relays the first.", relays, (headline, gone)
    )


def make_problems(reports: dict[str, Report]) -> tuple[Problem, ...]:
    third = reports["third"]
    return (
        Problem(
            "collect",
            "side-guessed",
            Severity.INFO,
            "The side was worked out.",
            "/home/ana/case/west.txt",
            reports["west"].id,
        ),
        Problem(
            "read",
            "time-unresolved",
            Severity.WARNING,
            "“may” could be a month.",
            "",
            third.id,
            find_quote(third, "may have died").span,
        ),
        Problem(
            "collect", "empty", Severity.ERROR, "The file is empty; nothing was read.", "/home/ana/case/sub/empty.txt"
        ),
    )


def make_dossier() -> Dossier:
    reports = make_reports()
    claims = make_claims(reports)
    received = datetime(2031, 7, 4, 8, tzinfo=UTC)
    return Dossier(
        mandate=make_mandate(),
        reports=tuple(reports.values()),
        receipts=tuple(
            Receipt(f"/home/ana/case/{key}.txt", report.id, "sha256:00", received) for key, report in reports.items()
        ),
        claims=tuple(claims),
        incidents=make_incidents(claims),
        weighings=make_weighings(reports),
        problems=make_problems(reports),
        run=RunNote("contactline 0.0.test", MAKER, "The mandate “marks” fits best: 9 of 11 names."),
    )
