"""Which mandate a run uses: the one named, the one of the run before, or the one that fits best."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from contactline.desk.rooms import Rooms
from contactline.errors import InputError
from contactline.ports import Store
from contactline.records.mandates import Mandate
from contactline.records.problems import Problem
from contactline.reference.loading import find_mandate, list_mandates
from contactline.reference.open_mandate import choose_open_mandate

_NOTE = "mandate"
_TEXTS = 300  # reports that are looked at to choose; more change the choice of no one
_CHARACTERS = 5_000  # of each of them: names come early


@dataclass(frozen=True, slots=True)
class Chosen:
    """A mandate, and how it was come by.

    Attributes:
        sentence: empty when a person named it.
        problems: what had to be proposed to make it.
    """

    mandate: Mandate
    sentence: str = ""
    problems: tuple[Problem, ...] = ()


def choose(named: str | None, store: Store, rooms: Rooms) -> Chosen:
    """The mandate of a run; one that was chosen for a store stays its mandate until another is named.

    Raises:
        InputError: the named mandate is not there.
        MandateError: it has mistakes.
    """
    if named is not None:
        chosen = Chosen(find_mandate(named))
        _remember(store, _lasting(named), chosen)
        return chosen
    kept = store.find_note(_NOTE)
    if kept is not None:
        name, sentence = json.loads(kept)
        return Chosen(_find_kept(name), sentence)
    choice = rooms.choose_mandate([find_mandate(name) for name in list_mandates()], list(_iter_texts(store)))
    if choice.mandate is None:
        # Not remembered: the next reports may show which mandate fits.
        made = choose_open_mandate(_iter_sides(store), _iter_texts(store))
        return Chosen(made.mandate, f"Chosen by the program: {choice.reason}", made.problems)
    chosen = Chosen(choice.mandate, f"Chosen by the program: {choice.reason}")
    _remember(store, choice.mandate.name, chosen)
    return chosen


def _remember(store: Store, name: str, chosen: Chosen) -> None:
    """Keep the choice with its reason, so that the next run publishes the same words."""
    store.save_note(_NOTE, json.dumps([name, chosen.sentence]))


def _find_kept(kept: str) -> Mandate:
    try:
        return find_mandate(kept)
    except InputError as error:
        what = f"the mandate of the earlier runs, “{kept}”, cannot be used: {error.what}"
        raise InputError(what, hint="Put it right, or name one with --mandate.") from error


def _iter_texts(store: Store) -> Iterator[str]:
    return (report.text[:_CHARACTERS] for report in islice(store.iter_reports(), _TEXTS))


def _iter_sides(store: Store) -> Iterator[str]:
    return (report.meta.side for report in store.iter_reports() if report.meta.side)


def _lasting(named: str) -> str:
    """A name as it is; a folder with its whole path, since the next run may start elsewhere."""
    return str(Path(named).resolve()) if named not in list_mandates() else named
