"""``mandate.toml``: name, zone, period and the two sides."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contactline.records.ids import THIRD, SideId
from contactline.records.mandates import Side
from contactline.reference.tables import Mistakes, read_text

HEAD_FILE: Final = "mandate.toml"
FORMAT: Final = 1
_SIDE_ID: Final = re.compile(r"[A-Z][A-Z0-9]{0,15}")
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TEXTS: Final = ("name", "title", "version", "licence", "zone", "order")
_KEYS: Final = frozenset({*_TEXTS, "format", "note", "period", "languages", "side"})
_SIDE_KEYS: Final = frozenset({"id", "title", "note"})


@dataclass(frozen=True, slots=True)
class Head:
    """What ``mandate.toml`` says; sides in the order of their titles."""

    name: str
    title: str
    version: str
    licence: str
    note: str
    zone: str
    period: tuple[date, date] | None
    languages: tuple[str, ...]
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class _Toml:
    """Parsed keys with the text they stand in, to name the line of a mistake."""

    text: str
    keys: dict[str, Any]
    mistakes: Mistakes

    def wrong(self, key: str, what: str, which: int = 0) -> None:
        """Note a mistake at the line where a key stands for the ``which``-th time."""
        lines = [
            number
            for number, line in enumerate(self.text.splitlines(), 1)
            if re.match(rf"\s*(?:\[\[?\s*)?{re.escape(key)}\s*(?:=|\])", line)
        ]
        self.mistakes.add(HEAD_FILE, lines[which] if which < len(lines) else None, what)


def read_head(folder: Path | Traversable, mistakes: Mistakes) -> Head | None:
    """Read and check ``mandate.toml``; ``None`` when it has mistakes, all of them noted."""
    text = read_text(folder, HEAD_FILE, mistakes)
    if text is None:
        return None
    before = len(mistakes.found)
    try:
        toml = _Toml(text, tomllib.loads(text), mistakes)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        mistakes.add(HEAD_FILE, int(line[1]) if line else None, f"not readable as TOML: {error}")
        return None
    _check_keys(toml)
    texts = {key: _text(toml, key) for key in _TEXTS}
    _check_texts(toml, texts)
    sides = _read_sides(toml)
    languages = _read_languages(toml)
    period = _read_period(toml)
    note = toml.keys.get("note", "")
    if not isinstance(note, str):
        toml.wrong("note", "note: expected a text")
    if len(mistakes.found) > before:
        return None
    return Head(
        name=texts["name"],
        title=texts["title"],
        version=texts["version"],
        licence=texts["licence"],
        note=note,
        zone=texts["zone"],
        period=period,
        languages=languages,
        sides=tuple(sorted(sides, key=lambda side: side.title)),
    )


def _check_keys(toml: _Toml) -> None:
    for key in sorted(toml.keys.keys() - _KEYS):
        toml.wrong(key, f"unknown key “{key}”; expected one of {', '.join(sorted(_KEYS))}")
    if toml.keys.get("format") != FORMAT:
        toml.wrong("format", f"format is {toml.keys.get('format', 'missing')}; expected {FORMAT}")


def _text(toml: _Toml, key: str) -> str:
    value = toml.keys.get(key)
    if not isinstance(value, str) or not value.strip():
        toml.wrong(key, f"{key}: expected a text that is not empty")
        return ""
    return value.strip()


def _check_texts(toml: _Toml, texts: dict[str, str]) -> None:
    if texts["name"] and not _NAME.fullmatch(texts["name"]):
        toml.wrong("name", f"name “{texts['name']}”: expected lower-case letters, digits and hyphens")
    if texts["order"] and texts["order"] != "alphabetical":
        toml.wrong("order", f"order “{texts['order']}”: expected alphabetical, the one order there is")
    if texts["zone"] and not is_zone(texts["zone"]):
        toml.wrong("zone", f"zone “{texts['zone']}”: expected an IANA zone such as Asia/Tbilisi")


def is_zone(name: str) -> bool:
    """Whether a name is an IANA zone that this machine knows."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _read_sides(toml: _Toml) -> list[Side]:
    tables = toml.keys.get("side")
    if not isinstance(tables, list) or len(tables) != 2:
        count = len(tables) if isinstance(tables, list) else 0
        toml.wrong("side", f"{count} sides; expected exactly two [[side]] tables")
        tables = tables if isinstance(tables, list) else []
    sides = [side for number, table in enumerate(tables) if (side := _read_side(toml, number, table))]
    for name in ("id", "title"):
        if len({getattr(side, name) for side in sides}) < len(sides):
            toml.wrong("side", f"two sides have the same {name}; expected different ones", 1)
    return sides


def _read_side(toml: _Toml, number: int, table: object) -> Side | None:
    if not isinstance(table, dict):
        toml.wrong("side", "side: expected a [[side]] table", number)
        return None
    for key in sorted(table.keys() - _SIDE_KEYS):
        toml.wrong("side", f"unknown key “{key}” of a side; expected id, title, note", number)
    id_, title, note = (table.get(key, "") for key in ("id", "title", "note"))
    if not isinstance(id_, str) or not _SIDE_ID.fullmatch(id_) or id_.lower() == THIRD:
        toml.wrong("side", f"side id “{id_}”: expected a short upper-case word; “{THIRD}” is reserved", number)
        return None
    if not isinstance(title, str) or not title.strip() or not isinstance(note, str):
        toml.wrong("side", f"side {id_}: expected a title that is not empty, and a note that is a text", number)
        return None
    return Side(SideId(id_), title.strip(), note.strip())


def _read_languages(toml: _Toml) -> tuple[str, ...]:
    codes = toml.keys.get("languages")
    if not isinstance(codes, list) or not codes or not all(_is_code(code) for code in codes):
        toml.wrong("languages", 'languages: expected a list of two-letter codes such as ["en", "hy"]')
        return ()
    return tuple(codes)


def _is_code(code: object) -> bool:
    return isinstance(code, str) and re.fullmatch(r"[a-z]{2,3}", code) is not None


def _read_period(toml: _Toml) -> tuple[date, date] | None:
    period = toml.keys.get("period")
    if period is None:
        return None
    first, last = (period.get("from"), period.get("to")) if isinstance(period, dict) else (None, None)
    if type(first) is not date or type(last) is not date or set(period) != {"from", "to"} or last < first:
        toml.wrong("period", "period: expected { from = 2016-01-01, to = 2020-12-31 }, from not after to")
        return None
    return first, last
