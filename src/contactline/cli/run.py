"""``contactline run``: a large corpus, on whatever engine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from contactline.cli.printing import make_table, print_error, print_line
from contactline.cli.progress import show_progress
from contactline.cli.summary import print_refusal
from contactline.config import Settings, load_settings
from contactline.errors import ConfigError, ContactlineError, IntegrityError

if TYPE_CHECKING:
    from contactline.desk.runsettings import RunSettings
    from contactline.desk.runsummary import RunSummary

_SHOWN_FAILURES = 20


@click.command()
@click.argument("corpus", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CORPUS…")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Folder of the run.")
@click.option("--engine", default="processes", metavar="NAME", help="local, processes (the default) or spark.")
@click.option("--workers", default=0, type=click.IntRange(0), metavar="N", help="Workers; by default one a core.")
@click.option("--master", default="", metavar="URL", help="Address of a Spark cluster. By default this machine.")
@click.option("--mandate", metavar="NAME|FOLDER", help="Sides, names and places to use. By default the best match.")
@click.option("--reader", metavar="NAME", help="What turns reports into claims. By default “rules”.")
@click.option("--weights", metavar="hand|simulated|FILE", help="Weights of linking. By default “hand”.")
@click.option(
    "--judgements", type=click.Path(path_type=Path), metavar="FILE", help="People's judgements, from “judge export”."
)
@click.option("--shard", default=1_000, type=click.IntRange(1), metavar="N", help="Reports to a part; 1000 by default.")
@click.option(
    "--window", default=30, type=click.IntRange(1), metavar="DAYS", help="Days that are linked together; 30 by default."
)
@click.option(
    "--halo", default=3, type=click.IntRange(0), metavar="DAYS", help="Days beyond that a window sees; 3 by default."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a summary.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@click.pass_obj
def run(config: Path | None, /, corpus: tuple[Path, ...], as_json: bool, quiet: bool, **options: Any) -> int:
    """Read and link a large corpus: reports in, tables of claims and incidents out.

    CORPUS: folders and files as “examine” reads them, .jsonl files of reports, .parquet files of link rows. The work is
    cut into parts; a second run makes only what is missing or changed, and after an interruption the same command goes
    on.
    """
    known = load_settings(config, Path.cwd())
    try:
        settings = _make_settings(known, corpus, **options)
        summary = _run(settings, quiet=quiet or as_json)
    except (ContactlineError, IntegrityError) as error:
        if as_json:
            print_refusal(error)
        raise  # the outermost shell prints it for a person, and knows the exit code
    if as_json:
        print_line(json.dumps(summary.as_json()))
    else:
        _print_summary(summary, quiet=quiet)
    return summary.exit_code


def _make_settings(
    known: Settings,
    corpus: tuple[Path, ...],
    out: Path,
    mandate: str | None,
    reader: str | None,
    weights: str | None,
    window: int,
    halo: int,
    **others: Any,
) -> RunSettings:
    from contactline.desk.runsettings import RunSettings
    from contactline.desk.windows import Windows

    if halo > window:
        raise ConfigError("the windows cannot be laid", (f"--halo {halo} is longer than --window {window}",))
    return RunSettings(
        paths=corpus,
        out=out,
        mandate=mandate or known.examine.mandate,
        reader=reader or known.examine.reader,
        weights=weights or known.examine.weights,
        readers=known.readers,
        windows=Windows(window, halo),
        **others,
    )


def _run(settings: RunSettings, *, quiet: bool) -> RunSummary:
    from contactline.desk.run import run_corpus

    with show_progress(quiet=quiet) as progress:
        return run_corpus(settings, progress)


def _print_summary(summary: RunSummary, *, quiet: bool) -> None:
    if not quiet:
        numbers = ((summary.reports, "report"), (summary.claims, "claim"), (summary.rows, "account"))
        print_line(", ".join(_count(number, word) for number, word in (*numbers, (summary.incidents, "incident"))))
        print_line(f"{_count(summary.duplicates, 'duplicate')}, {_count(summary.set_aside, 'record')} set aside")
        if summary.judgements or summary.judgements_not:
            print_line(f"{_count(summary.judgements, 'judgement')} held, {summary.judgements_not:,} not followed")
        if summary.seam_agreement is not None:
            print_line(_describe_seams(summary))
        print_line()
        head = ("Stage", "Parts", "Kept", "Begun again", "Failed", "Seconds", "CPU s", "MB a worker")
        print_line(make_table(head, [_make_row(stage) for stage in summary.stages if stage.parts]))
        print_line()
        if summary.mandate:
            print_line(f"Mandate   {summary.mandate}")
        if summary.mandate_choice:
            print_line(f"          {summary.mandate_choice}")
        if summary.weights:
            print_line(f"Weights   {summary.weights}")
        print_line(f"Engine    {summary.engine}, there after {summary.start_seconds:.1f} s")
        print_line(f"Tables    {summary.out}")
    _print_failures(summary)


def _describe_seams(summary: RunSummary) -> str:
    agreement = 100 * (summary.seam_agreement or 0.0)
    return (
        f"Windows agree on {agreement:.2f} % of the {_count(summary.seam_rows, 'account')} that two of them see (B³ F1)"
    )


def _make_row(stage: Any) -> tuple[str, ...]:
    numbers = (stage.parts, stage.kept, stage.retried, len(stage.failed))
    times = (f"{stage.seconds:.1f}", f"{stage.cpu_seconds:.1f}")
    return (stage.name, *(str(number) for number in numbers), *times, str(stage.peak_mb or "–"))


def _print_failures(summary: RunSummary) -> None:
    failures = [failure for stage in summary.stages for failure in stage.failed]
    for failure in failures[:_SHOWN_FAILURES]:
        times = f" (begun {failure.attempts} times)" if failure.attempts > 1 else ""
        print_error(f"{failure.stage} {failure.part}: {failure.reason}{times}")
    if failures:
        print_error("Run the same command again to try these parts anew; all others are kept.")
    if summary.judgements_not:
        print_error(f"Judgements that are not followed: {summary.out / 'set-aside' / 'judgements.jsonl'}")
    if summary.set_aside:
        print_error(f"Records that could not be used: {summary.out / 'set-aside' / 'records.jsonl'}")


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
