"""Paths in, files to read out: folders walked in order, sidecars put to their documents, nothing left out unsaid."""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from contactline.collect.problems import make_error, make_info, make_warning
from contactline.records.problems import Problem

DOSSIER_MARK = ".contactline.json"
"""A folder that holds a file of this name is a dossier we made, and no input."""

STDIN = Path("-")
"""Stands for the standard input, which holds reports as JSON lines."""
STDIN_LOCATOR = "stdin"

_SIDECAR = re.compile(r"(?P<document>.+)\.meta\.(?:yaml|yml|toml|json)")
_SIDECAR_SUFFIXES = (".meta.yaml", ".meta.yml", ".meta.toml", ".meta.json")
# Files that describe a folder and are no reports. By custom of software and archives, in any case of letters.
_ABOUT_FOLDER = frozenset(["readme", "license", "licence", "notice", "copying", "changelog", "contributing", "authors"])
_NO_TEXT = ("image/", "audio/", "video/", "font/")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read.

    Attributes:
        locator: its name as records keep it: see :func:`make_locator`.
        sidecars: files with what is known beside the words; the first counts.
    """

    path: Path
    locator: str
    sidecars: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file or folder that is not read, and why."""

    locator: str
    problem: Problem


def make_locator(path: Path, base: Path | None = None) -> str:
    r"""The name of a path in records: relative to ``base`` if it lies inside, with ``/``, on one printable line.

    Bytes that are not UTF-8 become ``\xNN`` and control characters their escapes, so that any file name can be stored
    and shown. A backslash is doubled, so that two files never share a locator.
    """
    if base is not None and path.is_relative_to(base):
        path = path.relative_to(base)
    name = os.fsencode(os.path.normpath(path)).replace(os.sep.encode(), b"/")
    try:
        text = name.decode()
    except UnicodeDecodeError:
        return _escape(name.replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace"))
    return text if text.isprintable() and "\\" not in text else _escape(text.replace("\\", "\\\\"))


def iter_files(
    paths: Iterable[Path], formats: Collection[str], base: Path | None = None
) -> Iterator[FoundFile | LeftOut]:
    """Every file of the paths once, folders in the order of names; what is not read comes as :class:`LeftOut`.

    Args:
        paths: files and folders as given.
        formats: suffixes that can be read, with dot and in lower case.
        base: folder that locators are relative to.
    """
    walk = _Walk(frozenset(formats), base)
    for path in paths:
        yield from walk.iter_path(path)


def _escape(text: str) -> str:
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


class _Walk:
    """One walk over all paths; remembers what it has met, so that links and repeats give no second copy."""

    def __init__(self, formats: frozenset[str], base: Path | None) -> None:
        self.formats = formats
        self.base = base
        self.files: set[str] = set()
        self.folders: set[tuple[int, int]] = set()

    def iter_path(self, path: Path) -> Iterator[FoundFile | LeftOut]:
        """A path that a person named."""
        if path == STDIN:
            yield FoundFile(path, STDIN_LOCATOR)
            return
        try:
            is_folder, is_there = path.is_dir(), path.exists()
        except OSError as error:
            yield self._left_out(path, "unreadable", f"cannot be looked at: {error.strerror}")
            return
        if is_folder:
            yield from self._iter_folder(path)
        elif is_there:
            yield from self._iter_file(path, _list_names(path.parent))
        else:
            yield self._left_out(path, "missing", "there is no such file or folder; check the spelling of the path")

    def _iter_folder(self, top: Path) -> Iterator[FoundFile | LeftOut]:
        waiting = [top]
        while waiting:
            folder = waiting.pop()
            try:
                status = folder.stat()
                entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
            except OSError as error:
                yield self._left_out(
                    folder, "unreadable", f"the folder cannot be listed: {error.strerror}; check its permissions"
                )
                continue
            if (status.st_dev, status.st_ino) in self.folders:
                continue  # a link back to, or a second way into, a folder that was walked already
            self.folders.add((status.st_dev, status.st_ino))
            names = frozenset(entry.name for entry in entries)
            if DOSSIER_MARK in names:
                yield LeftOut(
                    make_locator(folder, self.base),
                    make_info(
                        "own-output",
                        "the folder holds a dossier that contactline made; it is no input",
                        make_locator(folder, self.base),
                    ),
                )
                continue
            inner = []
            for entry in entries:
                path = folder / entry.name
                if entry.name.startswith("."):
                    yield self._note(path, "hidden", "hidden, so it is not read; give its path to read it")
                elif _is_folder(entry):
                    inner.append(path)
                else:
                    yield from self._iter_file(path, names)
            waiting += reversed(inner)

    def _iter_file(self, path: Path, neighbours: frozenset[str]) -> Iterator[FoundFile | LeftOut]:
        locator = make_locator(path, self.base)
        if locator in self.files:
            return
        self.files.add(locator)
        suffix = path.suffix.lower()
        sidecar = _SIDECAR.fullmatch(path.name)
        if sidecar:
            if not _has_document(sidecar["document"], neighbours, self.formats):
                yield LeftOut(
                    locator,
                    make_warning(
                        "sidecar-alone",
                        "there is no document beside it that it could describe; check its name",
                        locator,
                    ),
                )
        elif path.stem.lower() in _ABOUT_FOLDER:
            yield self._note(
                path, "not-a-report", "read as a description of the folder and not as a report; rename it if it is one"
            )
        elif not path.is_file():
            yield self._left_out(path, "not-a-file", "not a regular file, or a link that leads nowhere")
        elif suffix not in self.formats:
            yield self._unknown_format(path, locator)
        else:
            yield FoundFile(path, locator, _find_sidecars(path, neighbours))

    def _unknown_format(self, path: Path, locator: str) -> LeftOut:
        guess = mimetypes.guess_type(path.name)[0] or ""
        known = ", ".join(sorted(self.formats))
        if guess.startswith(_NO_TEXT):
            return LeftOut(
                locator, make_warning("format-unknown", f"{guess} is no text; only {known} are read", locator)
            )
        return LeftOut(
            locator,
            make_error("format-unknown", f"only {known} can be read; save the document in one of these", locator),
        )

    def _left_out(self, path: Path, code: str, message: str) -> LeftOut:
        locator = make_locator(path, self.base)
        return LeftOut(locator, make_error(code, message, locator))

    def _note(self, path: Path, code: str, message: str) -> LeftOut:
        locator = make_locator(path, self.base)
        return LeftOut(locator, make_info(code, message, locator))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _list_names(folder: Path) -> frozenset[str]:
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208 (names alone, and no object for each of a large folder)
    except OSError:
        return frozenset()


def _find_sidecars(path: Path, neighbours: frozenset[str]) -> tuple[Path, ...]:
    """``NAME.ext.meta.*`` before ``NAME.meta.*``: the closer name first."""
    names = [stem + suffix for stem in (path.name, path.stem) for suffix in _SIDECAR_SUFFIXES]
    return tuple(path.with_name(name) for name in names if name in neighbours)


def _has_document(name: str, neighbours: frozenset[str], formats: frozenset[str]) -> bool:
    return name in neighbours or any(name + suffix in neighbours for suffix in formats | {s.upper() for s in formats})
