"""The main job: collect → read → resolve → link → weigh → publish."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from contactline.collect.collect import iter_found
from contactline.collect.paths import STDIN, FoundFile
from contactline.config import KEY_VARIABLE, ExamineSettings, Options
from contactline.desk.choice import choose
from contactline.desk.clock import QuietProgress, SystemClock
from contactline.desk.desk import Desk, Intake
from contactline.desk.output import open_folder
from contactline.desk.rooms import Rooms, load_rooms
from contactline.desk.summary import Examined, count_sides, find_report_sides
from contactline.errors import ConfigError, InputError, StoreError
from contactline.plugins import get_plugin
from contactline.ports import Clock, Progress, Store
from contactline.records.custody import Acquisition

STORE_NAME = "contactline.db"


def examine_folder(
    settings: ExamineSettings,
    progress: Progress | None = None,
    clock: Clock | None = None,
    readers: Mapping[str, Options] | None = None,
) -> Examined:
    """Examine into a folder of its own: hold the folder, open its store, and do the whole job.

    Args:
        settings: what to read and where to write.
        progress: told how far the work is.
        clock: for receipts.
        readers: options of the readers, by name.

    Raises:
        ConfigError: no paths or no folder were given, or weights that are not there or have mistakes.
        InputError: nothing of what was given can be read.
        ConflictError: another run is at work in the folder, or in the store.
        StoreError: folder or store cannot be written.
    """
    out = _check(settings)
    settings = _fix_names(settings, out)
    with open_folder(out):
        store: Store = get_plugin("stores", "sqlite")(_make_place(settings.db) if settings.db else out / STORE_NAME)
        try:
            deposited = deposit_reports(settings, progress or QuietProgress(), clock or SystemClock())
            rooms = load_rooms(settings.reader, readers, settings.weights)
            done = examine(settings, store, clock or SystemClock(), progress or QuietProgress(), rooms)
            return replace(done, deposited=deposited)
        finally:
            store.close()


def examine(
    settings: ExamineSettings, store: Store, clock: Clock, progress: Progress, rooms: Rooms | None = None
) -> Examined:
    """Do the whole job on an open store. A second run adds nothing; after an interruption it goes on.

    Args:
        settings: what to read and where to write; ``out`` has to be a folder from ``open_folder``.
        store: keeps reports and readings; what it already holds becomes part of the dossier.
        clock: for receipts.
        progress: told how far the work is.
        rooms: by default the built-in ones.
    """
    out = _check(settings)
    rooms = rooms or load_rooms(settings.reader, weights=settings.weights)
    desk = Desk(store, clock, progress, rooms)
    intake = desk.reports.collect(settings.paths, settings.base)
    refuse_nothing(store, intake)
    choice = choose(settings.mandate, store, rooms)
    digest, new_readings = desk.claims.read(choice.mandate)
    linked = desk.incidents.link(choice.mandate, digest)
    intake = replace(intake, passing=(*choice.problems, *intake.passing))
    period = (settings.since, settings.until)
    dossier = desk.dossiers.make(linked, choice.mandate, intake, choice.sentence, period)
    files = desk.dossiers.publish(dossier, out, keep_text=settings.keep_text)
    sides = find_report_sides(dossier.reports, dossier.claims, choice.mandate)
    return Examined(
        index=out / "index.html",
        mandate=choice.mandate,
        mandate_choice=choice.sentence,
        new_reports=intake.new,
        changed_reports=intake.changed,
        new_readings=new_readings,
        reports=len(dossier.reports),
        claims=len(dossier.claims),
        incidents=len(dossier.incidents),
        sides=count_sides(dossier, sides),
        problems=dossier.problems,
        files=files,
        weights=dossier.run.weights,
    )


def deposit_reports(settings: ExamineSettings, progress: Progress, clock: Clock) -> int:
    """Keep the files that are to be read in the vault of the settings, before anything reads them.

    Returns:
        how many deposits are new; 0 where there is no vault.

    Raises:
        NotFoundError: there is no vault.
        StoreError: it cannot be written.
    """
    if settings.vault is None:
        return 0
    from contactline.desk.vaulting import Vaulting  # only who keeps a vault pays for its libraries

    found = [each for each in iter_found(settings.paths, settings.base) if isinstance(each, FoundFile)]
    progress.stage("keeping what is to be read", len(found))
    paths = [path for each in found for path in (each.path, *each.sidecars)]
    vaulting = Vaulting(settings.vault, clock, os.environ.get(KEY_VARIABLE, ""))
    acquisition = Acquisition(name="", channel="contactline examine")
    new = 0
    for taken in vaulting.iter_deposits(paths, acquisition, settings.author):
        progress.advance()
        if taken.error:
            progress.note(taken.error)
        new += taken.deposited is not None and taken.deposited.is_new
    return new


def _check(settings: ExamineSettings) -> Path:
    mistakes = []
    if settings.vault is not None and not settings.author.strip():
        mistakes.append("nobody is named who deposits: give --author, set “author” or CONTACTLINE_AUTHOR")
    if settings.vault is not None and STDIN in settings.paths:
        mistakes.append("the standard input cannot be kept in a vault: write it to a file first")
    if not settings.paths:
        mistakes.append("no files or folders to read: name them, or set “paths”")
    if settings.out is None:
        mistakes.append("no folder for the dossier: give --out, or set “out”")
    if settings.since is not None and settings.until is not None and settings.until < settings.since:
        mistakes.append(f"the period ends before it begins: since {settings.since}, until {settings.until}")
    if mistakes or settings.out is None:
        raise ConfigError("the settings do not make a run", mistakes)
    resolved = settings.out.resolve()
    for path in settings.paths:
        if path.resolve() == resolved:
            raise InputError("is to be read and written at once", subject=str(path), hint="Give another --out.")
    return settings.out


def _fix_names(settings: ExamineSettings, out: Path) -> ExamineSettings:
    """Whole paths, named from where the store lies: one file has one name in it, wherever the command is run."""
    home = settings.db.absolute().parent if settings.db else out.absolute().parent
    return replace(
        settings,
        paths=tuple(path if path == STDIN else Path(os.path.normpath(path.absolute())) for path in settings.paths),
        base=settings.base or Path(os.path.normpath(home)),
    )


def _make_place(db: Path) -> Path:
    """The store's file, its folder made if need be.

    Raises:
        StoreError: the folder cannot be made.
    """
    try:
        db.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"its folder cannot be made: {error.strerror}", subject=str(db), hint="Give another file with --db."
        ) from error
    return db


def refuse_nothing(store: Store, intake: Intake) -> None:
    """Refuse where neither this run nor an earlier one gave a report."""
    if next(store.iter_reports(), None) is not None:
        return
    found = [f"{problem.subject}: {problem.message}" for problem in intake.met[:20]]
    if len(intake.met) > len(found):
        found.append(f"and {len(intake.met) - len(found)} more")
    raise InputError(
        "there is no report to examine" + "".join(f"\n  - {line}" for line in found),
        hint="Give .txt, .md, .html or .jsonl files, or folders that hold some.",
    )
