"""How well a reader finds the claims of annotated reports: who says what happened, where, and to whom.

Each text of `annotated/` is read as the product reads it (side settled, names and sides of the conflict given as a
mandate, claims resolved), and its claims are compared with those that people wrote down.

A claim counts as found when all of this is right ("strict"): side of the speaker, act, kind, polarity, places where it
happened, casualties. Of places the words of their names are compared, without case, accents and class words ("the
village of Tolm" is "Tolm"); of casualties outcome, status, smallest and largest number and side, each as often as it is
told. A vague number ("several", "dozens") is one value. A claim about no occurrence (kind none) is right when the side
and the act are. Within a text every claim is matched once. What only follows from a claim (that the other side began,
when somebody "returned fire") has no line in the annotation and is left out.

The rows below "aligned" show where errors come from: claims that stand at the same words are paired, and each value is
compared alone. For places and casualties, which most claims lack, F1 over the claims that have some is given.

Command: `python bench/_claims.py --reader rules --split dev [--errors 30]`. Texts of the split `test` are not printed.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from contactline._kit.folding import fold_name
from contactline.annotated.conflict import Conflict, load_conflict, make_mandate
from contactline.annotated.parse import parse_file
from contactline.annotated.texts import AnnotatedClaim, AnnotatedText
from contactline.desk.clipping import clip_report
from contactline.desk.sides import settle_side
from contactline.plugins import get_plugin
from contactline.ports import Reader
from contactline.records.claims import Act, Claim, Kind, Modality, NumberForm, PlaceRole
from contactline.records.mandates import Mandate
from contactline.records.quotes import Span
from contactline.resolve.resolve import Resolver

ROOT: Final = Path(__file__).resolve().parents[1] / "annotated"
DERIVED: Final = "/presupposed-first-fire"
"""End of the construction of a claim that only follows from another."""
FIELDS: Final = ("speaker", "act", "kind", "places", "casualties", "polarity", "modality")
_DENIALS: Final = frozenset({Act.DENIES, Act.PARTLY_DENIES})
_PLACE_ROLES: Final = frozenset({PlaceRole.AT, PlaceRole.TOWARD})
"""The annotation has one word, "place", for where it happened and for what was fired at."""
_VAGUE: Final = re.compile(r"(?i)\b(?:dozens|scores|hundreds|thousands)\b")
_WORD: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_CLASS: Final = """
    the a an of in at on near by from to for with and its their our his between along around village villages town towns
    city cities district districts region regions province provinces county hamlet settlement settlements municipality
    area areas direction directions section sector
"""
_CLASS_WORDS: Final = frozenset(_CLASS.split())

Hit = tuple[str, str, int, int | None, str]
"""Casualties as compared: outcome, status, smallest and largest number, side. A vague number is -1, ``None``."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A claim as compared, gold or found. It stands on the words of ``spans``; ``voice`` is its speaker's."""

    speaker: str
    act: str
    kind: str
    places: frozenset[str]
    casualties: tuple[Hit, ...]
    polarity: str
    modality: str
    spans: tuple[Span, ...] = ()
    trigger: Span | None = None
    voice: Span | None = None
    construction: str = ""
    told: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """What has to be right for the claim to count."""
        if self.kind == Kind.NONE:
            return self.speaker, self.act, self.kind
        return self.speaker, self.act, self.kind, self.polarity, self.places, self.casualties


# -- claims as compared


def make_gold(text: AnnotatedText, claim: AnnotatedClaim) -> Unit:
    """A claim of the annotation."""
    hits = (
        _make_hit(
            line.outcome, line.status, line.minimum, line.maximum, line.side, vague=line.form is NumberForm.UNSPECIFIED
        )
        for line in map(text.get_casualties, claim.casualties)
    )
    spans = {id_: text.get_mark(id_).span for id_ in claim.iter_marks()}
    told = [id_ for ids in (claim.trigger, claim.content, claim.casualties, claim.damage) for id_ in ids] or list(
        claim.cue
    )
    return Unit(
        speaker=claim.speaker.side or "?",
        act=claim.act,
        kind=claim.kind,
        places=fold_places(text.words(id_) for id_ in claim.places),
        casualties=tuple(sorted(hits, key=str)),
        polarity=claim.polarity,
        modality=claim.modality,
        spans=tuple(spans[id_] for id_ in told or spans),
        trigger=spans[claim.trigger[0]] if claim.trigger else None,
        voice=spans[claim.speaker.mark] if claim.speaker.mark else None,
        told=f"{claim.id}",
    )


def make_found(claim: Claim) -> Unit:
    """A claim of a reader, resolved."""
    occurrence = claim.occurrence
    hits = (
        _make_hit(
            one.outcome,
            one.status,
            one.minimum,
            one.maximum,
            one.victims.side,
            vague=one.form is NumberForm.UNSPECIFIED or _VAGUE.search(one.victims.text) is not None,
        )
        for one in claim.casualties
    )
    return Unit(
        speaker=claim.speaker.side or "?",
        act=claim.act,
        kind=occurrence.kind,
        places=fold_places(place.quote.words for place in occurrence.places if place.role in _PLACE_ROLES),
        casualties=tuple(sorted(hits, key=str)),
        polarity=claim.polarity,
        modality=claim.modality,
        spans=(claim.quote.span, *(one.quote.span for one in claim.casualties)),
        trigger=occurrence.trigger.span if occurrence.trigger else None,
        voice=claim.speaker.quote.span if claim.speaker.quote else None,
        construction=claim.construction,
        told=claim.quote.words,
    )


def _make_hit(outcome: str, status: str, low: int, high: int | None, side: str | None, *, vague: bool) -> Hit:
    return (str(outcome), str(status), *((-1, None) if vague else (low, high)), side or "?")


def fold_places(names: Iterable[str]) -> frozenset[str]:
    """The folded words of all names together; where a name has capitals, its words with capitals alone."""
    found: set[str] = set()
    for name in names:
        words = _WORD.findall(name)
        proper = [word for word in words if word[0].isupper() or word[0].isdigit()]
        folded = [part for word in words for part in fold_name(re.sub(r"['’]s?$", "", word)).split()]
        kept = [part for word in proper for part in fold_name(re.sub(r"['’]s?$", "", word)).split()]
        found |= (set(kept) - _CLASS_WORDS) or (set(folded) - _CLASS_WORDS) or set(folded)
    return frozenset(found)


def read_claims(reader: Reader, resolver: Resolver, mandate: Mandate, text: AnnotatedText) -> list[Unit]:
    """The claims of a text as the product would have them, without those that only follow from another."""
    report = clip_report(settle_side(text.report, mandate))
    reading = resolver.resolve(report, reader.read(report, resolver.names))
    return [make_found(claim) for claim in reading.claims if not claim.construction.endswith(DERIVED)]


# -- comparing


@dataclass(slots=True)
class Count:
    """How many there are, how many were found, and how many of these agree."""

    gold: int = 0
    found: int = 0
    right: int = 0

    def add(self, gold: Iterable[object], found: Iterable[object]) -> int:
        """Count two collections of keys, each key matched as often as both have it; gives what agrees."""
        first, second = Counter(gold), Counter(found)
        right = (first & second).total()
        self.gold += first.total()
        self.found += second.total()
        self.right += right
        return right

    @property
    def f1(self) -> float:
        """Per cent; 100 where nothing is and nothing was found."""
        total = self.gold + self.found
        return 200.0 * self.right / total if total else 100.0

    def __str__(self) -> str:
        precision = 100.0 * self.right / self.found if self.found else 0.0
        recall = 100.0 * self.right / self.gold if self.gold else 0.0
        return f"{self.f1:6.1f} {precision:6.1f} {recall:6.1f} {self.gold:6d} {self.found:6d} {self.right:6d}"


@dataclass(slots=True)
class Compared:
    """One text: its claims, those found, which were paired by their place, and how many agree strictly."""

    text: AnnotatedText
    gold: list[Unit]
    found: list[Unit]
    pairs: list[tuple[Unit, Unit]]
    right: int

    @property
    def wrong(self) -> int:
        """Claims missed and claims too many."""
        return len(self.gold) + len(self.found) - 2 * self.right


@dataclass(slots=True)
class Score:
    """All figures of a run."""

    strict: Count = field(default_factory=Count)
    denials: Count = field(default_factory=Count)
    conditionals: Count = field(default_factory=Count)
    aligned: Count = field(default_factory=Count)
    fields: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FIELDS})
    filled: dict[str, Count] = field(default_factory=lambda: {"places": Count(), "casualties": Count()})
    conflicts: dict[str, Count] = field(default_factory=dict)
    constructions: dict[str, Count] = field(default_factory=dict)
    texts: list[Compared] = field(default_factory=list)


def compare(score: Score, text: AnnotatedText, gold: list[Unit], found: list[Unit]) -> None:
    """Add one text to a score."""
    right = score.strict.add((unit.key for unit in gold), (unit.key for unit in found))
    score.conflicts.setdefault(text.conflict, Count()).add((unit.key for unit in gold), (unit.key for unit in found))
    score.denials.add(_denials(gold), _denials(found))
    score.conditionals.add(_conditionals(gold), _conditionals(found))
    pairs = pair_by_place(gold, found)
    score.aligned.gold += len(gold)
    score.aligned.found += len(found)
    score.aligned.right += len(pairs)
    for one, other in pairs:
        for name in FIELDS:
            score.fields[name].add([getattr(one, name)], [getattr(other, name)])
        for name, count in score.filled.items():
            count.add(*([value] if (value := getattr(unit, name)) else [] for unit in (one, other)))
    _count_constructions(score, gold, found)
    score.texts.append(Compared(text, gold, found, pairs, right))


def _denials(units: Iterable[Unit]) -> Iterator[tuple[str, ...]]:
    return ((unit.speaker, unit.act, unit.kind) for unit in units if unit.act in _DENIALS)


def _conditionals(units: Iterable[Unit]) -> Iterator[tuple[str, ...]]:
    return ((unit.act, unit.kind) for unit in units if unit.modality == Modality.CONDITIONAL)


def _count_constructions(score: Score, gold: list[Unit], found: list[Unit]) -> None:
    """How often each construction of the reader is strictly right; there is no gold for what made a claim."""
    left = Counter(unit.key for unit in gold)
    for unit in found:
        count = score.constructions.setdefault(unit.construction or "-", Count())
        count.found += 1
        count.right += left[unit.key] > 0
        left[unit.key] -= 1


def pair_by_place(gold: list[Unit], found: list[Unit]) -> list[tuple[Unit, Unit]]:
    """Pair claims that stand at the same words, the closest first, without looking at what they say."""
    closeness = [(_closeness(one, other), -i, -j) for i, one in enumerate(gold) for j, other in enumerate(found)]
    pairs: list[tuple[int, int]] = []
    for value, i, j in sorted(closeness, reverse=True):
        if value > 0 and all(-i != first and -j != second for first, second in pairs):
            pairs.append((-i, -j))
    return [(gold[i], found[j]) for i, j in sorted(pairs)]


def _closeness(one: Unit, other: Unit) -> float:
    """0 where no words are shared; a shared trigger and a shared speaker weigh most."""
    shared = _overlap(one.spans, other.spans)
    trigger = one.trigger is not None and other.trigger is not None and one.trigger.overlaps(other.trigger)
    if not shared and not trigger:
        return 0.0
    voice = one.voice.overlaps(other.voice) if one.voice and other.voice else one.voice is other.voice
    clash = one.trigger is not None and other.trigger is not None and not trigger
    return 2.0 * trigger + 1.0 * voice + shared - 0.9 * clash * shared


def _overlap(first: tuple[Span, ...], second: tuple[Span, ...]) -> float:
    """Characters that both have, of those that either has."""
    one, other = ({place for span in spans for place in range(span.start, span.end)} for spans in (first, second))
    return len(one & other) / len(one | other) if one | other else 0.0


# -- texts


def load_split(root: Path, split: str) -> Iterator[tuple[Conflict, list[AnnotatedText]]]:
    """The conflicts of a split that have two sides, with the texts that could be parsed without mistakes."""
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        conflict, mistakes = load_conflict(folder)
        if conflict is None or mistakes or conflict.split != split:
            continue
        parsed = [parse_file(path) for path in sorted(folder.glob("*.txt"))]
        for one in parsed:
            for mistake in one.mistakes:
                print(f"left out: {mistake if split != 'test' else mistake.file}", file=sys.stderr)
        yield conflict, [one.text for one in parsed if one.text and not one.mistakes]


def score_split(reader: Reader, root: Path, split: str) -> Score:
    """Read every text of a split and compare."""
    score = Score()
    for conflict, texts in load_split(root, split):
        mandate = make_mandate(conflict)
        resolver = Resolver(mandate)
        for text in texts:
            gold = [make_gold(text, claim) for claim in text.claims]
            compare(score, text, gold, read_claims(reader, resolver, mandate, text))
    return score


# -- printing


def print_score(score: Score) -> None:
    """The table of all figures, per cent."""
    print(f"{'':<44} {'F1':>6} {'prec.':>6} {'rec.':>6} {'gold':>6} {'found':>6} {'right':>6}")
    print(f"{'strict: side, act, kind, place, casualties':<44} {score.strict}")
    print(f"{'denials: side, act, kind':<44} {score.denials}")
    print(f"{'conditionals: act, kind, modality':<44} {score.conditionals}")
    print(f"{'aligned: claims at the same words':<44} {score.aligned}")
    for name, count in score.fields.items():
        print(f"{f'  of these, {name} right':<44} {count.f1:6.1f}")
    for name, count in score.filled.items():
        print(f"{f'  {name}, where there are any':<44} {count}")
    for name, count in sorted(score.conflicts.items()):
        print(f"{f'strict, {name}':<44} {count}")
    print(f"\n{'construction':<60} {'found':>6} {'right':>6}")
    for name, count in sorted(score.constructions.items(), key=lambda item: -item[1].found):
        print(f"{name[:60]:<60} {count.found:>6} {count.right:>6}")


def print_errors(score: Score, limit: int) -> None:
    """Misses of the worst texts, up to so many lines of claims: what is written (-) and what was found (+)."""
    printed = 0
    for compared in sorted(score.texts, key=lambda one: -one.wrong / max(1, len(one.gold) + len(one.found))):
        if printed >= limit:
            return
        print(f"\n{compared.text.path}: {compared.right} of {len(compared.gold)} right, {len(compared.found)} found")
        paired = {id(unit) for pair in compared.pairs for unit in pair}
        for gold, found in compared.pairs:
            if gold.key != found.key:
                print(f"  {gold.told} {_describe_difference(gold, found)}  [{found.construction}] “{found.told[:100]}”")
                printed += 1
        for sign, units in (("- missed", compared.gold), ("+ too many", compared.found)):
            for unit in units:
                if id(unit) not in paired:
                    print(f"  {sign}: {_describe(unit, compared.text)}")
                    printed += 1


def _describe_difference(gold: Unit, found: Unit) -> str:
    wrong = [name for name in FIELDS if getattr(gold, name) != getattr(found, name)]
    return "; ".join(f"{name}: {_show(getattr(gold, name))} → {_show(getattr(found, name))}" for name in wrong)


def _describe(unit: Unit, text: AnnotatedText) -> str:
    span = Span(min(span.start for span in unit.spans), max(span.end for span in unit.spans))
    values = (
        unit.speaker,
        unit.act,
        unit.kind,
        unit.polarity,
        unit.modality,
        _show(unit.places),
        _show(unit.casualties),
    )
    return f"{' | '.join(values)}  [{unit.construction or unit.told}] “{text.report.text[span.start : span.end][:100]}”"


def _show(value: object) -> str:
    if isinstance(value, frozenset):
        return "/".join(sorted(value)) or "–"
    if isinstance(value, tuple):
        return ", ".join(" ".join(map(str, hit)) for hit in value) or "–"
    return str(value)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reader", default="rules", help="name of the reader")
    parser.add_argument("--split", default="dev", choices=("train", "dev", "test"))
    parser.add_argument("--data", type=Path, default=ROOT, help="folder with the conflicts' folders")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show about so many wrong claims")
    options = parser.parse_args()
    if options.errors and options.split == "test":
        parser.error("texts of the split test are never looked at; choose train or dev for --errors")
    make_reader: Callable[[], Reader] = get_plugin("readers", options.reader)
    score = score_split(make_reader(), options.data, options.split)
    print(
        f"reader {options.reader}, split {options.split}: "
        f"{len(score.texts)} texts of {len(score.conflicts)} conflicts\n"
    )
    print_score(score)
    print_errors(score, options.errors)
    return 0 if score.texts else 1


if __name__ == "__main__":
    sys.exit(main())
