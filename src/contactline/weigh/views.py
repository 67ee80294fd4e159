"""Whose column a claim stands in, and how firmly: settled once for each claim, by the same rules for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contactline.records.claims import Act, Casualties, Claim, Damage, Kind, Mention, Modality, Occurrence, Polarity
from contactline.records.ids import THIRD, ClaimId, ReportId, SideId
from contactline.records.incidents import State
from contactline.records.mandates import Mandate
from contactline.records.publishers import find_publisher_side
from contactline.records.reports import Report
from contactline.weigh.given import Given, find_given, find_stated
from contactline.weigh.terms import civilian_words, fold_term
from contactline.weigh.voices import Voices

_RESERVED: Final = frozenset({Modality.HEDGED, Modality.REPORTED})
_UNREAL: Final = frozenset({Modality.CONDITIONAL, Modality.FUTURE, Modality.GENERAL})
_ADMITTING: Final = frozenset({Act.ADMITS, Act.CLAIMS_RESPONSIBILITY})
_TALKING: Final = frozenset({Act.THREATENS, Act.APPEALS, Act.COMMITS, Act.DECLINES})


@dataclass(frozen=True, slots=True)
class View:
    """A claim as one column shows it.

    Attributes:
        root: the origin of its report; copies share one.
        answered: of a denial, the claim that it answers.
        side: the column: one of the two sides, or ``third``.
        state: stated, denied, partly denied or hedged; what is an admission depends on the question.
        denies: the claim rejects what it is about, however firmly.
        note: why it is shown with reservation, such as ``as relayed by …``; else empty.
        speaker: key of the body that says it, to tell voices of one side apart.
        voice: name of the same, as a page prints it.
        outlet: name of the report's publisher.
        given: when it was said, as far as that is told, else when the report was published; ``None`` if not known.
        is_own: a report of the side itself has it, which can give what the side says anew.
        occurrence, casualties, damage: what it is about; of a bare denial, what the denied claim says.
    """

    claim: Claim
    side: SideId
    state: State
    denies: bool
    note: str
    speaker: str
    occurrence: Occurrence
    casualties: tuple[Casualties, ...]
    damage: tuple[Damage, ...]
    root: str
    answered: Claim | None = None
    voice: str = ""
    outlet: str = ""
    given: Given | None = None
    is_own: bool = False

    @property
    def is_admission(self) -> bool:
        """Whether the speaker owns up to something; to what, each question decides."""
        return self.claim.act in _ADMITTING and self.state is State.STATED

    @property
    def is_unreal(self) -> bool:
        """Whether it speaks of a condition, a plan or a habit, and so states nothing about the incident."""
        return self.claim.modality in _UNREAL or self.claim.act in _TALKING


def make_views(
    claims: Sequence[Claim],
    reports: Mapping[ReportId, Report],
    mandate: Mandate,
    answers: Mapping[ClaimId, Claim],
    origin_of: Mapping[ReportId, int],
) -> tuple[View, ...]:
    """The views of an incident's claims, in their order.

    Args:
        claims: the incident's claims.
        reports: their reports.
        mandate: says which sides and actors there are.
        answers: for a denial, the claim that it answers.
        origin_of: number of each report's origin; a report without one counts as its own.
    """
    viewer = _Viewer(claims, reports, mandate, origin_of)
    return tuple(viewer.make_view(claim, answers.get(claim.id)) for claim in claims)


class _Viewer:
    """Makes the views of one incident's claims."""

    def __init__(
        self,
        claims: Sequence[Claim],
        reports: Mapping[ReportId, Report],
        mandate: Mandate,
        origin_of: Mapping[ReportId, int],
    ) -> None:
        self._mandate = mandate
        self._origin_of = origin_of
        self._voices = Voices(mandate)
        self._publishers = {
            id_: _publisher(reports[id_], find_publisher_side(reports[id_], said))
            for id_, said in _group_by_report(claims).items()
        }
        self._given = {id_: find_given(reports[id_]) for id_ in self._publishers}

    def make_view(self, claim: Claim, answered: Claim | None) -> View:
        publisher = self._publishers[claim.report]
        side, note = _choose_column(claim, publisher, self._mandate, self._voices)
        denies = claim.act is Act.DENIES or claim.polarity is Polarity.NEGATIVE
        answered = answered if denies or claim.act is Act.PARTLY_DENIES else None
        about = answered if answered is not None and _is_bare(claim, answered) else claim
        return View(
            claim=claim,
            side=side,
            state=_choose_state(claim, denies=denies, reserved=bool(note)),
            denies=denies,
            note=note,
            speaker=self._voices.key(claim.speaker),
            occurrence=about.occurrence,
            casualties=about.casualties,
            damage=about.damage,
            root=str(self._origin_of.get(claim.report, claim.report)),
            answered=answered,
            voice=self._voices.title(claim.speaker, publisher),
            outlet=publisher.text,
            given=find_stated(claim, self._given[claim.report]),
            is_own=publisher.side == side,
        )


def _is_bare(claim: Claim, answered: Claim) -> bool:
    """Whether a denial says nothing of its own, so that what it is about stands in the claim that it answers."""
    if claim.casualties or claim.damage or claim.act is Act.PARTLY_DENIES:
        return False
    return claim.occurrence.kind in {Kind.NONE, answered.occurrence.kind}


def _group_by_report(claims: Iterable[Claim]) -> dict[ReportId, list[Claim]]:
    by_report: dict[ReportId, list[Claim]] = {}
    for claim in claims:
        by_report.setdefault(claim.report, []).append(claim)
    return by_report


def _publisher(report: Report, side: SideId | None) -> Mention:
    return Mention(report.meta.publisher or "an unnamed publisher", side=side)


def _choose_column(claim: Claim, publisher: Mention, mandate: Mandate, voices: Voices) -> tuple[SideId, str]:
    """The column, and the note that takes a statement's firmness away.

    Words of one party that reach us through the other are shown in the speaker's column with a note. So are third
    parties' words that only a party relays, and words of somebody whose side is not known.
    """
    speaker = claim.speaker.side
    chain = [publisher, *claim.relayed_by] if claim.speaker.quote is not None else [publisher]
    if speaker is None and claim.speaker.quote is None:
        speaker = publisher.side or THIRD
    if speaker is None and _is_bystander(claim.speaker):
        speaker = _find_listener(chain, mandate)
    if speaker is None:
        nearest = next((mention for mention in reversed(chain) if mention.side), publisher)
        return nearest.side or THIRD, "speaker’s side not known"
    relays = [mention for mention in chain if _is_opposed(speaker, mention.side, mandate)]
    return speaker, f"as relayed by {voices.name(relays[-1], publisher)}" if relays else ""


def _is_bystander(mention: Mention) -> bool:
    """Whether somebody without an office speaks: residents, a woman, villagers."""
    words = mention.antecedent.words if mention.antecedent else mention.text
    return any(fold_term(word) in civilian_words() for word in words.split())


def _find_listener(chain: Sequence[Mention], mandate: Mandate) -> SideId | None:
    """The party whose outlet such a person told it, where no other side passed it on: they stand in its column."""
    sides = {mention.side for mention in chain if mention.side is not None}
    side = next(iter(sides)) if len(sides) == 1 else None
    return side if mandate.other_side(side) is not None else None


def _is_opposed(speaker: SideId, relay: SideId | None, mandate: Mandate) -> bool:
    if speaker == THIRD:
        return mandate.other_side(relay) is not None
    return relay is not None and relay == mandate.other_side(speaker)


def _choose_state(claim: Claim, *, denies: bool, reserved: bool) -> State:
    if reserved or claim.modality in _RESERVED or claim.act is Act.REGRETS:
        return State.HEDGED  # regret alone states nothing about what is regretted
    if claim.act is Act.PARTLY_DENIES:
        return State.PARTLY_DENIED
    if denies:
        return State.DENIED
    return State.STATED
