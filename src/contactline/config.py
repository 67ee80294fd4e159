"""Settings: frozen, with the shape of the command line.

``contactline.toml`` in the working directory, or the file given with ``--config``, may set what the options of a
command set; an option on the command line wins::

    [examine]
    paths = ["reports"]        # relative to the folder of this file
    out = "dossier"
    mandate = "karabakh"
    keep_text = true

    [vault.authorities]        # of time, see docs/how-to/evidence.md
    freetsa = "https://freetsa.org/tsr"

    [readers.llm]              # options of one reader, see docs/reference/cli.md
    url = "http://localhost:11434/v1"
    model = "qwen2.5:14b"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from contactline.errors import ConfigError

FILE_NAME: Final = "contactline.toml"
KEY_VARIABLE: Final = "CONTACTLINE_VAULT_PASSPHRASE"
"""Environment variable that holds the passphrase of a vault's signing key."""


@dataclass(frozen=True, slots=True)
class ExamineSettings:
    """Settings of ``contactline examine``.

    Attributes:
        paths: files and folders to read.
        out: folder of the dossier.
        mandate: name or folder; ``None`` to choose the best match.
        db: the store's file; ``None`` for ``contactline.db`` in ``out``.
        reader: name of the reader.
        weights: of linking: the name of those that ship, or a file.
        keep_text: also write every report's fixed text.
        json: print the summary as one JSON object.
        quiet: print nothing but errors.
        vault: of evidence, to keep what is read in before it is read; ``None`` for none.
        author: who deposits it.
        since, until: first and last day that the period page counts; ``None`` for all.
        base: folder that the names of files are relative to; ``None`` for where ``out`` or ``db`` lies.
    """

    paths: tuple[Path, ...] = ()
    out: Path | None = None
    mandate: str | None = None
    db: Path | None = None
    reader: str = "rules"
    weights: str = "hand"
    keep_text: bool = False
    json: bool = False
    quiet: bool = False
    vault: Path | None = None
    author: str = ""
    since: date | None = None
    until: date | None = None
    base: Path | None = None


@dataclass(frozen=True, slots=True)
class DemoSettings:
    """Settings of ``contactline demo``. ``out`` is the folder of the dossier."""

    out: Path = Path("contactline-demo")


@dataclass(frozen=True, slots=True)
class VaultSettings:
    """Settings of ``contactline vault``: ``authorities`` of time, addresses by name."""

    authorities: Mapping[str, Any] = field(default_factory=dict)


Options = Mapping[str, Any]
"""Options of one reader as written; the reader is made with them as keyword arguments."""


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """Settings of the reader ``llm``. Without ``url`` and ``model`` it is off.

    Attributes:
        url: of an OpenAI-compatible server, up to and with ``/v1``; the program adds ``/chat/completions``.
        model: as the server calls it.
        key_env: name of the environment variable that holds the key; the key itself stands in no file.
        plain_http: allow ``http://`` to another machine: reports and key then go over the network unencrypted.
        timeout: seconds for one answer.
        attempts: how often one request is sent at most.
        chunk_characters: of a report, sent in one request.
        input_price, output_price: for a million tokens.
        currency: of the prices.
        request: more fields of a request; they replace ``temperature``, ``seed`` and ``max_tokens``.
    """

    url: str = ""
    model: str = ""
    key_env: str = ""
    plain_http: bool = False
    timeout: float = 120.0
    attempts: int = 4
    chunk_characters: int = 6_000
    input_price: float = 0.0
    output_price: float = 0.0
    currency: str = "USD"
    request: Mapping[str, Any] = field(
        default_factory=lambda: MappingProxyType({"temperature": 0, "seed": 0, "max_tokens": 8_192})
    )


@dataclass(frozen=True, slots=True)
class SpacySettings:
    """Settings of the reader ``spacy``: ``pipeline`` is the name of an installed one, or its folder."""

    pipeline: str = "en_core_web_sm"


@dataclass(frozen=True, slots=True)
class CompactSettings:
    """Settings of the reader ``compact``: ``threads`` that read at the same time; 0 for one a core."""

    threads: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings: one group a command, and the options of each reader by its name, checked where it is built in."""

    examine: ExamineSettings = field(default_factory=ExamineSettings)
    demo: DemoSettings = field(default_factory=DemoSettings)
    vault: VaultSettings = field(default_factory=VaultSettings)
    readers: Mapping[str, Options] = field(default_factory=dict)


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
    return make_settings(parse_toml(content, "the settings file is not valid TOML", str(file)), file)


def parse_toml(text: str, what: str, subject: str = "") -> dict[str, Any]:
    """The tables of a TOML text.

    Args:
        text: the TOML.
        what: what to say where it is none.
        subject: the file that it is from.

    Raises:
        ConfigError: it is not valid TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(what, (str(error),), subject=subject) from error


def make_settings(table: Mapping[str, Any], file: Path) -> Settings:
    """Settings from the tables of a file.

    Raises:
        ConfigError: with all mistakes.
    """
    mistakes: list[str] = []
    groups = {"examine": ExamineSettings, "demo": DemoSettings, "vault": VaultSettings}
    settings = Settings()
    for name, content in table.items():
        if name == "readers" and isinstance(content, Mapping):
            settings = replace(settings, readers=_check_readers(content, file.parent, mistakes))
            continue
        if name not in groups or not isinstance(content, Mapping):
            mistakes.append(f"“{name}” is no table of settings; known: [examine], [demo], [vault] and [readers.NAME]")
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


_READERS: Final[dict[str, type[Any]]] = {"llm": LlmSettings, "spacy": SpacySettings, "compact": CompactSettings}


def _check_readers(content: Mapping[str, Any], folder: Path, mistakes: list[str]) -> dict[str, Options]:
    """Options of every reader; those of readers that are not built in are theirs to check."""
    readers: dict[str, Options] = {}
    for name, options in content.items():
        if not isinstance(options, Mapping):
            mistakes.append(f"[readers] {name}: options stand in a table of their own, [readers.NAME]")
        elif name in _READERS:
            readers[name] = _check_group(f"readers.{name}", options, _parsers(_READERS[name]), folder, mistakes)
        else:
            readers[name] = dict(options)
    return readers


_EXPECTED: Final = {
    "paths": "a list of texts",
    "path": "a text",
    "text": "a text",
    "switch": "true or false",
    "count": "a whole number, 0 or more",
    "number": "a number, 0 or more",
    "table": "a table",
    "day": "a day such as 2017-07-05",
}
_KINDS: Final = {
    "tuple[Path, ...]": "paths",
    "Path | None": "path",
    "Path": "path",
    "bool": "switch",
    "int": "count",
    "float": "number",
    "Mapping[str, Any]": "table",
    "date | None": "day",
}


def _parsers(group: type[Any]) -> dict[str, str]:
    return {item.name: _KINDS.get(str(item.type), "text") for item in fields(group) if item.name != "base"}


def _fits(kind: str, value: object) -> bool:
    if kind == "paths":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if kind in {"count", "number"}:
        numbers = int if kind == "count" else (int, float)
        return isinstance(value, numbers) and not isinstance(value, bool) and 0 <= value < float("inf")
    if kind == "day":
        return type(value) is date  # a moment is a day too, as far as Python goes
    return isinstance(value, {"switch": bool, "table": Mapping}.get(kind, str))


def _convert(kind: str, value: Any, folder: Path, name: str) -> Any:
    if kind == "paths":
        return tuple(folder / item for item in value)
    if kind == "path":
        return folder / value
    if name == "weights" and value.endswith(".toml"):
        return str(folder / value)  # a name has no suffix
    # A mandate or a pipeline may be a name or a folder; only a text with a separator is a path.
    return str(folder / value) if name in {"mandate", "pipeline", "weights"} and "/" in value else value
