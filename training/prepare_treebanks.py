"""Rows of the treebanks: EWT with UNER's names, and the openly licensed part of GUM with names and attributions."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from prepare_gum import find_attributions, find_names

Row = dict[str, Any]

OPEN_GENRES = frozenset(
    ("academic", "bio", "conversation", "court", "interview", "news", "speech", "textbook", "vlog", "voyage")
)
"""Genres of GUM under CC BY or CC BY-SA; the others forbid commercial use, or come without their words."""
PARTS = ("train", "dev", "test")


def iter_sentences(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Each sentence of a CoNLL-U file: its id and its lines, cut into columns."""
    name, lines = "", []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# sent_id = "):
            name = line.removeprefix("# sent_id = ")
        elif line and not line.startswith("#"):
            lines.append(line.split("\t"))
        elif not line and lines:
            yield name, lines
            lines = []


def make_row(name: str, lines: Iterable[list[str]], source: str) -> Row:
    """A sentence as a row. Words that a token unites ("don't") are parted, with no space between them."""
    united: dict[int, bool] = {}
    words, spaces = [], []
    for columns in lines:
        spaced = "SpaceAfter=No" not in columns[9]
        if "-" in columns[0]:
            first, last = map(int, columns[0].split("-"))
            united |= dict.fromkeys(range(first, last), False) | {last: spaced}
        elif "." not in columns[0]:
            words.append(columns)
            spaces.append(united.get(int(columns[0]), spaced))
    form, lemma, upos, xpos, feats, head, deprel = zip(*(columns[1:8] for columns in words), strict=True)
    return {
        "id": name,
        "words": list(form),
        "spaces": spaces,
        "lemma": list(lemma),
        "upos": list(upos),
        "xpos": list(xpos),
        "feats": list(feats),
        "head": [int(number) for number in head],
        "deprel": list(deprel),
        "misc": [columns[9] for columns in words],
        "src": source,
    }


def iter_ewt(ewt: Path, uner: Path, part: str) -> Iterator[Row]:
    """EWT's rows, with UNER's names in dev and test; those of its train part the shipped model has not seen."""
    names = {} if part == "train" else _load_uner(uner / f"en_ewt-ud-{part}.iob2")
    for file in (ewt / "not-to-release/file-lists" / f"files.{part}").read_text().split():
        for sentence, lines in iter_sentences(ewt / "not-to-release/sources" / file):
            row = make_row(sentence, lines, "ewt")
            del row["misc"]
            if part != "train":
                tags = names.get(sentence)
                row["ner"] = tags if tags and len(tags) == len(row["words"]) else None
            yield row


def _load_uner(path: Path) -> dict[str, list[str]]:
    rows = {name: [line[2] for line in lines] for name, lines in iter_sentences(path)}
    return {name: ["O" if tag.endswith("OTH") else tag for tag in tags] for name, tags in rows.items()}


def iter_gum(gum: Path, part: str) -> Iterator[tuple[Row, Row]]:
    """GUM's rows, each with its row of attributions."""
    for name in (gum / "not-to-release/file-lists" / f"files.{part}").read_text().split():
        genre = name.split("_")[1]
        if genre not in OPEN_GENRES:
            continue
        path = gum / "not-to-release/sources" / f"{name}.conllu"
        rows = [make_row(sentence, lines, f"gum-{genre}") for sentence, lines in iter_sentences(path)]
        attributions = find_attributions([row["words"] for row in rows], [row["misc"] for row in rows])
        for row, (tags, groups) in zip(rows, attributions, strict=True):
            row["ner"] = find_names(row)
            del row["misc"]
            yield row, {"words": row["words"], "attr": tags, "grp": groups, "src": "gumattr", "doc": name}


def prepare(repositories: Path, write: Callable[[str, Iterable[Row]], None]) -> None:
    """Write every part of both treebanks."""
    for part in PARTS:
        ewt = iter_ewt(repositories / "UD_English-EWT", repositories / "UNER_English-EWT", part)
        write(f"ud/ewt_{part}", ewt)
        pairs = list(iter_gum(repositories / "UD_English-GUM", part))
        write(f"ud/gumopen_{part}", (row for row, _ in pairs))
        write(f"ud/gumattr_{part}", (row for _, row in pairs))
