"""A run over a large corpus, on whatever engine: collect → read → lay into windows → link → put together → write.

Every stage is cut into parts that are made whole or not at all and kept in ``DIR/work``; a run that was interrupted, or
a corpus that has grown, makes only the parts that are missing or changed. No stage holds the whole corpus, and neither
does this process: it sees notes, counts, and the rows that neighbouring windows share.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import pyarrow.parquet as pq

from contactline import __version__, codec
from contactline.desk.choice import choose
from contactline.desk.clock import QuietProgress, SystemClock
from contactline.desk.corpus import Listing, count_buckets, digest_list, iter_lists
from contactline.desk.joining import FinishWindow, LinkWindow, make_merged
from contactline.desk.judging import read_judgements
from contactline.desk.onereport import digest_settings
from contactline.desk.output import as_output_errors, open_folder
from contactline.desk.rooms import load_rooms
from contactline.desk.runjudging import RunJudging
from contactline.desk.runseams import iter_windows
from contactline.desk.runsettings import Chain, RunSettings, load_chain, make_engine
from contactline.desk.runstages import StageDone, WorkFolder, conduct, iter_records, make_digest_of
from contactline.desk.runsummary import RunSummary, write_set_aside
from contactline.desk.seams import Agreement, iter_merged
from contactline.desk.stages import CheckRows, CollectFiles, ReadReports, find_bucket, load_tools
from contactline.errors import InputError, IntegrityError
from contactline.plugins import get_plugin
from contactline.ports import Engine, Grouping, Part, Progress
from contactline.records.mandates import Mandate
from contactline.records.problems import Problem
from contactline.records.reports import Receipt, Report
from contactline.reference.loading import find_mandate

_VERSION: Final = 2  # of rows, lists and windows in a run's folder: those of another are made anew
_CHOOSING: Final = 300
_ROW_BUCKET: Final = 50_000
_GROWTH: Final = 4
"""Buckets are cut anew when they would hold so many times what they are meant to: all reports are then read again."""
BY_BUCKET: Final = Grouping("bucket", "id")
BY_WINDOW: Final = Grouping("window", "id")


@dataclass(slots=True)
class _Plan:
    """What a run decides once and later runs keep."""

    buckets: int = 0
    row_buckets: int = 0
    mandate: str | None = None
    sentence: str = ""


def run_corpus(settings: RunSettings, progress: Progress | None = None, chain: Chain | None = None) -> RunSummary:
    """Run over a corpus into a folder of its own. A second run makes only what is missing or changed.

    Raises:
        InputError: there is nothing to read.
        ConflictError: another run is at work in the folder.
        StoreError: the folder cannot be written.
        IntegrityError: a file of an earlier stage was changed or lost.
    """
    with open_folder(settings.out), as_output_errors(settings.out):
        engine = make_engine(settings.engine, settings.workers, settings.master)
        began = perf_counter()
        with engine:
            started = perf_counter() - began
            run = _Run(settings, progress or QuietProgress(), chain or load_chain(settings), engine)
            return run.conduct(started)


class _Run:
    def __init__(self, settings: RunSettings, progress: Progress, chain: Chain, engine: Engine) -> None:
        self._settings = settings
        self._progress = progress
        self._chain = chain
        self._engine = engine
        self._out = Path(os.path.normpath(settings.out.absolute()))
        self._work = WorkFolder(self._out / "work")
        self._plan = self._load_plan()
        self._done: dict[str, StageDone] = {}
        self._agreement = Agreement()
        file = settings.judgements
        self._judging = RunJudging(read_judgements(file, SystemClock().now()) if file else ())

    def conduct(self, started: float) -> RunSummary:
        began = perf_counter()
        listing = self._collect()
        self._refuse_nothing(listing)
        problems = [*listing.problems, *self._read(), *self._check_rows()]
        self._link()
        self._finish()
        self._publish()
        summary = self._summarise(listing, problems, started)
        summary.seconds = round(perf_counter() - began, 3)
        self._write_json("summary.json", summary.as_json())
        return summary

    # -- reports in

    def _collect(self) -> Listing:
        """List the corpus, and collect the parts of the list that are new or changed."""
        listing = Listing()
        home = self._out.parent
        folder = self._work.stage("list")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        paths = [Path(os.path.normpath(path.absolute())) for path in self._settings.paths]
        self._progress.stage("Listing", None)
        listed: list[tuple[Path, str]] = []
        for table in iter_lists(listing.iter_pieces(paths, home, self._settings.shard), self._settings.shard):
            path = folder / f"{len(listed):06d}.parquet"
            pq.write_table(table, path)
            listed.append((path, digest_list(table)))
            self._progress.advance(table.num_rows)
        plan = self._plan
        plan.buckets = _keep_buckets(plan.buckets, listing.reports, self._settings.shard)
        plan.row_buckets = _keep_buckets(plan.row_buckets, listing.rows, _ROW_BUCKET)
        self._save_plan()
        parts = [
            Part(
                path.stem,
                self._work.stage("collect") / path.stem,
                make_digest_of(_VERSION, __version__, digest, plan.buckets, plan.row_buckets),
                (path,),
            )
            for path, digest in listed
        ]
        self._map("collect", CollectFiles(home, plan.buckets, plan.row_buckets), parts)
        return listing

    def _refuse_nothing(self, listing: Listing) -> None:
        done = self._done["collect"]
        if done.count("reports") or done.count("rows"):
            return
        paths = self._work.find_tables(("collect",), "problems", self._done)
        found = [f"{problem.subject}: {problem.message}" for problem in listing.problems[:20]]
        found += [f"{part.part}: {part.reason}" for part in done.failed[:20]]
        found += [f"{record['subject']}: {record['message']}" for record in islice(iter_records(paths), 20)]
        raise InputError(
            "there is no report to read" + "".join(f"\n  - {line}" for line in found),
            hint="Give .txt, .md, .html or .jsonl files of reports, .parquet files of link rows, or folders of them.",
        )

    def _read(self) -> tuple[Problem, ...]:
        """Read every bucket of reports whose content has changed."""
        inputs = self._work.find_tables(("collect",), "reports", self._done)
        if not inputs:
            self._done["read"] = StageDone("read")
            return ()
        mandate, problems = self._choose_mandate()
        reader, resolver = load_tools(self._chain.tools, mandate)
        settings = digest_settings(reader, resolver, mandate)
        chain, judging = self._chain, self._judging
        windows = self._settings.windows
        stage = ReadReports(mandate, chain.tools, windows, chain.make_rows, chain.make_judged, judging.by_report)
        judged = judging.digest_buckets(partial(find_bucket, buckets=self._plan.buckets), judging.by_report)
        parts = self._make_bucket_parts("read", "reports", settings, judged)
        self._group("read", stage, inputs, BY_BUCKET, parts)
        return problems

    def _check_rows(self) -> tuple[Problem, ...]:
        """Lay every bucket of link rows whose content has changed."""
        inputs = self._work.find_tables(("collect",), "rows", self._done)
        by_claim = self._judging.by_claim
        judged = self._judging.digest_buckets(partial(find_bucket, buckets=self._plan.row_buckets), by_claim)
        parts = self._make_bucket_parts("rows", "rows", "", judged) if inputs else []
        self._group("rows", CheckRows(self._settings.windows, by_claim), inputs, BY_BUCKET, parts)
        return ()

    def _make_bucket_parts(self, stage: str, table: str, settings: str, judged: Mapping[int, str]) -> list[Part]:
        counts: dict[int, int] = defaultdict(int)
        tokens: dict[int, int] = defaultdict(int)
        for note in self._done["collect"].notes.values():
            for bucket, (count, token) in note.notes[table].items():
                counts[int(bucket)] += count
                tokens[int(bucket)] = (tokens[int(bucket)] + token) % (1 << 64)
        windows = self._settings.windows
        common = (_VERSION, __version__, settings, windows.days, windows.halo_days)
        return [
            Part(
                f"{bucket:06d}",
                self._work.stage(stage) / f"{bucket:06d}",
                make_digest_of(*common, bucket, counts[bucket], tokens[bucket], *_only(judged.get(bucket))),
                key=bucket,
                rows=counts[bucket],
            )
            for bucket in sorted(counts)
        ]

    def _choose_mandate(self) -> tuple[Mandate, tuple[Problem, ...]]:
        """The mandate named, that of the run before, or the one that fits the first reports best."""
        named = self._settings.mandate
        if named is None and self._plan.mandate:
            return find_mandate(self._plan.mandate), ()
        store = get_plugin("stores", "memory")()
        now = SystemClock().now()
        paths = self._work.find_tables(("collect",), "reports", self._done)
        for record in islice(iter_records(paths), _CHOOSING):
            report = codec.decode(record["report"], Report)
            store.save_report(report, Receipt(record["locator"], report.id, "", now))
        chosen = choose(named, store, load_rooms("rules"))
        self._plan.sentence = chosen.sentence
        kept = store.find_note("mandate")
        self._plan.mandate = json.loads(kept)[0] if kept else None
        self._save_plan()
        return chosen.mandate, chosen.problems

    # -- incidents out

    def _link(self) -> None:
        """Link every window whose rows have changed."""
        counts: dict[int, int] = defaultdict(int)
        digests: dict[int, list[str]] = defaultdict(list)
        for stage in ("read", "rows"):
            for note in self._done[stage].notes.values():
                for window, (count, _, digest) in note.notes["windows"].items():
                    counts[int(window)] += count
                    digests[int(window)].append(digest)
        windows = self._settings.windows
        judged = self._judging.settle(self._work.find_tables(("read", "rows"), "judged", self._done))
        told = {window: make_digest_of(asdict(rows)) for window, rows in judged.items()}
        parts = [
            Part(
                windows.name(window),
                self._work.stage("link") / windows.name(window),
                make_digest_of(
                    _VERSION, self._chain.version, windows.days, sorted(digests[window]), *_only(told.get(window))
                ),
                key=window,
                rows=counts[window],
            )
            for window in sorted(counts)
        ]
        inputs = self._work.find_tables(("read", "rows"), "rows", self._done)
        self._group("link", LinkWindow(self._chain.kernel, judged), inputs, BY_WINDOW, parts)
        self._linked = [part for part in parts if part.name in self._done["link"].notes]

    def _finish(self) -> None:
        """Write memberships and incidents of every window that has changed, or whose seams have."""
        merged = self._work.stage("seams")
        shutil.rmtree(merged, ignore_errors=True)
        merged.mkdir(parents=True)
        digests: dict[int, str] = {}
        windows = iter_windows(self._linked, self._agreement, self._judging)
        for window, entries in iter_merged(windows, self._judging.join_chains):
            if entries:
                table = make_merged(entries)
                pq.write_table(table, merged / f"{window}.parquet")
                digests[window] = make_digest_of(table.to_pylist())
        parts = [
            Part(
                part.name,
                self._work.stage("finish") / part.name,
                make_digest_of(_VERSION, part.digest, digests.get(part.key, "")),
                (part.out / "labels.parquet",),
                key=part.key,
            )
            for part in self._linked
        ]
        self._map("finish", FinishWindow(merged), parts)

    def _publish(self) -> None:
        """Lay the tables of all parts where people look for them, whole folders at once."""
        places = (("read", "claims"), ("read", "rows"), ("finish", "memberships"), ("finish", "incidents"))
        for stage, table in places:
            new, place = self._out / f".{table}-new", self._out / table
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir()
            for path in self._work.find_tables((stage,), table, self._done):
                _link_file(path, new / f"{path.parent.name}.parquet")
            shutil.rmtree(place, ignore_errors=True)
            new.rename(place)

    def _summarise(self, listing: Listing, problems: list[Problem], started: float) -> RunSummary:
        done = self._done
        homes = sum(note.notes["home"] for note in done["link"].notes.values())
        memberships = done["finish"].count("memberships")
        if memberships != homes and not done["finish"].failed:
            raise IntegrityError(
                f"{homes} rows were linked and {memberships} have an incident",
                subject=str(self._out),
                hint="This is a mistake of the program, please report it.",
            )
        counted = write_set_aside(self._out, self._work, done, problems, self._judging.problems)
        return RunSummary(
            out=self._out,
            engine=self._settings.engine,
            mandate=self._plan.mandate or "",
            mandate_choice=self._plan.sentence,
            weights=self._chain.weights,
            files=listing.files,
            reports=done["read"].add_notes("reports"),
            claims=done["read"].count("claims"),
            rows=memberships,
            incidents=done["finish"].count("incidents"),
            duplicates=counted.duplicates,
            set_aside=counted.records,
            judgements=self._judging.held,
            judgements_not=len(self._judging.problems),
            seam_rows=self._agreement.rows,
            seam_agreement=self._agreement.f1,
            start_seconds=round(started, 3),
            stages=tuple(done[name] for name in ("collect", "read", "rows", "link", "finish")),
        )

    # -- stages

    def _map(self, name: str, stage: Any, parts: list[Part]) -> None:
        self._work.remove_others(name, parts)
        self._work.stage(name).mkdir(parents=True, exist_ok=True)
        self._done[name] = conduct(name, parts, self._engine.map_tables(stage, parts), self._progress)

    def _group(self, name: str, stage: Any, inputs: list[Path], grouping: Grouping, parts: list[Part]) -> None:
        self._work.remove_others(name, parts)
        self._work.stage(name).mkdir(parents=True, exist_ok=True)
        notes = self._engine.group_tables(stage, inputs, grouping, parts)
        self._done[name] = conduct(name, parts, notes, self._progress)

    def _load_plan(self) -> _Plan:
        try:
            return _Plan(**json.loads((self._out / "plan.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return _Plan()

    def _save_plan(self) -> None:
        plan = self._plan
        names = ("buckets", "row_buckets", "mandate", "sentence")
        self._write_json("plan.json", {name: getattr(plan, name) for name in names})

    def _write_json(self, name: str, content: Mapping[str, Any]) -> None:
        new = self._out / f".{name}.new"
        new.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        new.replace(self._out / name)


def _keep_buckets(before: int, items: int, size: int) -> int:
    wanted = count_buckets(items, size)
    return before if before and before <= wanted * _GROWTH and wanted <= before * _GROWTH else wanted


def _only(digest: str | None) -> tuple[str, ...]:
    """A digest where there is one: without judgements all digests are what they were."""
    return (digest,) if digest else ()


def _link_file(path: Path, place: Path) -> None:
    try:
        place.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, place)  # a file system that has no second names
