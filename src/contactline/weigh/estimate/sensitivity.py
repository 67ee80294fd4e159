"""What an estimate hangs on: single origins without which it reads otherwise, and what would move it most."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from contactline.records.estimates import Dependence, Missing, find_likelihood
from contactline.records.ids import THIRD, SideId
from contactline.records.mandates import Mandate
from contactline.records.rolemodels import Stance
from contactline.weigh.estimate.evidence import Voice
from contactline.weigh.estimate.verdicts import Verdict
from contactline.weigh.phrases import say_side

Reach = Callable[[Sequence[Voice]], Verdict | None]
"""The verdict on some voices; ``None`` where they carry no number."""
_MOST: Final = 12
_CLOSE: Final = 1e-12


def find_dependences(
    voices: Sequence[Voice], verdict: Verdict, reach: Reach, mandate: Mandate, did: str
) -> tuple[Dependence, ...]:
    """What becomes of the first side's probability without each origin; those that change the picture first."""
    first = say_side(mandate.sides[0].id, mandate)
    now = find_likelihood(verdict.probability)
    found: list[tuple[float, Dependence]] = []
    for root in dict.fromkeys(voice.root for voice in voices):
        label = next(voice.label for voice in voices if voice.root == root)
        without = reach([voice for voice in voices if voice.root != root])
        if without is None:
            text = f"Without {label} there is too little for a number."
            found.append((2.0, Dependence(label, text, None, None, changes=True)))
            continue
        chance = without.probability
        word, move = find_likelihood(chance), abs(chance - verdict.probability)
        text = f"Without {label}: {word} that {first} {did} ({100 * chance:.0f} %)."
        found.append((move, Dependence(label, text, chance, word, changes=word is not now)))
    ordered = sorted(found, key=lambda each: (not each[1].changes, -each[0]))  # stable: the incident’s order on a tie
    return tuple(dependence for _, dependence in ordered[:_MOST])


def find_missing(voices: Sequence[Voice], reach: Reach, mandate: Mandate, did: str) -> tuple[Missing, ...]:
    """Accounts that are not here, with where the first side's probability would go; the widest range first."""
    found = []
    for text, cases in _iter_cases(voices, mandate, did):
        verdicts = [reach([*voices, case]) for case in cases]
        chances = [verdict.probability for verdict in verdicts if verdict is not None]
        if chances and max(chances) - min(chances) > _CLOSE:
            found.append(Missing(text, min(chances), max(chances)))
    return tuple(sorted(found, key=lambda one: one.low - one.high))


def _iter_cases(voices: Sequence[Voice], mandate: Mandate, did: str) -> Iterator[tuple[str, list[Voice]]]:
    names = (Stance.BLAMES, Stance.OWNS)
    known = any(voice.side == THIRD for voice in voices)
    which = "another third party" if known else "a third party"
    yield f"A finding of {which} that one of the sides {did}", [_suppose(THIRD, stance) for stance in names]
    for side in (side.id for side in mandate.sides):
        name = say_side(side, mandate)
        own = [voice.stance for voice in voices if voice.side == side]
        if not own:
            yield f"The answer of {name}: nothing firm of it is here", [_suppose(side, stance) for stance in Stance]
        elif Stance.OWNS not in own:
            yield f"Word of {name} that it {did} itself", [_suppose(side, Stance.OWNS), *_same(voices, side)]


def _same(voices: Sequence[Voice], side: SideId) -> list[Voice]:
    """One more voice of what a side says already: what repetition would do, to set beside an admission."""
    return [_suppose(side, next(voice.stance for voice in voices if voice.side == side))]


def _suppose(side: SideId, stance: Stance) -> Voice:
    return Voice("(supposed)", "a supposed account", side, stance, 1.0, ())
