"""Front matter and sidecars: stated fields in YAML, TOML or JSON, each with its line."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import yaml

from contactline.collect.decode import decode_bytes
from contactline.collect.fields import NAMES, NOTHING, Entry, Fields, make_fields
from contactline.collect.problems import UnusableError, make_warning
from contactline.records.problems import Problem

_FENCES = {"---": "yaml", "+++": "toml"}
_MAX_CHARACTERS = 65_536  # of a block or sidecar; eight short fields need no more
_KEY_LINE = re.compile(r"[ \t]*(?P<name>[A-Za-z_][\w-]*)[ \t]*[:=][ \t]*(?P<value>.*?)[ \t]*")
_TOML_LINE = re.compile(r"line (\d+)")


class _BlockError(ValueError):
    """A block that is not what its fences promise; ``line`` counts in the whole file."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Parted:
    """A document parted from its front matter: ``text`` is the rest, whole and unchanged."""

    text: str
    fields: Fields = NOTHING
    problems: tuple[Problem, ...] = ()


def part_front_matter(text: str, subject: str) -> Parted:
    """Take the front matter off a document, if it has any. The text is never shortened by more than a real block."""
    start = len(text) - len(text.lstrip("\n"))
    fence = text[start : text.find("\n", start) if "\n" in text[start:] else None].rstrip()
    syntax = _FENCES.get(fence)
    if syntax is None:
        return Parted(text)
    lines = text[start : start + _MAX_CHARACTERS].split("\n")
    end = next((number for number, line in enumerate(lines) if number and line.rstrip() == fence), None)
    if end is None:
        return Parted(text, problems=_note_unclosed(lines, fence, start, subject))
    block = "\n".join(lines[1:end])
    rest = text[start + sum(len(line) + 1 for line in lines[: end + 1]) :]
    first_line = text.count("\n", 0, start) + 2
    try:
        entries = _parse(block, syntax, first_line)
    except _BlockError as error:
        return _salvage(text, rest, block, first_line, error, subject)
    if not entries and block.strip() and not _is_comment(block):
        return Parted(text)
    fields, problems = make_fields(entries, subject)
    return Parted(rest.lstrip("\n"), fields, problems)


def load_sidecar(path: Path, content: bytes, subject: str) -> tuple[Fields, tuple[Problem, ...]]:
    """The fields of a sidecar file.

    Args:
        path: its name says the syntax by the suffix.
        content: its bytes.
        subject: its name for problems.
    """
    syntax = {".yaml": "yaml", ".yml": "yaml", ".toml": "toml", ".json": "json"}[path.suffix.lower()]
    try:
        text = decode_bytes(content, subject).text
        entries = _parse(text, syntax, 1)
    except UnusableError as error:
        return Fields(), (make_warning("sidecar-unusable", error.problem.message, subject),)
    except _BlockError as error:
        message = f"line {error.line}: {error}; the file is left aside until it is put right"
        # What is in it cannot be told, but for this mark, which nobody would want to lose by a missing quotation mark.
        return Fields(sensitive=_marks_sensitive(text) or None), (make_warning("sidecar-wrong", message, subject),)
    return make_fields(entries, subject)


def _marks_sensitive(text: str) -> bool:
    return re.search(r"(?mi)^\W*sensitive\b(?!\W*(?:no|false)\b)", text) is not None


def _parse(block: str, syntax: str, first_line: int) -> dict[str, Entry]:
    """Field names and texts of a block.

    Raises:
        _BlockError: the block is not a mapping of words to words.
    """
    if len(block) > _MAX_CHARACTERS:
        raise _BlockError(f"longer than {_MAX_CHARACTERS} characters", first_line)
    return {"yaml": _parse_yaml, "toml": _parse_toml, "json": _parse_json}[syntax](block, first_line)


def _parse_yaml(block: str, first_line: int) -> dict[str, Entry]:
    # The node tree and not the values: it has line numbers, keeps “no” and “2017-07-04” as written, makes no object,
    # and an alias in it costs nothing until somebody unfolds it.
    try:
        root = yaml.compose(block, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _BlockError(
            f"not valid YAML ({getattr(error, 'problem', error)})", first_line + (mark.line if mark else 0)
        ) from None
    except (RecursionError, ValueError):
        raise _BlockError("not usable YAML (nested too deep)", first_line) from None
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise _BlockError("not a list of “field: value” lines", first_line + root.start_mark.line)
    entries: dict[str, Entry] = {}
    for key, value in root.value:
        line = first_line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
            raise _BlockError(f"field “{getattr(key, 'value', '?')}” has to be one value and no list", line)
        if key.value in entries:
            raise _BlockError(f"field “{key.value}” stands there twice", line)
        empty = value.tag == "tag:yaml.org,2002:null"
        entries[key.value] = Entry("" if empty else value.value, line)
    return entries


def _parse_toml(block: str, first_line: int) -> dict[str, Entry]:
    try:
        table = tomllib.loads(block)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        match = _TOML_LINE.search(str(error))
        line = int(match[1]) - 1 if match else block.rstrip().count("\n")  # without a number it is the end
        raise _BlockError(f"not valid TOML ({error})", first_line + line) from None
    return _entries_of(table, block, first_line)


def _parse_json(block: str, first_line: int) -> dict[str, Entry]:
    try:
        table = json.loads(block)
    except json.JSONDecodeError as error:
        raise _BlockError(f"not valid JSON ({error.msg})", first_line + error.lineno - 1) from None
    except RecursionError:
        raise _BlockError("not usable JSON (nested too deep)", first_line) from None
    if not isinstance(table, dict):
        raise _BlockError("not a JSON object of field names and values", first_line)
    return _entries_of({name: value for name, value in table.items() if value is not None}, block, first_line)


def _entries_of(table: dict[str, object], block: str, first_line: int) -> dict[str, Entry]:
    entries = {}
    for name, value in table.items():
        match = re.search(rf'(?m)^[ \t{{,]*"?{re.escape(name)}"?[ \t]*[:=]', block)
        line = first_line + (block.count("\n", 0, match.start()) if match else 0)
        if isinstance(value, dict | list):
            raise _BlockError(f"field “{name}” has to be one value and no list", line)
        isoformat = getattr(value, "isoformat", None)
        entries[name] = Entry(isoformat() if isoformat else str(value), line)
    return entries


def _salvage(text: str, rest: str, block: str, first_line: int, error: _BlockError, subject: str) -> Parted:
    """A broken block: known fields are read line by line; without any it was no front matter and stays in the text."""
    entries: dict[str, Entry] = {}
    for number, line in enumerate(block.split("\n")):
        match = _KEY_LINE.fullmatch(line)
        if match and match["name"] in NAMES:
            entries.setdefault(match["name"], Entry(match["value"].strip("\"'"), first_line + number))
    wrong = (
        f"line {error.line}: the front matter is {error}"
        if str(error).startswith("not")
        else f"line {error.line}: {error}"
    )
    if not entries:
        message = f"{wrong}; it is kept as part of the text"
        return Parted(text, problems=(make_warning("front-matter-wrong", message, subject),))
    fields, problems = make_fields(entries, subject)
    message = f"{wrong}; these fields were read line by line: {', '.join(entries)}"
    return Parted(rest.lstrip("\n"), fields, (make_warning("front-matter-wrong", message, subject), *problems))


def _note_unclosed(lines: list[str], fence: str, start: int, subject: str) -> tuple[Problem, ...]:
    """A first line of dashes alone is a ruler; with fields below it, the closing line was forgotten."""
    match = _KEY_LINE.fullmatch(lines[1]) if len(lines) > 1 else None
    if not match or match["name"] not in NAMES:
        return ()
    message = (
        f"line {start + 1}: front matter begins here and no line “{fence}” ends it; all is kept as part of the text"
    )
    return (make_warning("front-matter-unclosed", message, subject),)


def _is_comment(block: str) -> bool:
    return all(not line.strip() or line.lstrip().startswith("#") for line in block.split("\n"))
