"""Paths in, reports out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from contactline._kit.hashing import make_digest
from contactline.collect.collected import Collected, make_completed
from contactline.collect.decode import decode_bytes
from contactline.collect.fields import Fields
from contactline.collect.frontmatter import load_sidecar, part_front_matter
from contactline.collect.guess import complete
from contactline.collect.html import find_charset
from contactline.collect.parsed import Parsed
from contactline.collect.paths import STDIN, FoundFile, LeftOut, iter_files, make_locator
from contactline.collect.problems import UnusableError, make_error, make_info
from contactline.collect.reportlines import SUFFIX, iter_lines
from contactline.plugins import get_plugin, list_plugins
from contactline.records.problems import Problem
from contactline.records.reports import Report


def iter_found(paths: Iterable[Path], base: Path | None = None) -> Iterator[FoundFile | LeftOut]:
    """The files that would be read, and what would be left out; none is opened."""
    return iter_files(paths, (*list_plugins("formats"), SUFFIX), base)


def iter_collected(paths: Iterable[Path], base: Path | None = None) -> Iterator[Collected]:
    """Read files and folders into reports, one at a time, in the order given and then of names.

    Args:
        paths: files and folders.
        base: folder that locators are relative to; by default they are the paths as given.
    """
    for found in iter_found(paths, base):
        if isinstance(found, LeftOut):
            yield Collected(found.locator, "", None, (found.problem,))
        elif found.path == STDIN or found.path.suffix.lower() == SUFFIX:
            yield from _collect_lines(found, base)
        else:
            yield collect_file(found, base)


def _collect_lines(found: FoundFile, base: Path | None) -> Iterator[Collected]:
    """Every line of a file of JSON lines; what a sidecar states holds where a line does not state it."""
    sidecar, noted = load_sidecars(found, base)
    if noted:
        yield Collected(found.locator, "", None, noted)
    try:
        yield from iter_lines(found.path, found.locator, sidecar)
    except OSError as error:
        problem = make_error("unreadable", f"cannot be read: {error.strerror}; check its permissions", found.locator)
        yield Collected(found.locator, "", None, (problem,))


def collect_file(found: FoundFile, base: Path | None = None) -> Collected:
    """Read one file into a report."""
    subject = found.locator
    try:
        content = found.path.read_bytes()
    except OSError as error:
        problem = make_error("unreadable", f"cannot be read: {error.strerror}; check its permissions", subject)
        return Collected(subject, "", None, (problem,))
    digest = make_digest(content)
    try:
        report, problems = _make(found, content, base)
    except UnusableError as error:
        return Collected(subject, digest, None, (error.problem,))
    return Collected(subject, digest, report, tuple(replace(problem, report=report.id) for problem in problems))


def _make(found: FoundFile, content: bytes, base: Path | None) -> tuple[Report, tuple[Problem, ...]]:
    subject, suffix = found.locator, found.path.suffix.lower()
    declared = find_charset(content) if suffix in {".html", ".htm"} else None
    decoded = decode_bytes(content, subject, declared)
    parted = part_front_matter(decoded.text, subject)
    sidecar, sidecar_problems = load_sidecars(found, base)
    parsed: Parsed = get_plugin("formats", suffix)(parted.text, subject)
    stated = sidecar.filled_from(parted.fields)
    done = complete(parsed.body, stated, parsed.fields, found.path.name, subject, parsed.asides)
    if not (done.body.strip() or done.fields.headline):
        raise UnusableError(make_error("empty", "nothing but metadata; there is no text to read", subject))
    problems = (*decoded.problems, *parted.problems, *sidecar_problems, *parsed.problems, *done.problems)
    return make_completed(done), problems + _note_overruled(sidecar, parted.fields, subject)


def load_sidecars(found: FoundFile, base: Path | None) -> tuple[Fields, tuple[Problem, ...]]:
    """What the files beside a document state, the closer name first."""
    if not found.sidecars:
        return Fields(), ()
    first, *others = found.sidecars
    notes = tuple(
        make_info(
            "sidecar-second", f"not used, since {first.name} describes the same document", make_locator(path, base)
        )
        for path in others
    )
    locator = make_locator(first, base)
    try:
        fields, problems = load_sidecar(first, first.read_bytes(), locator)
    except OSError as error:
        return Fields(), (
            make_error("unreadable", f"cannot be read: {error.strerror}; check its permissions", locator),
            *notes,
        )
    return fields, (*problems, *notes)


def _note_overruled(sidecar: Fields, front: Fields, subject: str) -> tuple[Problem, ...]:
    both = (sidecar.known() & front.known()) - {"sensitive"}  # there the one that says yes counts
    differing = sorted(name for name in both if getattr(sidecar, name) != getattr(front, name))
    if not differing:
        return ()
    message = f"sidecar and front matter differ in {', '.join(differing)}; the sidecar counts"
    return (make_info("fields-differ", message, subject),)
