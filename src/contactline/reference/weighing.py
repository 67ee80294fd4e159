"""Parameters of weighing: TOML to records, checked, with all mistakes at once, and back to TOML."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from contactline.config import parse_toml
from contactline.errors import ConfigError
from contactline.records.estimates import Calibration
from contactline.records.rolemodels import Role, RoleModel, RoleTables, Stance, Stratum, Three

WEIGHING_FILE: Final = "weighing.toml"
"""Its name in a mandate folder."""
_ROLES: Final = tuple(role.name.lower() for role in Role)
_STANCES: Final = tuple(stance.name.lower() for stance in Stance)
_THIRD: Final = ("right", "wrong", "none")
_SUM_SLACK: Final = 0.005
_TABLES: Final = frozenset({"publishes", "line", "follow", "off_line", "third", "background"})
_KEYS: Final = frozenset({"version", "about", "provenance", "held", "reading", "calibration", "alternative"}) | _TABLES
_WHAT: Final = "the parameters of weighing have mistakes"


class _Reader:
    """Reads checked numbers and keeps a list of what is wrong."""

    def __init__(self) -> None:
        self.mistakes: list[str] = []

    def table(self, content: Mapping[str, Any], name: str, where: str = "") -> Mapping[str, Any]:
        value = content.get(name)
        if isinstance(value, Mapping):
            return value
        self.mistakes.append(f"[{where}{name}] is missing or no table")
        return {}

    def share(self, content: Mapping[str, Any], name: str, where: str) -> float:
        value = content.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0.0 <= value <= 1.0:
            return float(value)
        self.mistakes.append(f"[{where}] “{name}” must be a number from 0 to 1")
        return 0.0

    def shares(self, content: Mapping[str, Any], names: tuple[str, ...], where: str) -> tuple[float, ...]:
        self.mistakes += [f"[{where}] “{name}” means nothing here" for name in content if name not in names]
        return tuple(self.share(content, name, where) for name in names)

    def three(self, content: Mapping[str, Any], name: str, keys: tuple[str, ...], where: str) -> Three:
        before = len(self.mistakes)
        first, second, third = self.shares(self.table(content, name, where), keys, f"{where}{name}")
        total = math.fsum((first, second, third))
        if len(self.mistakes) == before and abs(total - 1.0) > _SUM_SLACK:
            self.mistakes.append(f"[{where}{name}] adds up to {total:g}, and not to 1")
        total = total or 1.0
        return first / total, second / total, third / total


def parse_roles(text: str, subject: str = "") -> RoleModel:
    """The model of roles and lines from TOML.

    Args:
        text: the TOML.
        subject: the file that it is from.

    Raises:
        ConfigError: mistakes, all of them at once.
    """
    content = parse_toml(text, _WHAT, subject)
    reader = _Reader()
    reader.mistakes += [f"“{name}” means nothing here" for name in content if name not in _KEYS]
    tables = _read_tables(content, reader, "")
    given = content.get("alternative", {})
    alternatives = {
        name: _read_tables(table, reader, f"alternative.{name}.")
        for name, table in (given.items() if isinstance(given, Mapping) else ())
        if isinstance(table, Mapping)
    }
    held, reading = reader.table(content, "held"), reader.table(content, "reading")
    low, misread, high = (reader.share(reading, name, "reading") for name in ("low", "error", "high"))
    if not low <= misread <= high:
        reader.mistakes.append("[reading] “error” must lie between “low” and “high”")
    captures = held.get("captures", {})
    by_side = {name: reader.share(captures, name, "held.captures") for name in captures}
    staged, capture = reader.share(held, "staged", "held"), reader.share(held, "capture", "held")
    unattributed = reader.share(held, "unattributed", "held")
    calibrations = _read_calibrations(content.get("calibration", []), reader)
    fitted_on, count, seeds = _read_provenance(content.get("provenance", {}), reader)
    if reader.mistakes:
        raise ConfigError(_WHAT, tuple(reader.mistakes), subject=subject)
    return RoleModel(
        version=str(content.get("version", "")),
        about=str(content.get("about", "")),
        tables=tables,
        staged=staged,
        error=misread,
        error_low=low,
        error_high=high,
        error_source=str(reading.get("source", "")),
        capture=capture,
        unattributed=unattributed,
        fitted_on=fitted_on,
        count=count,
        seeds=seeds,
        captures=by_side,
        alternatives=alternatives,
        calibrations=calibrations,
    )


def _read_tables(content: Mapping[str, Any], reader: _Reader, where: str) -> RoleTables:
    lines, off = reader.table(content, "line", where), reader.table(content, "off_line", where)
    line = [reader.three(lines, role, _STANCES, f"{where}line.") for role in _ROLES]
    off_line = [reader.three(off, role, _STANCES, f"{where}off_line.") for role in _ROLES]
    publishes = reader.shares(reader.table(content, "publishes", where), _ROLES, f"{where}publishes")
    background = reader.table(content, "background", where)
    third_background = reader.three(background, "third", ("one", "other", "none"), f"{where}background.")
    tables = RoleTables(
        publishes=(publishes[0], publishes[1], publishes[2], publishes[3]),
        line=(line[0], line[1], line[2], line[3]),
        follow=reader.share(content, "follow", where or "top"),
        off_line=(off_line[0], off_line[1], off_line[2], off_line[3]),
        third=reader.three(content, "third", _THIRD, where),
        camp_background=reader.three(background, "camp", _STANCES, f"{where}background."),
        third_background=third_background,
    )
    reader.mistakes += [f"{where}{mistake}" for mistake in find_faults(tables)]
    return tables


def find_faults(tables: RoleTables) -> list[str]:
    """What the model may never learn, whatever it is fitted on: that owning up speaks for innocence."""
    owns = Stance.OWNS
    faults = []
    if tables.line[Role.VICTIM][owns] or tables.line[Role.FABRICATOR][owns]:
        faults.append("[line] “owns” must be 0 for victim and fabricator: none of them says that it fired itself")
    if tables.off_line[Role.FIRING][owns] < tables.off_line[Role.VICTIM][owns]:
        faults.append("[off_line] “owns” must not be less for firing than for victim")
    if tables.third[0] < tables.third[1]:
        faults.append("[third] “right” must not be less than “wrong”")
    if tables.third_background[0] != tables.third_background[1]:
        faults.append("[background.third] must be the same for both sides")
    return faults


def _read_calibrations(given: object, reader: _Reader) -> tuple[Calibration, ...]:
    if not isinstance(given, list):
        reader.mistakes.append("[[calibration]] must be a list of tables")
        return ()
    made = []
    for entry in given:
        try:
            stratum = Stratum(entry["stratum"])
            made.append(Calibration(stratum, float(entry["temperature"]), entry["measured_on"], int(entry["count"])))
        except (KeyError, TypeError, ValueError) as error:
            reader.mistakes.append(f"[[calibration]] is not whole: {error}")
    return tuple(made)


def _read_provenance(given: object, reader: _Reader) -> tuple[date | None, int, tuple[int, ...]]:
    if not isinstance(given, Mapping):
        reader.mistakes.append("[provenance] is no table")
        return None, 0, ()
    day, count, seeds = given.get("fitted_on"), given.get("incidents", 0), given.get("seeds", [])
    if not isinstance(count, int) or (day is not None and not isinstance(day, date)) or not isinstance(seeds, list):
        reader.mistakes.append("[provenance] needs a day “fitted_on”, a number “incidents” and a list “seeds”")
        return None, 0, ()
    return day, count, tuple(int(seed) for seed in seeds)


def render_roles(model: RoleModel) -> str:
    """A model as TOML, which :func:`parse_roles` reads back."""
    lines = [
        f"version = {_say(model.version)}",
        f"about = {_say(model.about)}",
        f"follow = {_number(model.tables.follow)}",
        "",
        "[provenance]",
        *([f"fitted_on = {model.fitted_on.isoformat()}"] if model.fitted_on else []),
        f"incidents = {model.count}",
        f"seeds = [{', '.join(str(seed) for seed in model.seeds)}]",
        "",
        "[held]",
        f"staged = {_number(model.staged)}",
        f"capture = {_number(model.capture)}",
        f"unattributed = {_number(model.unattributed)}",
    ]
    if model.captures:
        lines.append(f"captures = {{ {', '.join(f'{_say(k)} = {_number(v)}' for k, v in model.captures.items())} }}")
    lines += ["", "[reading]", f"error = {_number(model.error)}", f"low = {_number(model.error_low)}"]
    lines += [f"high = {_number(model.error_high)}", f"source = {_say(model.error_source)}"]
    lines += _render_tables(model.tables, "")
    for calibration in model.calibrations:
        day = calibration.measured_on
        lines += ["", "[[calibration]]", f"stratum = {_say(calibration.stratum)}"]
        lines += [
            f"temperature = {_number(calibration.temperature)}",
            f"measured_on = {day.isoformat() if day else ''}",
        ]
        lines += [f"count = {calibration.count}"]
    for name, tables in model.alternatives.items():
        where = f"alternative.{json.dumps(name)}"
        lines += ["", f"[{where}]", f"follow = {_number(tables.follow)}", *_render_tables(tables, f"{where}.")]
    return "\n".join(lines) + "\n"


def _render_tables(tables: RoleTables, where: str) -> list[str]:
    lines = ["", f"[{where}publishes]"]
    lines += [f"{role} = {_number(value)}" for role, value in zip(_ROLES, tables.publishes, strict=True)]
    for name, rows in (("line", tables.line), ("off_line", tables.off_line)):
        lines += ["", f"[{where}{name}]"]
        lines += [f"{role} = {_three(_STANCES, row)}" for role, row in zip(_ROLES, rows, strict=True)]
    lines += ["", f"[{where}third]"]
    lines += [f"{name} = {_number(value)}" for name, value in zip(_THIRD, tables.third, strict=True)]
    lines += ["", f"[{where}background]", f"camp = {_three(_STANCES, tables.camp_background)}"]
    return [*lines, f"third = {_three(('one', 'other', 'none'), tables.third_background)}"]


def _three(names: tuple[str, ...], values: Three) -> str:
    return "{ " + ", ".join(f"{name} = {_number(value)}" for name, value in zip(names, values, strict=True)) + " }"


def _number(value: float) -> str:
    return repr(round(value, 6))


def _say(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
