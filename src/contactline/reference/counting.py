"""Parameters of counts: TOML to records, checked, with all mistakes at once, and back to TOML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from contactline.config import parse_toml
from contactline.errors import ConfigError
from contactline.records.countmodels import (
    COUNT_ROLES,
    CountFixed,
    CountModel,
    CountModels,
    CountPrior,
    CountRole,
    RoleFigures,
)

COUNTS_FILE: Final = "counts.toml"
"""Its name in a mandate folder."""
_WHAT: Final = "the parameters of counts have mistakes"
_KEYS: Final = frozenset({"version", "about", "sources", "role", "prior", "fixed", "wounded"})
_PRIOR: Final = ("none", "power", "shift")
_NUMBERS: Final = ("bias", "surplus", "size", "counts", "found", "sd")
_NOTES: Final = frozenset({"text", "source"})


class _Reader:
    """Reads numbers and keeps a list of what is wrong."""

    def __init__(self) -> None:
        self.mistakes: list[str] = []

    def table(self, content: Mapping[str, Any], name: str, where: str) -> Mapping[str, Any]:
        value = content.get(name)
        if isinstance(value, Mapping):
            return value
        self.mistakes.append(f"[{where}{name}] is missing or no table")
        return {}

    def number(self, content: Mapping[str, Any], name: str, where: str) -> float:
        """A number, or the ``value`` of a table that has its source beside it."""
        value = content.get(name)
        if isinstance(value, Mapping):
            value = value.get("value")
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        self.mistakes.append(f"[{where}] “{name}” must be a number")
        return float("nan")

    def numbers(self, content: Mapping[str, Any], name: str, where: str) -> tuple[float, ...]:
        value = content.get(name, [])
        if isinstance(value, list) and all(isinstance(item, int | float) for item in value):
            return tuple(float(item) for item in value)
        self.mistakes.append(f"[{where}] “{name}” must be a list of numbers")
        return ()


def parse_counts(text: str, subject: str = "") -> CountModels:
    """The models of killed and wounded from TOML; ``[wounded]`` may replace roles and prior, and else is as killed.

    Args:
        text: the TOML.
        subject: the file that it is from.

    Raises:
        ConfigError: mistakes, all of them at once.
    """
    content = parse_toml(text, _WHAT, subject)
    reader = _Reader()
    reader.mistakes += [f"“{name}” means nothing here" for name in content if name not in _KEYS]
    own = content.get("wounded", {})
    killed = _read_model(content, reader, "")
    wounded = _read_model({**content, **own}, reader, "wounded.") if isinstance(own, Mapping) and own else killed
    if killed is None or wounded is None:
        raise ConfigError(_WHAT, tuple(dict.fromkeys(reader.mistakes)), subject=subject)
    if reader.mistakes:
        raise ConfigError(_WHAT, tuple(dict.fromkeys(reader.mistakes)), subject=subject)
    return CountModels(killed, wounded)


def _read_model(content: Mapping[str, Any], reader: _Reader, where: str) -> CountModel | None:
    roles = reader.table(content, "role", where)
    reader.mistakes += [f"[{where}role.{name}] is no role" for name in roles if name not in COUNT_ROLES]
    read = [_read_role(reader.table(roles, role, f"{where}role."), role, reader, where) for role in COUNT_ROLES]
    prior = _read_prior(reader.table(content, "prior", where), reader, where)
    fixed = _read_fixed(reader.table(content, "fixed", where), reader, where)
    made = tuple(role for role in read if role is not None)
    if len(made) < len(read) or prior is None or fixed is None:
        return None
    return CountModel(str(content.get("version", "")), str(content.get("about", "")), made, prior, fixed)


def _read_role(entry: Mapping[str, Any], role: CountRole, reader: _Reader, where: str) -> RoleFigures | None:
    place = f"{where}role.{role}"
    known = {*_NUMBERS, *_NOTES, "silent"}
    reader.mistakes += [f"[{place}] “{name}” means nothing here" for name in entry if name not in known]
    values = {name: reader.number(entry, name, place) for name in _NUMBERS}
    silent = reader.numbers(entry, "silent", place)
    try:
        first, second = silent
        return RoleFigures(silent=(first, second), **values)
    except ValueError as error:
        reader.mistakes.append(f"[{place}] {error}")
        return None


def _read_prior(entry: Mapping[str, Any], reader: _Reader, where: str) -> CountPrior | None:
    none, power, shift = (reader.number(entry, name, f"{where}prior") for name in _PRIOR)
    try:
        return CountPrior(none, power, shift, reader.numbers(entry, "knots", f"{where}prior"))
    except ValueError as error:
        reader.mistakes.append(f"[{where}prior] {error}")
        return None


def _read_fixed(entry: Mapping[str, Any], reader: _Reader, where: str) -> CountFixed | None:
    names = [one.name for one in fields(CountFixed)]
    reader.mistakes += [f"[{where}fixed] “{name}” means nothing here" for name in entry if name not in names]
    values = {name: reader.number(entry, name, f"{where}fixed") for name in names}
    try:
        return CountFixed(**values)
    except ValueError as error:
        reader.mistakes.append(f"[{where}fixed] {error}")
        return None


def render_counts(models: CountModels) -> str:
    """Models as TOML, which :func:`parse_counts` reads back. What no fit changes is taken from that of killed."""
    killed, wounded = models.killed, models.wounded
    lines = [f"version = {json.dumps(killed.version)}", f"about = {json.dumps(killed.about, ensure_ascii=False)}"]
    lines += ["", "[fixed]", *(f"{one.name} = {getattr(killed.fixed, one.name)!r}" for one in fields(CountFixed))]
    lines += _render_model(killed, "")
    if wounded != killed:
        lines += _render_model(wounded, "wounded.")
    return "\n".join(lines) + "\n"


def _render_model(model: CountModel, where: str) -> list[str]:
    lines = ["", f"[{where}prior]", *(f"{name} = {getattr(model.prior, name)!r}" for name in _PRIOR)]
    if model.prior.knots:
        lines.append(f"knots = [{', '.join(map(repr, model.prior.knots))}]")
    for role, entry in zip(COUNT_ROLES, model.roles, strict=True):
        lines += ["", f"[{where}role.{role}]", *(f"{name} = {getattr(entry, name)!r}" for name in _NUMBERS)]
        lines.append(f"silent = [{entry.silent[0]!r}, {entry.silent[1]!r}]")
    return lines
