"""Claims about incidents: what each report says, with its mistakes, and in whose words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from contactline.simulate.columns import NO_CLAIM, UNKNOWN, Claims
from contactline.simulate.line import (
    DAY,
    KINDS,
    MEANS,
    MILITARY,
    MISTAKEN_FOR,
    START,
    TARGETS,
    THIRD,
    VARIANTS,
    ZONE_HOURS,
    Line,
    to_latitude,
    to_longitude,
)
from contactline.simulate.parameters import Parameters
from contactline.simulate.truth import MOST_DETAILS, MOST_NAMES, Incidents
from contactline.simulate.wording import COMMON, NOTHING, Wording

MIDNIGHT: Final = int(START.timestamp()) - ZONE_HOURS * 3600
"""Day 0, 00:00 by the local clock, in seconds of UTC."""
_DAY_END: Final = DAY - 60
_YEAR: Final = 365 * DAY
_FILLERS: Final = 3
_SLOTS: Final = 2 + _FILLERS + MOST_DETAILS + 1
_OPENING, _TURN, _FILLER, _DETAIL = 0, 1, 2, 2 + _FILLERS


@dataclass(frozen=True, slots=True)
class Frame:
    """Who speaks of which incident, and who copies whom. One row for each claim.

    Attributes:
        row: of the incident.
        parent: row of the claim that it is copied from, itself if it is none.
        root: row of the claim that all of its content comes from.
        side: 0, 1, or 2 for third parties.
        day: of publication.
    """

    row: NDArray[np.int64]
    parent: NDArray[np.int64]
    root: NDArray[np.int64]
    side: NDArray[np.int8]
    outlet: NDArray[np.int16]
    day: NDArray[np.float64]

    @property
    def is_copy(self) -> NDArray[np.bool_]:
        """Whether a claim is taken from another one."""
        copies: NDArray[np.bool_] = self.parent != np.arange(len(self.parent))
        return copies


class ClaimMaker:
    """Makes the claims of some incidents with one source of randomness."""

    def __init__(self, rng: np.random.Generator, parameters: Parameters, line: Line, wording: Wording) -> None:
        self._rng = rng
        self._parameters = parameters
        self._line = line
        self._wording = wording
        self._number = parameters.number

    def make_claims(self, incidents: Incidents, ids: Any) -> Claims:
        """All claims of the incidents, in no particular order.

        Args:
            incidents: what happened.
            ids: gives as many ids as asked for.
        """
        frame = self._make_frame(incidents)
        count = len(frame.row)
        row = frame.row
        new = ids(count)
        language, rewritten = self._pick_language(frame), self._rng.random(count) < self._number("report.rewrites")
        rewritten &= frame.is_copy
        root = frame.root
        content = self._make_content(incidents, frame)
        copied = {name: values[root] for name, values in content.items()}
        phrases = self._edit_words(frame, copied.pop("phrases"), rewritten)
        return Claims(
            id=new,
            report=new,
            published=_to_seconds(frame.day),
            language=language,
            phrases=phrases,
            recalled=np.zeros(count, np.bool_),
            **copied,
            **self._make_names(incidents, frame),
            incident=incidents.id[row],
            side=frame.side,
            outlet=frame.outlet,
            copy_of=np.where(frame.is_copy, new[frame.parent], NO_CLAIM),
            origin=new[root],
            rewritten=rewritten,
            **tell_truth(incidents, row),
        )

    def make_recalled(self, incidents: Incidents, reports: Claims, ids: Any) -> Claims:
        """A background paragraph about an older incident in each of some reports; rows of both belong together."""
        count = len(reports)
        rng, wording = self._rng, self._wording
        language = np.where(reports.language == COMMON, rng.integers(0, 2, count), reports.language)
        day = np.floor(incidents.day)
        exact = rng.random(count) < 0.6
        earliest = np.where(exact, day, day - rng.integers(0, 30, count)) * DAY + MIDNIGHT
        told = (incidents.killed > 0) & (rng.random(count) < 0.6)
        phrases = np.full((count, _SLOTS), NOTHING, np.int32)
        phrases[:, _OPENING] = wording.pick_opening(incidents.kind, rng.random(count))
        phrases[:, _FILLER] = wording.pick_filler(rng.random(count))
        other_side = np.where(reports.side < THIRD, 1 - reports.side, UNKNOWN)
        new = ids(count)
        return Claims(
            id=new,
            report=reports.report,
            published=reports.published,
            language=reports.language,
            phrases=phrases,
            recalled=np.ones(count, np.bool_),
            place=incidents.place,
            name=self._pick_name(incidents.place, language),
            lat=to_latitude(self._line.y[incidents.place]).astype(np.float32),
            lon=to_longitude(self._line.x[incidents.place]).astype(np.float32),
            radius_km=np.zeros(count, np.float32),
            earliest=earliest.astype(np.int64),
            latest=(earliest + np.where(exact, _DAY_END, 30 * DAY - 60)).astype(np.int64),
            timed=np.ones(count, np.bool_),
            kind=incidents.kind,
            target=np.full(count, UNKNOWN, np.int8),
            means=np.zeros(count, np.int32),
            killed=np.where(told, incidents.killed, UNKNOWN).astype(np.int32),
            wounded=np.full(count, UNKNOWN, np.int32),
            blames=other_side.astype(np.int8),
            people=np.full((count, MOST_NAMES), UNKNOWN, np.int32),
            spelling=np.zeros((count, MOST_NAMES), np.int8),
            incident=incidents.id,
            side=reports.side,
            outlet=reports.outlet,
            copy_of=np.full(count, NO_CLAIM),
            origin=new,
            rewritten=np.zeros(count, np.bool_),
            **tell_truth(incidents, np.arange(count)),
        )

    # -- who speaks

    def _make_frame(self, incidents: Incidents) -> Frame:
        rng, number = self._rng, self._number
        spread = number("report.dispersion")
        more = max(number("report.mean_claims") - 1, 1e-9)
        sizes = 1 + rng.negative_binomial(spread, spread / (spread + more), len(incidents))
        sizes = np.minimum(sizes, int(number("report.most_claims")))
        row = np.repeat(np.arange(len(incidents)), sizes)
        first = np.repeat(np.cumsum(sizes) - sizes, sizes)
        order = np.arange(len(row)) - first
        is_copy = (order > 0) & (rng.random(len(row)) < number("report.copies"))
        parent = np.where(is_copy, first + (rng.random(len(row)) * order).astype(np.int64), np.arange(len(row)))
        side = self._pick_side(incidents, row, is_copy)
        stays = is_copy & (rng.random(len(row)) < number("report.copy_stays"))
        outlets = int(number("report.outlets"))
        popularity = 1 / np.arange(1, outlets + 1) ** number("report.outlet_zipf")
        outlet = np.searchsorted(np.cumsum(popularity / popularity.sum())[:-1], rng.random(len(row)), side="right")
        delays = np.array(self._parameters.numbers("report.delay_days"))[side]
        day = incidents.day[row] + rng.exponential(1, len(row)) * delays + number("report.step_days") * order
        gap = rng.exponential(number("report.copy_delay_days"), len(row))
        root = _settle_chains(parent, stays, side, day, gap)
        return Frame(row, parent, root, side, (side * outlets + outlet).astype(np.int16), day)

    def _pick_side(self, incidents: Incidents, row: NDArray[np.int64], is_copy: NDArray[np.bool_]) -> NDArray[np.int8]:
        """Third parties by their access to the ground that was hit, camps by their role and how much they speak."""
        victim = 1 - incidents.attacker
        access = np.array(self._parameters.numbers("report.access"))[victim]
        third = np.minimum(self._number("report.third_share") * access, 0.9)
        third = np.where(incidents.happened, third, third * 0.1)[row]
        voice = np.array(self._parameters.numbers("report.voice"))
        weight = voice[victim] * self._number("report.victim_share")
        other = voice[incidents.attacker] * (1 - self._number("report.victim_share"))
        draw = self._rng.random(len(row))
        by_victim = weight / np.maximum(weight + other, 1e-12)
        by_victim = self._silence(incidents, by_victim, row, ~is_copy & (draw >= third))
        speaker = np.where((draw - third) / (1 - third) < by_victim, victim[row], incidents.attacker[row])
        return np.where(draw < third, THIRD, speaker).astype(np.int8)

    def _silence(
        self, incidents: Incidents, by_victim: NDArray[np.float64], row: NDArray[np.int64], tells: NDArray[np.bool_]
    ) -> NDArray[np.float64]:
        """Chance that a claim is of the camp fired at, where a camp may say nothing at all of an incident.

        The other camp then speaks alone; where both speak their own claims take turns, so that who speaks is heard.
        Who invents an incident always speaks. No number is drawn where both always speak: such worlds stay the same.
        """
        publishes = self._parameters.numbers("report.publishes")
        if min(publishes) >= 1.0:
            return by_victim[row]
        victim, firing = (self._rng.random(len(by_victim)) < chance for chance in publishes)
        victim |= ~incidents.happened | ~firing  # somebody speaks, or nobody would know of it
        begins = (self._rng.random(len(by_victim)) < by_victim).astype(np.int64)
        turn = np.cumsum(tells)  # runs on from incident to incident: where each begins is drawn
        alone = np.where(victim, 1.0, 0.0)[row]
        return np.where((victim & firing)[row], ((begins[row] + turn) % 2).astype(float), alone)

    def _pick_language(self, frame: Frame) -> NDArray[np.int8]:
        own = (frame.side < THIRD) & (self._rng.random(len(frame.row)) < self._number("report.foreign_text"))
        return np.where(own, frame.side, COMMON).astype(np.int8)

    # -- what they say

    def _make_content(self, incidents: Incidents, frame: Frame) -> dict[str, NDArray[Any]]:
        """What each claim would say if nobody copied."""
        return {
            **self._make_place(incidents, frame),
            **self._make_time(incidents, frame),
            **self._make_event(incidents, frame),
            **self._make_numbers(incidents, frame),
            "blames": self._make_blame(incidents, frame),
            "phrases": self._make_words(incidents, frame),
        }

    def _make_place(self, incidents: Incidents, frame: Frame) -> dict[str, NDArray[Any]]:
        rng, number, line = self._rng, self._number, self._line
        row, count = frame.row, len(frame.row)
        draw = rng.random(count)
        which = rng.integers(0, line.neighbours.shape[1], count)
        true = incidents.place[row].astype(np.int64)
        moved = (draw < number("place.neighbour")) & line.is_near[true, which]
        place = np.where(moved, line.neighbours[true, which], true)
        named = draw < number("place.centroid")
        exact = ~named & (draw < number("place.centroid") + number("place.coordinate"))
        wide = np.where(exact, number("place.coordinate_km"), number("place.vague_km"))
        angle = rng.uniform(0, 2 * np.pi, count)
        far = np.where(exact, rng.exponential(1, count), rng.random(count)) * wide
        x = np.where(named, line.x[place], incidents.x[row] + far * np.cos(angle))
        y = np.where(named, line.y[place], incidents.y[row] + far * np.sin(angle))
        language = np.where(frame.side == THIRD, rng.integers(0, 2, count), frame.side)
        return {
            "place": np.where(named, place, UNKNOWN).astype(np.int16),
            "name": self._pick_name(place, language),
            "lat": to_latitude(y).astype(np.float32),
            "lon": to_longitude(x).astype(np.float32),
            "radius_km": np.where(named, 0.0, wide).astype(np.float32),
        }

    def _pick_name(self, place: NDArray[Any], language: NDArray[Any]) -> NDArray[np.int32]:
        shares = self._parameters.numbers("line.language_variants")
        variant = np.searchsorted(np.cumsum(shares)[:-1], self._rng.random(len(place)), side="right")
        names: NDArray[np.int32] = ((place.astype(np.int64) * 2 + language) * VARIANTS + variant).astype(np.int32)
        return names

    def _make_time(self, incidents: Incidents, frame: Frame) -> dict[str, NDArray[Any]]:
        rng, number = self._rng, self._number
        count, true = len(frame.row), incidents.day[frame.row]
        draw, later = rng.random(count), number("time.day_later")
        shift = np.where(draw < later, 1, np.where(draw < later + number("time.day_earlier"), -1, 0))
        day = np.floor(true).astype(np.int64) + shift
        hour = (true % 1) * 24 + rng.normal(0, 1, count) * number("time.hour_sd")
        slip = np.where(rng.random(count) < number("time.zone_slip"), rng.integers(0, 2, count) * 2 - 1, 0)
        hour = np.clip(hour + slip, 0, 23.99)
        half = number("time.interval_hours") / 2
        known = rng.random(count) < number("time.hour_known")
        start = MIDNIGHT + day * DAY
        start = start + (rng.random(count) < number("time.year_slip")) * rng.choice([-_YEAR, _YEAR], count)
        from_hour = np.rint((hour - half) * 60).astype(np.int64) * 60
        return {
            "earliest": np.where(known, start + from_hour, start),
            "latest": np.where(known, start + from_hour + int(half * 7200), start + _DAY_END),
            "timed": rng.random(count) >= number("time.none"),
        }

    def _make_event(self, incidents: Incidents, frame: Frame) -> dict[str, NDArray[Any]]:
        rng, number = self._rng, self._number
        row, count = frame.row, len(frame.row)
        kind = incidents.kind[row]
        confused = rng.random(count) < number("kind.confused")
        kind = np.where(confused, np.array(MISTAKEN_FOR, np.int8)[kind], kind)
        kept = np.zeros(count, np.int32)
        for bit in range(len(MEANS)):
            kept |= (rng.random(count) < number("means.kept")).astype(np.int32) << bit
        wrong = rng.random(count) < number("target.wrong")
        target = np.where(wrong, rng.integers(0, len(TARGETS), count), incidents.target[row])
        target = np.where(rng.random(count) < number("target.missing"), UNKNOWN, target)
        return {"kind": kind, "means": incidents.means[row] & kept, "target": target.astype(np.int8)}

    def _make_numbers(self, incidents: Incidents, frame: Frame) -> dict[str, NDArray[Any]]:
        row, hurt = frame.row, (incidents.killed + incidents.wounded)[frame.row] > 0
        numbers = {}
        for name, missing in (("killed", "casualties.missing"), ("wounded", "casualties.wounded_missing")):
            told = self._tell_number(getattr(incidents, name)[row], incidents, frame)
            if_hurt, if_not = self._parameters.numbers(missing)
            silent = self._rng.random(len(row)) < np.where(hurt, if_hurt, if_not)
            numbers[name] = np.where(silent, UNKNOWN, told).astype(np.int32)
        return numbers

    def _tell_number(self, true: NDArray[np.int32], incidents: Incidents, frame: Frame) -> NDArray[np.int64]:
        """Own soldiers' losses are told in part, the other side's are exaggerated, third parties miss some."""
        rng, values = self._rng, self._parameters.numbers
        side = np.minimum(frame.side, 1)
        military = incidents.target[frame.row] == MILITARY
        fired = incidents.attacker[frame.row] == frame.side
        own = ~fired & (frame.side != THIRD)
        own_share = np.where(military, np.array(values("casualties.own_military"))[side], 0.0)
        own_share = np.where(military, own_share, np.array(values("casualties.own_civilian"))[side])
        told = rng.binomial(true, np.where(own, own_share, self._number("casualties.others")))
        factor = np.exp(
            rng.normal(0, 1, len(true)) * self._number("casualties.exaggeration_sd")
            + np.array(values("casualties.exaggeration_log"))[side]
        )
        slip = (rng.random(len(true)) < self._number("casualties.slip")) * rng.integers(0, 3, len(true))
        numbers: NDArray[np.int64] = np.rint(told * np.where(fired & military, factor, 1.0) + slip).astype(np.int64)
        return numbers

    def _make_blame(self, incidents: Incidents, frame: Frame) -> NDArray[np.int8]:
        """Outlets follow their camp's line, or name the one that fired, or the other side, or nobody."""
        rng, number = self._rng, self._number
        row, side, count = frame.row, np.minimum(frame.side, 1), len(frame.row)
        true = incidents.attacker[row]
        off_line = np.where(rng.random(count) < number("blame.off_line_true"), true, 1 - side)
        off_line = np.where(rng.random(count) < number("blame.off_line_names"), off_line, UNKNOWN)
        follows = rng.random(count) < np.array(self._parameters.numbers("blame.follow"))[side]
        camp = np.where(follows, incidents.line[row, side], off_line)
        third = np.where(rng.random(count) < number("blame.third_true"), true, 1 - true)
        third = np.where(rng.random(count) < number("blame.third_names"), third, UNKNOWN)
        return np.where(frame.side == THIRD, third, camp).astype(np.int8)

    # -- in whose words

    def _make_words(self, incidents: Incidents, frame: Frame) -> NDArray[np.int32]:
        rng, number, wording = self._rng, self._number, self._wording
        row, count = frame.row, len(frame.row)
        phrases = np.full((count, _SLOTS), NOTHING, np.int32)
        phrases[:, _OPENING] = wording.pick_opening(incidents.kind[row], rng.random(count))
        phrases[:, _TURN] = wording.pick_turn(frame.outlet, rng.random(count))
        for slot, chance in enumerate((1.0, 0.8, 0.5)):
            phrases[:, _FILLER + slot] = np.where(
                rng.random(count) < chance, wording.pick_filler(rng.random(count)), NOTHING
            )
        told = incidents.knows[row, frame.side] & (rng.random((count, MOST_DETAILS)) < number("words.mentioned"))
        details = incidents.details[row].astype(np.int32)
        form = rng.random((count, MOST_DETAILS)) < number("words.paraphrased")
        phrases[:, _DETAIL:-1] = np.where(told & (details >= 0), wording.details + 2 * details + form, NOTHING)
        mistaken = wording.pick_detail(rng.random(count)).astype(np.int32)
        slips = rng.random(count) < number("words.mistaken")
        phrases[:, -1] = np.where(slips, wording.details + 2 * mistaken, NOTHING)
        return phrases

    def _edit_words(self, frame: Frame, phrases: NDArray[np.int32], rewritten: NDArray[np.bool_]) -> NDArray[np.int32]:
        """Light edits in copies: another outlet's turn of phrase, a sentence cut; a rewrite changes most of it."""
        rng, number, wording = self._rng, self._number, self._wording
        count = len(phrases)
        own = rng.random(count) >= number("words.style_kept")
        turn = wording.pick_turn(frame.outlet, rng.random(count))
        phrases[:, _TURN] = np.where(frame.is_copy & (own | rewritten), turn, phrases[:, _TURN])
        cut = frame.is_copy & (rng.random(count) < number("words.shortened"))
        phrases[cut, _FILLER] = NOTHING
        for slot in range(_FILLER, _DETAIL):
            again = rewritten & (phrases[:, slot] != NOTHING)
            phrases[again, slot] = wording.pick_filler(rng.random(count))[again]
        dropped = rewritten & (rng.random(count) >= number("words.rewrite_keeps"))
        kind = phrases[:, _OPENING] // (wording.turns // len(KINDS))
        phrases[dropped, _OPENING] = wording.pick_opening(kind.astype(np.int8), rng.random(count))[dropped]
        lost = rewritten[:, None] & (rng.random((count, MOST_DETAILS + 1)) >= number("words.rewrite_details"))
        phrases[:, _DETAIL:][lost] = NOTHING
        return phrases

    def _make_names(self, incidents: Incidents, frame: Frame) -> dict[str, NDArray[Any]]:
        rng, row = self._rng, frame.row
        victim, firing, third = self._parameters.numbers("words.names_told")
        by_side = np.where(frame.side == incidents.attacker[row], firing, victim)
        told = rng.random(len(row)) < np.where(frame.side == THIRD, third, by_side)
        varied = rng.random((len(row), MOST_NAMES)) < self._number("words.names_varied")
        people = np.where(told[:, None], incidents.people[row], UNKNOWN).astype(np.int32)
        return {"people": people[frame.root], "spelling": varied.astype(np.int8)[frame.root]}


def tell_truth(incidents: Incidents, row: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """The hidden truth of some incidents, as columns of claims."""
    return {
        "true_place": incidents.place[row],
        "true_lat": to_latitude(incidents.y[row]).astype(np.float32),
        "true_lon": to_longitude(incidents.x[row]).astype(np.float32),
        "true_time": _to_seconds(incidents.day[row]),
        "true_kind": incidents.kind[row],
        "true_attacker": incidents.attacker[row],
        "true_killed": incidents.killed[row],
        "true_wounded": incidents.wounded[row],
        "happened": incidents.happened[row],
        "twin_of": incidents.twin_of[row],
        "answer_to": incidents.answer_to[row],
    }


def _to_seconds(day: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.floor(day * DAY).astype(np.int64) + MIDNIGHT


def _settle_chains(
    parent: NDArray[np.int64],
    stays: NDArray[np.bool_],
    side: NDArray[np.int8],
    day: NDArray[np.float64],
    gap: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Follow copies to their roots; times and sides of copies are set from what they copy, in place."""
    root = parent.copy()
    own = np.arange(len(parent))
    settled = parent == own
    while not settled.all():
        ready = np.flatnonzero(~settled & settled[parent])
        day[ready] = day[parent[ready]] + gap[ready]
        stay = ready[stays[ready]]
        side[stay] = side[parent[stay]]
        root[ready] = root[parent[ready]]
        settled[ready] = True
    return root
