"""The parameters: one versioned file, every value with its source, and presets that change some of them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from contactline.errors import InputError

DEFAULT_PRESET: Final = "default"
_FILE: Final = "parameters.toml"
_NO_GROUPS: Final = frozenset({"version", "sources", "preset"})
_BY_SIDE: Final = 2

Value = float | tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Parameters:
    """All values by name, such as ``place.centroid``.

    Attributes:
        version: of the file; the same seed gives the same world under one version only.
        values: numbers, and lists of numbers.
        sources: for each name the key of its source.
    """

    version: int
    values: Mapping[str, Value]
    sources: Mapping[str, str]

    def number(self, name: str) -> float:
        """A single value."""
        value = self.values[name]
        if isinstance(value, tuple):
            raise InputError(f"the parameter “{name}” is a list", subject=_FILE)
        return value

    def numbers(self, name: str) -> tuple[float, ...]:
        """A list of values."""
        value = self.values[name]
        if not isinstance(value, tuple):
            raise InputError(f"the parameter “{name}” is no list", subject=_FILE)
        return value

    def changed(self, changes: Mapping[str, Value]) -> Parameters:
        """The same with other values.

        Raises:
            InputError: a name is not known, or a list has another length.
        """
        values = dict(self.values)
        for name, value in changes.items():
            known = values.get(name)
            if known is None:
                raise InputError(
                    f"there is no parameter “{name}”", subject=_FILE, hint="Names are GROUP.NAME as in that file."
                )
            if _length(known) != _length(value):
                raise InputError(f"the parameter “{name}” needs {_length(known) or 'no'} list items", subject=_FILE)
            values[name] = value
        return replace(self, values=MappingProxyType(values))

    def swapped(self) -> Parameters:
        """The same with the two sides' values exchanged: what is true of the first becomes true of the second."""
        values = {name: _swap(value) if name in BY_SIDE else value for name, value in self.values.items()}
        values["incident.first_side_fires"] = 1 - self.number("incident.first_side_fires")
        return replace(self, values=MappingProxyType(values))


BY_SIDE: Final = frozenset(
    {
        "report.access",
        "report.voice",
        "report.delay_days",
        "casualties.own_military",
        "casualties.own_civilian",
        "casualties.exaggeration_log",
        "blame.victim_accuses",
        "blame.firing_denies",
        "blame.firing_admits",
        "blame.accused_denies",
        "blame.follow",
    }
)
"""Parameters whose first two values belong to the first and to the second side."""


@lru_cache(maxsize=1)
def load_parameters() -> Parameters:
    """The parameters as shipped."""
    document = _load_document()
    values: dict[str, Value] = {}
    sources: dict[str, str] = {}
    for group, entries in document.items():
        if group in _NO_GROUPS:
            continue
        for name, entry in entries.items():
            values[f"{group}.{name}"] = _make_value(entry["value"])
            sources[f"{group}.{name}"] = entry["source"]
    return Parameters(document["version"], MappingProxyType(values), MappingProxyType(sources))


def load_sources() -> dict[str, str]:
    """What each source is, by its key."""
    return dict(_load_document()["sources"])


def list_presets() -> dict[str, str]:
    """Names of the presets with their titles, the default first."""
    return {name: entry["title"] for name, entry in _load_document()["preset"].items()}


def load_preset(name: str) -> Parameters:
    """The parameters of a preset.

    Raises:
        InputError: there is no such preset.
    """
    presets = _load_document()["preset"]
    if name not in presets:
        raise InputError(f"there is no preset “{name}”", hint="Choose one of: " + ", ".join(presets))
    changes = {key: _make_value(value) for key, value in presets[name].items() if key != "title"}
    return load_parameters().changed(changes)


@lru_cache(maxsize=1)
def _load_document() -> dict[str, Any]:
    return tomllib.loads(files("contactline.simulate").joinpath(_FILE).read_text(encoding="utf-8"))


def _make_value(value: Any) -> Value:
    return tuple(float(item) for item in value) if isinstance(value, list) else float(value)


def _length(value: Value) -> int:
    return len(value) if isinstance(value, tuple) else 0


def _swap(value: Value) -> Value:
    if not isinstance(value, tuple):
        return value
    return (value[1], value[0], *value[_BY_SIDE:])
