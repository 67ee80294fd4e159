"""``contactline weigh``: the parameters that incidents are weighed with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from contactline.cli.dossierstore import open_store, store_options
from contactline.cli.printing import make_table, print_line

if TYPE_CHECKING:
    from contactline.records.rolemodels import RoleModel


@click.group()
def weigh() -> None:
    """Show the parameters of who fired, or fit them, or those of counts, on a deployment's own incidents."""


@weigh.command()
@click.option("--mandate", metavar="NAME|FOLDER", help="Those of a mandate. By default those that ship.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
def show(*, mandate: str | None, as_json: bool) -> int:
    """Print the parameters in force, where they come from, and which calibrations are in force."""
    from contactline.desk.weighing import find_model

    model = find_model(mandate)
    if as_json:
        print_line(json.dumps(_describe(model), ensure_ascii=False, indent=2))
        return 0
    print_line(f"{model.version}: {model.about}")
    if model.fitted_on:
        print_line(f"Fitted on {model.fitted_on.isoformat()} to {model.count} incidents.")
    print_line(
        f"\nBy role: how often a camp speaks, its line, and what is said off it. Follow it: {model.tables.follow:.2f}\n"
    )
    print_line(
        make_table(("role", "publishes", "blames", "owns", "none", "blames", "owns", "none"), _list_roles(model))
    )
    right, wrong, none = model.tables.third
    print_line(f"\nThird parties: name the one that fired {right:.2f}, the other {wrong:.2f}, nobody {none:.2f}")
    print_line(
        f"Misread: {model.error:.2f} ({model.error_low:.2f} to {model.error_high:.2f}; {model.error_source})\n"
        f"Heard, had it spoken: {model.capture:.2f}. Naming nobody counts: {model.unattributed:.2f}"
    )
    for one in model.calibrations:
        day = one.measured_on.isoformat() if one.measured_on else "–"
        print_line(f"Calibration, {one.stratum}: {one.temperature:.2f} ({one.count} incidents, {day})")
    if not model.calibrations:
        print_line("No calibration is in force: nothing is called almost certain.")
    return 0


def _list_roles(model: RoleModel) -> list[tuple[str, ...]]:
    names = ("victim", "firing", "fabricator", "accused")
    tables = model.tables
    rows = zip(names, tables.publishes, tables.line, tables.off_line, strict=True)
    return [
        (name, *(f"{value:.2f}" for value in (publishes, *line, *off_line))) for name, publishes, line, off_line in rows
    ]


def _describe(model: RoleModel) -> dict[str, Any]:
    import msgspec

    described: dict[str, Any] = msgspec.to_builtins(
        {
            "version": model.version,
            "about": model.about,
            "fitted_on": model.fitted_on,
            "incidents": model.count,
            "tables": model.tables,
            "staged": model.staged,
            "error": model.error,
            "capture": model.capture,
            "unattributed": model.unattributed,
            "calibrations": model.calibrations,
        }
    )
    return described


@weigh.command()
@store_options
@click.option(
    "--parameters-out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="File to write; as weighing.toml in a mandate folder it is in force.",
)
@click.option(
    "--labels",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="CSV, columns incident and side: who fired, where it was established otherwise. Gives calibrations.",
)
@click.option("--force", is_flag=True, help="Also with few incidents.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
@click.pass_obj
def fit(config: Path | None, /, **options: Any) -> int:
    """Fit the parameters on the incidents of a dossier, without labels, and calibrate them where answers are known."""
    from contactline.desk.clock import SystemClock
    from contactline.desk.weighing import fit_model

    file, today = options["parameters_out"], SystemClock().now().date()
    with open_store(config, options["db"], options["out"]) as store:
        learnt = fit_model(store, file, options["labels"], today, force=options["force"])
    if options["as_json"]:
        told = {"file": str(file), "rounds": learnt.rounds, "patterns": learnt.patterns, "labelled": learnt.labelled}
        print_line(json.dumps({**told, **_describe(learnt.model)}, ensure_ascii=False))
        return 0
    print_line(
        f"{file}: {learnt.model.version}, fitted to {learnt.model.count} incidents ({learnt.patterns} patterns, "
        f"{learnt.rounds} rounds), {len(learnt.model.calibrations)} calibrations from {learnt.labelled} known answers"
    )
    return 0


@weigh.command("fit-counts")
@store_options
@click.option(
    "--parameters-out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="File to write; as counts.toml in a mandate folder it is in force.",
)
@click.option("--force", is_flag=True, help="Also with few figures.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
@click.pass_obj
def fit_counts(config: Path | None, /, **options: Any) -> int:
    """Fit the parameters of how many were killed and wounded on the incidents of a dossier, without labels."""
    from contactline.desk.clock import SystemClock
    from contactline.desk.counting import fit_counts_of_store

    file, today = options["parameters_out"], SystemClock().now().date()
    with open_store(config, options["db"], options["out"]) as store:
        learnt = fit_counts_of_store(store, file, today, force=options["force"])
    version = (learnt.models.killed if learnt.killed else learnt.models.wounded).version
    if options["as_json"]:
        told = {"file": str(file), "version": version, "killed": learnt.killed, "wounded": learnt.wounded}
        print_line(json.dumps(told, ensure_ascii=False))
        return 0
    print_line(f"{file}: {version}, fitted to {learnt.killed} counts of killed and {learnt.wounded} of wounded")
    return 0
