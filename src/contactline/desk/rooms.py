"""The rooms' main functions, loaded on use and exchangeable in tests."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from contactline.config import Options
from contactline.errors import ConfigError
from contactline.plugins import get_plugin
from contactline.ports import Engine, Reader, Reading, Spotter
from contactline.records.claims import Claim
from contactline.records.histories import IncidentChange
from contactline.records.ids import ClaimId, ReportId
from contactline.records.incidents import Episode, Incident, Origin, Weighing
from contactline.records.judgements import LinkJudgement
from contactline.records.mandates import Mandate
from contactline.records.periods import PeriodView
from contactline.records.persons import CasualtyRegister, PersonJudgement
from contactline.records.problems import Problem
from contactline.records.reports import Report


class Resolver(Protocol):
    """Puts places, actors and times to the mentions of a reading.

    Attributes:
        names: finds the names that the mandate knows.
        version: changes whenever the same reading may be resolved otherwise.
    """

    names: Spotter
    version: str

    def resolve(self, report: Report, reading: Reading) -> Reading:
        """The same claims with what their words stand for."""
        ...


class Linking(Protocol):
    """What linking gives."""

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """In the order of their times."""
        ...

    @property
    def answers(self) -> tuple[tuple[ClaimId, ClaimId], ...]:
        """Pairs of a denial and the claim that it answers, across reports."""
        ...

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Independent roots of the words."""
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be joined."""
        ...

    @property
    def episodes(self) -> tuple[Episode, ...]:
        """Reports too dense for their incidents to be told apart."""
        ...

    @property
    def judgements(self) -> tuple[LinkJudgement, ...]:
        """People's judgements that were followed."""
        ...


class MandateChoice(Protocol):
    """Which mandate fits, and why, in a sentence; ``None`` where none does."""

    @property
    def mandate(self) -> Mandate | None:
        """The best match."""
        ...

    @property
    def reason(self) -> str:
        """Why."""
        ...


class PairModel(Protocol):
    """Weights of linking."""

    @property
    def version(self) -> str:
        """As it is shown; changes whenever a weight does."""
        ...


class Link(Protocol):
    """Joins claims to incidents."""

    def __call__(
        self,
        readings: Iterable[tuple[Report, Reading]],
        mandate: Mandate,
        previous: tuple[Incident, ...],
        judgements: tuple[LinkJudgement, ...] = (),
        history: tuple[IncidentChange, ...] = (),
        model: PairModel | None = None,
    ) -> Linking:
        """Link everything; ``previous`` and ``history`` keep ids stable, ``judgements`` win over the model."""
        ...


class Weigh(Protocol):
    """Sets the versions of one incident side by side."""

    def __call__(
        self,
        incident: Incident,
        claims: Mapping[ClaimId, Claim],
        reports: Mapping[ReportId, Report],
        mandate: Mandate,
        origins: tuple[Origin, ...],
        answers: tuple[tuple[ClaimId, ClaimId], ...] = (),
    ) -> Weighing:
        """Weigh one incident; ``answers`` says which claim each denial answers across reports."""
        ...


class MakeRegister(Protocol):
    """Tells persons among victims."""

    def __call__(
        self,
        claims: Iterable[Claim],
        reports: Mapping[ReportId, Report],
        incidents: tuple[Incident, ...],
        judgements: Iterable[PersonJudgement] = (),
    ) -> CasualtyRegister:
        """The register of a run; ``judgements`` win over the weights."""
        ...


@dataclass(frozen=True, slots=True)
class Rooms:
    """One function for each step between a report and a page."""

    reader: Reader
    engine: Engine
    choose_mandate: Callable[[list[Mandate], list[str]], MandateChoice]
    make_resolver: Callable[[Mandate], Resolver]
    link: Link
    weigh: Weigh
    publish: Callable[..., tuple[Path, ...]]
    """Called as ``publish(dossier, folder, keep_text=…)``."""
    look_across: Callable[..., tuple[Weighing, ...]] | None = None
    """Called as ``look_across(incidents, weighings, claims, mandate)``; ``None`` leaves the weighings as they are."""
    model: PairModel | None = None
    """What ``link`` scores pairs with; ``None`` for its own."""
    register: MakeRegister | None = None
    """``None`` leaves the casualty register empty."""
    count: Callable[..., PeriodView] | None = None
    """Counts a period, called as :func:`contactline.weigh.period.period.count_period`."""


def load_rooms(reader: str, options: Mapping[str, Options] | None = None, weights: str = "") -> Rooms:
    """The built-in rooms with a reader chosen by name.

    Args:
        reader: its name.
        options: of every reader that has some, by name.
        weights: of linking, by name or file; by default those that linking has itself.

    Raises:
        PluginError: there is no such reader.
        MissingExtraError: it needs something that is not installed.
        ConfigError: its options are wrong, or one that it needs is missing; the weights are not there or have mistakes.
    """
    return Rooms(
        reader=make_reader(reader, (options or {}).get(reader, {})),
        engine=get_plugin("engines", "local")(),
        choose_mandate=load_room("contactline.resolve.choose", "choose_mandate"),
        make_resolver=load_room("contactline.resolve.resolve", "Resolver"),
        link=load_room("contactline.link.link", "link_claims"),
        weigh=load_room("contactline.weigh.weigh", "weigh_incident"),
        look_across=load_room("contactline.weigh.across", "look_across"),
        publish=load_room("contactline.publish.publish", "publish"),
        model=load_room("contactline.link.model", "find_model")(weights) if weights else None,
        register=load_room("contactline.weigh.persons.register", "make_register"),
        count=load_room("contactline.weigh.period.period", "count_period"),
    )


def make_reader(name: str, options: Options) -> Reader:
    """A reader by its name, made with its options as keyword arguments.

    Raises:
        PluginError: there is no such reader.
        MissingExtraError: it needs something that is not installed.
        ConfigError: its options are wrong, or one that it needs is missing.
    """
    make = get_plugin("readers", name)
    try:
        inspect.signature(make).bind(**options)
    except TypeError as error:
        raise ConfigError("the settings have mistakes", (f"[readers.{name}]: {error}",)) from None
    reader: Reader = make(**options)
    return reader


def load_room(module: str, name: str) -> Any:
    """A room's function or class, imported now."""
    # On use: reading a file's help or version needs none of them.
    return getattr(import_module(module), name)
