"""Finding and loading mandates: the installed folders and the deployment's own."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from contactline.errors import ConfigError, InputError, MandateError
from contactline.records.countmodels import CountModels
from contactline.records.mandates import Mandate
from contactline.records.rolemodels import RoleModel
from contactline.reference._folder import Content, read_folder
from contactline.reference._head import HEAD_FILE, Head
from contactline.reference.counting import COUNTS_FILE, parse_counts
from contactline.reference.tables import Mistakes, read_text
from contactline.reference.weighing import WEIGHING_FILE, parse_roles

FILES: Final = (
    HEAD_FILE,
    "sources.csv",
    "actors.csv",
    "actor_names.csv",
    "places.csv",
    "place_names.csv",
    "places.geojson",
    "agreements.csv",
)


def load_mandate(folder: Path | Traversable) -> Mandate:
    """Read one mandate folder, strictly.

    Raises:
        MandateError: the folder has mistakes; its ``mistakes`` name all of them, each as ``file:line: what``.
        InputError: there is no such folder.
    """
    if not folder.is_dir():
        raise InputError("there is no such mandate folder", subject=str(folder), hint=_hint(()))
    mistakes = Mistakes()
    content = read_folder(folder, mistakes)
    weighing, counts = _read_weighing(folder, mistakes), _read_counts(folder, mistakes)
    if mistakes.found or content is None:
        count = len(mistakes.found)
        raise MandateError(
            f"the mandate has {count} mistake{'s' * (count != 1)}",
            mistakes.found,
            subject=str(folder),
            hint="docs/reference/mandate.md describes every file and column.",
        )
    return replace(_make_mandate(content.head, _digest(folder), content), weighing=weighing, counts=counts)


def _read_weighing(folder: Path | Traversable, mistakes: Mistakes) -> RoleModel | None:
    """The deployment's own parameters of weighing, where the folder has some."""
    if not folder.joinpath(WEIGHING_FILE).is_file():
        return None
    text = read_text(folder, WEIGHING_FILE, mistakes)
    try:
        return parse_roles(text) if text is not None else None
    except ConfigError as error:
        for mistake in error.mistakes:
            mistakes.add(WEIGHING_FILE, None, mistake)
        return None


def _read_counts(folder: Path | Traversable, mistakes: Mistakes) -> CountModels | None:
    """The deployment's own parameters of counts, where the folder has some."""
    if not folder.joinpath(COUNTS_FILE).is_file():
        return None
    text = read_text(folder, COUNTS_FILE, mistakes)
    try:
        return parse_counts(text) if text is not None else None
    except ConfigError as error:
        for mistake in error.mistakes:
            mistakes.add(COUNTS_FILE, None, mistake)
        return None


def find_mandate(name_or_path: str, extra: tuple[Path, ...] = ()) -> Mandate:
    """The mandate of an installed name, of a name in one of the ``extra`` folders, or of a folder path.

    Args:
        name_or_path: ``karabakh``, or a path such as ``./my-mandate``.
        extra: folders that hold mandate folders, or are mandate folders themselves; they win over installed ones.

    Raises:
        InputError: there is neither such a name nor such a folder.
        MandateError: it is there and has mistakes.
    """
    folder = _folders(extra).get(name_or_path)
    if folder is not None:
        return _load_cached(folder) if isinstance(folder, Path) else load_mandate(folder)
    path = Path(name_or_path)
    if path.is_dir():
        return _load_cached(path.resolve())
    raise InputError(f"there is no mandate “{name_or_path}”", hint=_hint(extra))


def list_mandates(extra: tuple[Path, ...] = ()) -> tuple[str, ...]:
    """Names that :func:`find_mandate` knows, in alphabetical order."""
    return tuple(sorted(_folders(extra)))


def _make_mandate(head: Head, digest: str, rows: Content) -> Mandate:
    return Mandate(
        name=head.name,
        title=head.title,
        version=head.version,
        digest=digest,
        licence=head.licence,
        note=head.note,
        zone=head.zone,
        period=head.period,
        languages=head.languages,
        sides=head.sides,
        actors=rows.actors,
        places=rows.places,
        agreements=rows.agreements,
        sources=rows.sources,
        reliability=rows.reliability,
    )


@lru_cache(maxsize=8)
def _load_cached(folder: Path) -> Mandate:
    return load_mandate(folder)


def _digest(folder: Path | Traversable) -> str:
    """``sha256:…`` over the names and contents of the files that decide how reports are read, in a fixed order.

    The register of reliability and the parameters of weighing are none of them: a source that is graded anew, or a
    model that is fitted anew, must not have every report read again.
    """
    digest = hashlib.sha256()
    for name in FILES:
        content = folder.joinpath(name).read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return "sha256:" + digest.hexdigest()


def _folders(extra: tuple[Path, ...]) -> dict[str, Path | Traversable]:
    found: dict[str, Path | Traversable] = {}
    installed = files("contactline.reference") / "mandates"
    for parent in (installed, *extra):
        if not parent.is_dir():
            continue
        children = (parent,) if parent.joinpath(HEAD_FILE).is_file() else tuple(parent.iterdir())
        found |= {child.name: child for child in children if child.joinpath(HEAD_FILE).is_file()}
    return found


def _hint(extra: tuple[Path, ...]) -> str:
    names = ", ".join(list_mandates(extra)) or "none"
    return f"Installed mandates: {names}. Or give the path of a mandate folder."
