"""How well mentions of victims are told to be one person, beside exact names.

Data, no network:

* variants, `persons_variants.csv`: invented persons of line-of-contact reports, several mentions each: Latin, Cyrillic,
  Armenian, Georgian and Arabic script, romanisations, initials, fathers' names, a changed surname, ages and years of
  birth, courses, and next to many of them somebody easily taken for them (a sibling, a namesake). Each mention stands
  in a report of its own, and incidents are as they truly are. Four lists, each written before it was first run. Rules
  were mended after the first three, so that their figures flatter; the fourth came last, and nothing was mended by it;
* simulated: victims that reports of simulated claims name, on held-out seeds, in two spellings each (the other one in
  30 % of the tellings), copies left out. Nobody there has an age, and everybody is in one incident alone, so that the
  same name in two incidents is two persons. With incidents as they are, and with none known.

Measured on pairs of mentions: precision (of pairs held to be one person, those that are), recall (of pairs that are,
those held), and what is left open for a person to decide (of pairs that are, those open). The baseline holds two
mentions to be one where their folded names are equal and the incident is the same; without incidents, where the names
are equal.

Command: `python bench/persons.py` or `python bench/persons.py --quick`. It prints a table and exits 1 where precision
falls below 95 % or recall below the baseline's.
"""

from __future__ import annotations

import argparse
import csv
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

from _table import Row, print_table, summarise
from contactline._kit.folding import fold_name
from contactline.records.claims import Status
from contactline.records.ids import ClaimId, IncidentId, MentionId, ReportId, SideId
from contactline.records.persons import Fate, FateSaid, PersonMention
from contactline.records.quotes import Quote, Span
from contactline.records.times import TimePrecision, When
from contactline.simulate.rows import simulate_rows
from contactline.simulate.settings import make_settings
from contactline.simulate.values import find_people, load_people
from contactline.weigh.persons.group import group_mentions
from contactline.weigh.persons.judged import Settled
from contactline.weigh.persons.score import Candidate, Scorer, make_candidate
from contactline.weigh.persons.weights import Rarity, load_weights

VARIANTS = Path(__file__).parent / "persons_variants.csv"
SEEDS = (7_101, 7_102, 7_103)
START = datetime(2017, 7, 4, tzinfo=UTC)
LEAST_PRECISION = 95.0
NAMES = ("exact", "register")


@dataclass(frozen=True, slots=True)
class Told:
    """A mention, and who it is in truth."""

    truth: str
    incident: str
    candidate: Candidate


@dataclass(slots=True)
class Counts:
    """Pairs of mentions."""

    true: int = 0
    held: int = 0
    right: int = 0
    open: int = 0

    def precision(self) -> float:
        """Per cent; of nothing held nothing is wrong."""
        return 100.0 * self.right / self.held if self.held else 100.0

    def recall(self) -> float:
        """Per cent."""
        return 100.0 * self.right / self.true if self.true else 100.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one simulated world instead of three, and a smaller one")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="show so many wrong and missed pairs of the variants"
    )
    options = parser.parse_args()
    lines = []
    for name in ("first", "second", "third", "fourth"):
        variants = list(read_variants(name))
        lines += measure(f"variants, {name} list", variants)
        if options.errors:
            print_errors(variants, options.errors)
    for seed in SEEDS[:1] if options.quick else SEEDS:
        told = list(read_world(seed, 4_000 if options.quick else 20_000, known=True))
        lines += measure(f"simulated {seed}, incidents known", told)
        told = list(read_world(seed, 4_000 if options.quick else 20_000, known=False))
        lines += measure(f"simulated {seed}, no incident known", told, judged=False)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines.append(Row("peak memory, MB", {"register": peak}, places=0))
    print_table(lines, NAMES, "register", beside="")
    return summarise("persons", lines, "register")


def measure(what: str, told: Sequence[Told], *, judged: bool = True) -> list[Row]:
    """Rows of one set."""
    began = time.process_time()
    groups, doubts = find_groups([one.candidate for one in told])
    seconds = time.process_time() - began
    register = count([groups[one.candidate.mention.id] for one in told], told)
    register.open = sum(
        one.truth == other.truth
        and tuple(sorted((groups[one.candidate.mention.id], groups[other.candidate.mention.id]))) in doubts
        for one, other in iter_pairs(told)
    )
    exact = count([exact_key(one) for one in told], told)
    size = f"{what}: {len(told)} mentions, {len({one.truth for one in told})} persons"
    floor = exact.recall() if judged else None
    return [
        Row(
            f"{size}: precision",
            {"exact": exact.precision(), "register": register.precision()},
            least=LEAST_PRECISION if judged else None,
        ),
        Row(f"{what}: recall", {"exact": exact.recall(), "register": register.recall()}, least=floor),
        Row(f"{what}: left open, of pairs that are one", {"register": 100.0 * register.open / max(1, register.true)}),
        Row(f"{what}: CPU, s", {"register": seconds}, places=2),
    ]


def find_groups(candidates: Sequence[Candidate]) -> tuple[dict[MentionId, int], set[tuple[int, int]]]:
    """The number of each mention's person, and pairs of persons left open."""
    weights = load_weights()
    scorer = Scorer(weights, Rarity((candidate.name for candidate in candidates), weights))
    grouping = group_mentions(candidates, scorer, Settled({}, {}))
    number = {mention: place for place, group in enumerate(grouping.groups) for mention in group}
    return number, {(doubt.one, doubt.other) for doubt in grouping.doubts}


def count(keys: Sequence[Hashable], told: Sequence[Told]) -> Counts:
    """Pairs held by a key, and right among them; mentions without a key are with nobody."""
    by_key, by_truth, both = defaultdict(int), defaultdict(int), defaultdict(int)
    for key, one in zip(keys, told, strict=True):
        by_key[key] += 1
        by_truth[one.truth] += 1
        both[key, one.truth] += 1
    pairs = [sum(number * (number - 1) // 2 for number in counts.values()) for counts in (by_truth, by_key, both)]
    return Counts(*pairs)


def exact_key(one: Told) -> Hashable:
    """The folded name, and the incident where it is known; no name is nobody else's."""
    name = fold_name(one.candidate.mention.name)
    return (name, one.incident) if name else one.candidate.mention.id


def iter_pairs(told: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """Pairs of one truth."""
    by_truth: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        by_truth[one.truth].append(one)
    for members in by_truth.values():
        yield from combinations(members, 2)


def print_errors(told: Sequence[Told], most: int) -> None:
    """Pairs held wrongly, and pairs missed."""
    groups, _ = find_groups([one.candidate for one in told])
    shown = 0
    for one, other in combinations(told, 2):
        held = groups[one.candidate.mention.id] == groups[other.candidate.mention.id]
        if held != (one.truth == other.truth) and shown < most:
            shown += 1
            names = [
                f"{item.candidate.mention.name} {item.candidate.age or ''} [{item.incident}]" for item in (one, other)
            ]
            print(f"{'held wrongly' if held else 'missed'}: {names[0]} / {names[1]}")


def read_variants(name: str) -> Iterator[Told]:
    """The invented persons of a list."""
    with VARIANTS.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream)):
            if row["set"] != name:
                continue
            day = START + timedelta(days=int(row["day"]))
            said = make_said(number, row["incident"], Fate(row["fate"]), SideId(row["side"]), Status(row["status"]))
            mention = make_mention(number, row["name"], said, day)
            mention = PersonMention(
                id=mention.id,
                report=mention.report,
                quote=mention.quote,
                name=mention.name,
                said=mention.said,
                age=float(row["age"]) if row["age"] else None,
                born=int(row["born"]) if row["born"] else None,
                given_at=day,
            )
            yield Told(row["person"], row["incident"], make_candidate(mention, make_when(day)))


def read_world(seed: int, claims: int, *, known: bool) -> Iterator[Told]:
    """Victims named by simulated claims that are no copies."""
    names = load_people()
    number = 0
    for chunk in simulate_rows(make_settings(claims=claims, seed=seed, per_day=30.0)):
        found = find_people(chunk.people, chunk.spelling)
        for row in range(len(chunk.incident)):
            if chunk.copy_of[row] != chunk.copy_of.dtype.type(0) and bool(chunk.origin[row] != chunk.id[row]):
                continue
            incident = f"i-{int(chunk.incident[row])}"
            moment = datetime.fromtimestamp(int(chunk.true_time[row]), UTC)
            for place in range(found.shape[1]):
                if int(found[row, place]) < 0:
                    continue
                number += 1
                said = make_said(
                    row,
                    incident if known else "",
                    Fate.KILLED,
                    None,
                    Status.NOT_SAID,
                    claim=f"c-{seed}-{int(chunk.id[row])}",
                )
                mention = make_mention(number, names[int(found[row, place])], said, moment)
                truth = f"{incident}/{int(chunk.people[row, place])}"
                yield Told(
                    truth, incident if known else "", make_candidate(mention, make_when(moment) if known else None)
                )


def make_said(number: int, incident: str, fate: Fate, side: SideId | None, status: Status, claim: str = "") -> FateSaid:
    """What one claim says."""
    return FateSaid(ClaimId(claim or f"c-{number}"), fate, side, status, IncidentId(incident) if incident else None)


def make_mention(number: int, name: str, said: FateSaid, day: datetime) -> PersonMention:
    """A mention in a report of its own."""
    report = ReportId(f"r-{said.claim}")
    quote = Quote(report, Span(number, number + max(1, len(name))), name or "?")
    return PersonMention(MentionId(f"m-{number:06}"), report, quote, name, (said,), given_at=day)


def make_when(day: datetime) -> When:
    """A day."""
    return When(day, day + timedelta(days=1), TimePrecision.DAY, "UTC")


if __name__ == "__main__":
    sys.exit(main())
