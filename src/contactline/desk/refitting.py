"""Weights of linking that learn from the judgements of one store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from contactline.desk.choice import choose
from contactline.desk.clipping import clip_report
from contactline.desk.past import find_linked
from contactline.desk.rooms import load_rooms
from contactline.desk.sides import settle_side
from contactline.errors import ConflictError, InputError, RefusedError
from contactline.link.model import find_model, render_model
from contactline.link.refit import FEWEST, REFITTED, Lessons, Refit, collect_lessons, refit_model
from contactline.ports import Reading, Store

if TYPE_CHECKING:
    from contactline.records.mandates import Mandate
    from contactline.records.reports import Report


@dataclass(frozen=True, slots=True)
class Refitted:
    """What a refit did.

    Attributes:
        file: that the weights were written to.
        start: version of the weights that it began with.
        strength: of the pull towards them.
        beside: judged pairs that no weight concerns, since they never come into question.
    """

    file: Path
    start: str
    strength: float
    beside: int
    refit: Refit


def refit_weights(store: Store, file: Path, start: str, strength: float, *, force: bool = False) -> Refitted:
    """Refit weights on all judgements in force, and write them to a new file.

    Args:
        store: that holds reports, readings and judgements.
        file: to write.
        start: weights to begin with, by name or file.
        strength: of the pull towards them.
        force: also with few judgements, and from weights that were refitted on judgements before.

    Raises:
        ConfigError: the weights to begin with are not there, or have mistakes.
        ConflictError: the file is there already.
        InputError: nothing was linked in the store yet, or the file cannot be written.
        RefusedError: there are too few judgements, or the weights know judgements already.
    """
    if file.exists():
        raise ConflictError("is there already", subject=str(file), hint="Give another name, or remove it.")
    model = find_model(start)
    if REFITTED in model.version and not force:
        raise RefusedError(
            f"the weights “{model.version}” were refitted on judgements before, which would count twice",
            hint="Begin with those that they were refitted from; --force goes on all the same.",
        )
    lessons = _collect(store)
    _refuse_few(lessons, force=force)
    refit = refit_model(lessons, model, strength)
    _write(file, render_model(refit.model))
    return Refitted(file, model.version, strength, lessons.beside, refit)


def _collect(store: Store) -> Lessons:
    linked = find_linked(store)
    if linked is None:
        raise InputError("nothing was linked in this store yet", hint="Run contactline examine first.")
    mandate = choose(None, store, load_rooms("rules")).mandate
    return collect_lessons(_iter_pairs(store, linked.settings, mandate), mandate, store.iter_judgements())


def _iter_pairs(store: Store, settings: str, mandate: Mandate) -> Iterator[tuple[Report, Reading]]:
    for report, reading in store.iter_readings(settings):
        yield clip_report(settle_side(store.get_report(report), mandate)), reading


def _refuse_few(lessons: Lessons, *, force: bool) -> None:
    number = len(lessons.same)
    beside = f" ({lessons.beside} more are of accounts that never come into question)" if lessons.beside else ""
    if not number:
        raise RefusedError(
            f"there is no pair of accounts of two reports that weights could learn from{beside}",
            hint="Judge some with contactline judge together and apart.",
        )
    if number < FEWEST and not force:
        raise RefusedError(
            f"{number} judged {'pair' if number == 1 else 'pairs'} of accounts are too few to learn from{beside}",
            hint=f"Judge {FEWEST} or more; --force goes on all the same.",
        )


def _write(file: Path, content: str) -> None:
    try:
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(content)
    except FileExistsError:
        raise ConflictError("is there already", subject=str(file), hint="Give another name, or remove it.") from None
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}", subject=str(file)) from error
