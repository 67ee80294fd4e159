"""The ``contactline`` command: global options, and verbs that are imported when they are called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

import click

from contactline import __version__

VERBS: Final = {
    "examine": "contactline.cli.examine:examine",
    "demo": "contactline.cli.demo:demo",
    "read": "contactline.cli.read:read",
    "run": "contactline.cli.run:run",
    "judge": "contactline.cli.judge:judge",
    "weigh": "contactline.cli.weigh:weigh",
    "simulate": "contactline.cli.simulate:simulate",
    "vault": "contactline.cli.vault:vault",
    "mandate": "contactline.cli.mandate:mandate",
    "annotated": "contactline.cli.annotated:annotated",
}


class LazyGroup(click.Group):
    """Knows its verbs by name and imports the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all verbs, the main job first."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of a name."""
        target = VERBS.get(cmd_name)
        if target is None:
            return None
        module, _, name = target.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="contactline")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Settings file. By default contactline.toml in the working directory, if there is one.",
)
@click.pass_context
def contactline(context: click.Context, config: Path | None) -> None:
    """Read what each side says about an incident, and set the versions side by side."""
    context.obj = config


def run(arguments: Sequence[str] | None) -> int:
    """Run the command; mistakes in its use are shown with exit code 2.

    Raises:
        KeyboardInterrupt: a person interrupted it.
    """
    try:
        code = contactline.main(
            args=None if arguments is None else list(arguments), prog_name="contactline", standalone_mode=False
        )
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return 2
    except click.ClickException as error:
        error.show(sys.stderr)
        return error.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    return code if isinstance(code, int) else 0
