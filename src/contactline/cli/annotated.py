"""``contactline annotated``: check annotated texts, and export them for the trainer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from contactline.cli.printing import make_table, print_line
from contactline.errors import InputError

if TYPE_CHECKING:
    from contactline.annotated.balance import Balance
    from contactline.annotated.check import Checked
    from contactline.records.quotes import Span
    from contactline.records.reports import Report

_SHOWN: Final = ("accuses", "denies", "admits")
_FOLDERS: Final = click.argument(
    "folders", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FOLDER..."
)


@click.group()
def annotated() -> None:
    """Check and export annotated texts: reports of our own with every claim marked."""


@annotated.command()
@_FOLDERS
@click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
def check(folders: tuple[Path, ...], as_json: bool) -> int:
    """Check the texts in FOLDER... (or single files) and list all mistakes, each with its file and line.

    A FOLDER is one conflict's, or holds several of these. Lines that say “look again” may be right as they are. Exit
    code 0 when there are no mistakes, else 1.
    """
    from contactline.annotated.balance import count_balance

    checked = [one for folder in folders for one in _check_path(folder)]
    balances = {one.folder.name: count_balance(one.texts) for one in checked}
    total = count_balance(text for one in checked for text in one.texts)
    if as_json:
        _print_json(checked, balances, total)
    else:
        _print_mistakes(checked)
        _print_balance(balances, total)
        mistakes = [mistake for one in checked for mistake in one.mistakes]
        wrong = sum(not mistake.warning for mistake in mistakes)
        print_line()
        print_line(
            f"{wrong} mistakes, {len(mistakes) - wrong} lines to look at again. "
            "That an annotation is right is not checked."
        )
    return 0 if all(one.is_sound for one in checked) else 1


@annotated.command()
@_FOLDERS
@click.option("--split", required=True, type=click.Choice(("train", "dev", "test")), help="Which conflicts to export.")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="File of JSON lines.")
def export(folders: tuple[Path, ...], split: str, out: Path) -> int:
    """Write the texts of one split as rows of words and tags, one line for each text.

    Texts with mistakes are refused; “check” lists them.
    """
    from contactline.annotated.conflict import make_mandate
    from contactline.annotated.tags import make_row
    from contactline.resolve.spotter import MandateSpotter

    chosen = [one for folder in folders for one in _check_path(folder) if one.conflict and one.conflict.split == split]
    wrong = [str(one.folder) for one in chosen if not one.is_sound]
    if wrong:
        raise InputError("has mistakes", subject=", ".join(wrong), hint="List them with: contactline annotated check")
    texts = [(text, one.conflict) for one in chosen for text in one.texts if one.conflict]
    if not texts:
        raise InputError(f"there are no texts of the split “{split}”", subject=", ".join(map(str, folders)))
    spotters = {one.conflict.name: MandateSpotter(make_mandate(one.conflict)) for one in chosen if one.conflict}
    rows = (make_row(text, cut_for_model, spotters[conflict.name]) for text, conflict in texts)
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    try:
        out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", subject=str(out)) from error
    print_line(f"{out}: {len(texts)} texts of {len(chosen)} conflicts.")
    return 0


def _check_path(path: Path) -> list[Checked]:
    from contactline.annotated.check import check_folder, find_folders

    if path.is_file():
        return [check_folder(path.parent, cut_sentences, (path,))]
    if not path.is_dir():
        raise InputError("there is no such file or folder", subject=str(path))
    folders = find_folders(path)
    if not folders:
        raise InputError("holds no annotated texts", subject=str(path), hint="Texts are files such as 01-name.txt.")
    return [check_folder(folder, cut_sentences) for folder in folders]


# -- the readers' sentences and words


def cut_sentences(report: Report) -> list[list[Span]]:
    """Sentences and tokens as the rules reader sees them."""
    from contactline.read.document import make_document

    document = make_document(report)
    return [[token.span for token in document.tokens[one.first : one.last]] for one in document.sentences]


def cut_for_model(report: Report) -> list[list[Span]]:
    """The same sentences, cut into the words that the model was trained on."""
    from contactline.read.compact.words import find_words
    from contactline.read.document import make_document
    from contactline.records.quotes import Span

    sentences = make_document(report).sentences
    words = (find_words(report.text, one.span.start, one.span.end) for one in sentences)
    return [[Span(word.start, word.end) for word in sentence] for sentence in words]


# -- printing


def _print_mistakes(checked: list[Checked]) -> None:
    mistakes = [mistake for one in checked for mistake in one.mistakes]
    for mistake in mistakes:
        print_line(str(mistake))
    if mistakes:
        print_line()


def _print_balance(balances: dict[str, Balance], total: Balance) -> None:
    rows = [_balance_row(name, balance) for name, balance in balances.items()]
    if len(rows) > 1:
        # The sides of different conflicts cannot be set side by side, only their sums.
        sums = (str(sum(total.acts.get(act, {}).values())) for act in _SHOWN)
        rows.append(("all", str(total.texts), str(total.claims), "", *sums, str(sum(total.casualties.values()))))
    print_line(make_table(("", "texts", "claims", "published", *_SHOWN, "losses"), rows))


def _balance_row(name: str, balance: Balance) -> tuple[str, ...]:
    acts = (_by_side(balance.acts.get(act, {})) for act in _SHOWN)
    numbers = (str(balance.texts), str(balance.claims), _by_side(balance.published))
    return (name, *numbers, *acts, _by_side(balance.casualties))


def _by_side(counts: Mapping[str, int]) -> str:
    return " ".join(f"{side} {count}" for side, count in sorted(counts.items())) or "–"


def _print_json(checked: list[Checked], balances: dict[str, Balance], total: Balance) -> None:
    mistakes = [
        {"file": one.file, "line": one.line, "message": one.message, "warning": one.warning}
        for folder in checked
        for one in folder.mistakes
    ]
    value = {
        "ok": all(one.is_sound for one in checked),
        "mistakes": mistakes,
        "conflicts": {name: balance.describe() for name, balance in balances.items()},
        "all": total.describe(),
    }
    print_line(json.dumps(value, ensure_ascii=False, indent=2))
