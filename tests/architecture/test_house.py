"""What holds for the whole house: imports point one way, heavy parts load on use, help and handbook agree."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest

import contactline
from contactline.cli.group import VERBS
from contactline.cli.group import contactline as command
from contactline.plugins import BUILTIN, get_plugin

ROOT = Path(__file__).parents[2]
CLI_PAGE = ROOT / "docs" / "reference" / "cli.md"


def imported_by(*arguments: str) -> set[str]:
    code = "import sys; from contactline.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_imports_point_one_way() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    if not lint.exists():
        pytest.skip("import-linter is not installed")
    done = subprocess.run([str(lint)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["examine", "--help"], ["read", "--help"]])
def test_heavy_parts_load_on_use(arguments: list[str]) -> None:
    heavy = {"sqlalchemy", "trafilatura", "jinja2", "py3langid", "charset_normalizer", "rapidfuzz", "rich", "lxml"}
    heavy |= {"numpy", "onnxruntime", "tokenizers"}
    assert not heavy & imported_by(*arguments)


def test_the_version_is_quickly_said() -> None:
    assert not {"msgspec", "yaml", "contactline.desk", "contactline.collect"} & imported_by("--version")


def test_every_built_in_can_be_loaded() -> None:
    for group, names in BUILTIN.items():
        for name in names:
            assert get_plugin(group, name) is not None


def test_the_console_entry() -> None:
    (entry,) = entry_points(group="console_scripts", name="contactline")
    assert callable(entry.load())


def every_command() -> list[tuple[str, click.Command]]:
    context = click.Context(command)
    found: list[tuple[str, click.Command]] = [("contactline", command)]
    for verb in VERBS:
        made = command.get_command(context, verb)
        assert made is not None
        found.append((f"contactline {verb}", made))
        if isinstance(made, click.Group):
            found += [(f"contactline {verb} {name}", inner) for name, inner in made.commands.items()]
    return found


def test_every_option_stands_in_the_handbook() -> None:
    page = CLI_PAGE.read_text(encoding="utf-8")
    for name, made in every_command():
        assert f"## `{name}" in page, name
        for parameter in made.params:
            for option in (*parameter.opts, *parameter.secondary_opts) if isinstance(parameter, click.Option) else ():
                assert f"`{option}" in page, f"{name} {option}"


def test_every_option_says_what_it_does() -> None:
    for name, made in every_command():
        assert made.help or name == "contactline"
        for parameter in made.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"


def test_blind_excepts_stand_in_two_places() -> None:
    source = Path(contactline.__file__).parent
    blind = [
        path.relative_to(source).as_posix() for path in source.rglob("*.py") if "except Exception" in path.read_text()
    ]
    assert sorted(blind) == ["cli/__init__.py", "engines/local.py"]


def test_asserts_are_no_checks() -> None:
    source = Path(contactline.__file__).parent
    for path in source.rglob("*.py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if line.lstrip().startswith("assert ")], path
