"""Settings: frozen, with the shape of the command line.

``contactline.toml`` in the working directory, or the file given with ``--config``, may set what the options of a
command set; an option on the command line wins::

    [examine]
    paths = ["reports"]        # relative to the folder of this file
    out = "dossier"
    mandate = "karabakh"
    keep_text = true
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from contactline.errors import ConfigError

FILE_NAME: Final = "contactline.toml"


@dataclass(frozen=True, slots=True)
class ExamineSettings:
    """Settings of ``contactline examine``.

    Attributes:
        paths: files and folders to read.
        out: folder of the dossier.
        mandate: name or folder; ``None`` to choose the best match.
        db: the store's file; ``None`` for ``contactline.db`` in ``out``.
        reader: name of the reader.
        keep_text: also write every report's fixed text.
        json: print the summary as one JSON object.
        quiet: print nothing but errors.
        base: folder that the names of files are relative to; ``None`` for where ``out`` or ``db`` lies.
    """

    paths: tuple[Path, ...] = ()
    out: Path | None = None
    mandate: str | None = None
    db: Path | None = None
    reader: str = "rules"
    keep_text: bool = False
    json: bool = False
    quiet: bool = False
    base: Path | None = None


@dataclass(frozen=True, slots=True)
class DemoSettings:
    """Settings of ``contactline demo``. ``out`` is the folder of the dossier."""

    out: Path = Path("contactline-demo")


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, one group a command."""

    examine: ExamineSettings = field(default_factory=ExamineSettings)
    demo: DemoSettings = field(default_factory=DemoSettings)


def load_settings(path: Path | None, folder: Path) -> Settings:
    """The settings of a file, or the defaults where there is none.

    Args:
        path: the file as given; it has to exist.
        folder: where ``contactline.toml`` is looked for when no file is given.

    Raises:
        ConfigError: the file cannot be read, or has mistakes: all of them at once.
    """
    file = path or folder / FILE_NAME
    try:
        content = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        if path is None:
            return Settings()
        raise ConfigError("there is no such settings file", (), subject=str(file)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("the settings file cannot be read", (str(error),), subject=str(file)) from error
    try:
        table = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("the settings file is not valid TOML", (str(error),), subject=str(file)) from None
    return make_settings(table, file)


def make_settings(table: Mapping[str, Any], file: Path) -> Settings:
    """Settings from the tables of a file.

    Raises:
        ConfigError: with all mistakes.
    """
    mistakes: list[str] = []
    groups = {"examine": ExamineSettings, "demo": DemoSettings}
    settings = Settings()
    for name, content in table.items():
        if name not in groups or not isinstance(content, Mapping):
            mistakes.append(f"“{name}” is no table of settings; known are [examine] and [demo]")
            continue
        values = _check_group(name, content, _parsers(groups[name]), file.parent, mistakes)
        settings = replace(settings, **{name: replace(getattr(settings, name), **values)})
    if mistakes:
        raise ConfigError("the settings have mistakes", mistakes, subject=str(file))
    return settings


def _check_group(
    group: str, content: Mapping[str, Any], kinds: Mapping[str, str], folder: Path, mistakes: list[str]
) -> dict[str, Any]:
    values = {}
    for name, value in content.items():
        kind = kinds.get(name)
        if kind is None:
            mistakes.append(f"[{group}] {name}: no such setting; known are {', '.join(kinds)}")
        elif not _fits(kind, value):
            mistakes.append(f"[{group}] {name}: {_EXPECTED[kind]}, not {value!r}")
        else:
            values[name] = _convert(kind, value, folder, name)
    return values


_EXPECTED: Final = {"paths": "a list of texts", "path": "a text", "text": "a text", "switch": "true or false"}


def _parsers(group: type[ExamineSettings] | type[DemoSettings]) -> dict[str, str]:
    kinds = {"tuple[Path, ...]": "paths", "Path | None": "path", "Path": "path", "bool": "switch"}
    return {item.name: kinds.get(str(item.type), "text") for item in fields(group) if item.name != "base"}


def _fits(kind: str, value: object) -> bool:
    if kind == "paths":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, bool if kind == "switch" else str)


def _convert(kind: str, value: Any, folder: Path, name: str) -> Any:
    if kind == "paths":
        return tuple(folder / item for item in value)
    if kind == "path":
        return folder / value
    # A mandate may be a name or a folder; only a text with a separator is a path.
    return str(folder / value) if name == "mandate" and "/" in value else value
