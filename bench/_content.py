"""How well the rules reader finds casualties, incident types and domain words on public data that is not shipped.

Casualties on gun-violence news (killed and injured both right per article), incident type and human numbers on the
MUC-3 development texts, and spans of times, places, weapons and quantities on official statements (re3d).
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from contactline.read.document import make_document
from contactline.read.frames import find_frames
from contactline.read.means import find_means
from contactline.read.parts import Frame
from contactline.read.places import spot_places
from contactline.read.times import find_times
from contactline.read.view import make_view
from contactline.records.claims import Kind, NumberForm, Outcome
from contactline.records.reports import ReportMeta, make_report

Row = tuple[str, float, float]
_NAIVE = {
    Outcome.KILLED: re.compile(
        r"(\d+|one|two|three|four|five|six)\s+(?:\w+\s+){0,3}(?:killed|dead|died)", re.IGNORECASE
    ),
    Outcome.WOUNDED: re.compile(
        r"(\d+|one|two|three|four|five|six)\s+(?:\w+\s+){0,3}(?:wounded|injured|hurt)", re.IGNORECASE
    ),
}
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_TYPES = {
    "ATTACK": {
        Kind.SHELLING,
        Kind.SMALL_ARMS_FIRE,
        Kind.SNIPER_FIRE,
        Kind.ROCKET_ATTACK,
        Kind.AIR_STRIKE,
        Kind.GROUND_ATTACK,
        Kind.ARMED_CLASH,
        Kind.KILLING,
        Kind.MINE_EXPLOSION,
        Kind.UNSPECIFIED,
    },
    "BOMBING": {Kind.EXPLOSION},
    "KIDNAPPING": {Kind.CAPTURE},
}


def evaluate(folder: Path, quick: bool) -> list[tuple[str, float, float]]:
    """Measure on what lies in ``folder`` (``gva``, ``muc``, ``re3d``); rows of metric, value, baseline, in percent."""
    rows: list[Row] = []
    if (folder / "gva" / "incidents_dev.jsonl.gz").is_file():
        rows += _gva(folder / "gva" / "incidents_dev.jsonl.gz", 200 if quick else None)
    if (folder / "muc" / "corpora" / "dev").is_dir():
        rows += _muc(folder / "muc" / "corpora" / "dev", 1 if quick else None)
    if (folder / "re3d").is_dir():
        rows += _re3d(folder / "re3d")
    return rows


def _frames(text: str, headline: str | None = None) -> list[Frame]:
    document = make_document(make_report(headline, text, ReportMeta()))
    return [frame for sentence in document.sentences for frame in find_frames(document, (), sentence.span)]


# -- gun-violence news


def _gva(path: Path, limit: int | None) -> list[Row]:
    hits: Counter[str] = Counter()
    for title, text, killed, injured in _articles(path, limit):
        ours = _count(_frames(text, title))
        naive = {outcome: _naive(pattern, f"{title}. {text}") for outcome, pattern in _NAIVE.items()}
        hits["all"] += 1
        hits["ours"] += ours == {Outcome.KILLED: killed, Outcome.WOUNDED: injured}
        hits["naive"] += naive == {Outcome.KILLED: killed, Outcome.WOUNDED: injured}
        hits["killed"] += ours[Outcome.KILLED] == killed
        hits["injured"] += ours[Outcome.WOUNDED] == injured
    total = hits["all"] / 100
    return [
        ("gva: killed and injured both right (naive pattern)", hits["ours"] / total, hits["naive"] / total),
        ("gva: killed right", hits["killed"] / total, 0.0),
        ("gva: injured right", hits["injured"] / total, 0.0),
    ]


def _articles(path: Path, limit: int | None) -> Iterator[tuple[str, str, int, int]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            incident = json.loads(line)
            for article in incident["documents"]:
                yield article["title"] or "", article["content"], incident["num_killed"], incident["num_injured"]


def _count(frames: Iterable[Frame]) -> dict[Outcome, int]:
    """The largest exact number that one place tells for each outcome; later sentences repeat earlier ones."""
    told: Counter[tuple[Outcome, int]] = Counter()
    for frame in frames:
        for casualties in frame.casualties:
            if casualties.form in (NumberForm.EXACT, NumberForm.ABOUT):
                told[casualties.outcome, casualties.quote.span.end] += casualties.minimum
    return {
        wanted: max((min(count, 50) for (outcome, _), count in told.items() if outcome is wanted), default=0)
        for wanted in (Outcome.KILLED, Outcome.WOUNDED)
    }


def _naive(pattern: re.Pattern[str], text: str) -> int:
    numbers = (match.group(1).lower() for match in pattern.finditer(text))
    values = [_WORDS.get(number) or int(number) for number in numbers if number in _WORDS or len(number) < 3]
    return max(values, default=0)


# -- MUC


def _muc(folder: Path, limit: int | None) -> list[Row]:
    hits: Counter[str] = Counter()
    for key_path in sorted(folder.glob("key-*.gz"))[:limit]:
        keys = _keys(key_path)
        for name, text in _texts(folder, key_path, keys):
            _score_muc(hits, keys[name], _frames(text))
    found, gold, right = hits["found"] or 1, hits["gold"] or 1, hits["right"]
    number = 100 * hits["number_right"] / (hits["numbers"] or 1)
    return [
        ("muc: incident types of a text, F1", 200 * right / (found + gold), 200 * hits["base"] / (hits["docs"] + gold)),
        ("muc: number of killed or wounded found", number, 0.0),
    ]


def _keys(path: Path) -> dict[str, list[dict[str, str]]]:
    """Filled templates by document: slot name to raw value, with continuation lines."""
    found: dict[str, list[dict[str, str]]] = {}
    slots: dict[str, str] = {}
    slot = ""
    with gzip.open(path, "rt", encoding="latin-1") as lines:
        for line in lines:
            match = re.match(r"^(\d+)\.\s+(.*?)\s{2,}(.*)$", line.rstrip())
            if match and match[1] == "0":
                slots = {}
                found.setdefault(match[3].split()[0], []).append(slots)
            if match:
                slot = match[2]
                slots[slot] = match[3]
            elif line.startswith(" ") and slot:
                slots[slot] += "\n" + line.strip()
    return found


def _texts(folder: Path, key_path: Path, keys: dict[str, list[dict[str, str]]]) -> Iterator[tuple[str, str]]:
    number = re.findall(r"\d{4}", key_path.name)[0]
    for path in folder.glob(f"dev-muc3-{number}-*.gz"):
        with gzip.open(path, "rt", encoding="latin-1") as stream:
            for block in re.split(r"(?m)^(?=DEV-MUC3-\d{4})", stream.read()):
                name, _, text = block.partition("\n")
                identity = name.split()[0] if name.split() else ""
                if identity in keys:
                    yield identity, _sentence_case(text)


def _sentence_case(text: str) -> str:
    """The texts are upper case throughout; lower case loses no more than upper case has lost already."""
    return text.partition("[TEXT]")[2].lower() or text.lower()


def _score_muc(hits: Counter[str], keys: list[dict[str, str]], frames: list[Frame]) -> None:
    gold = {_type(key) for key in keys} & set(_TYPES)
    kinds = {frame.occurrence.kind for frame in frames}
    found = {name for name, members in _TYPES.items() if kinds & members}
    hits["docs"] += 1
    hits["gold"] += len(gold)
    hits["found"] += len(found)
    hits["right"] += len(gold & found)
    hits["base"] += "ATTACK" in gold
    told = {c.minimum for frame in frames for c in frame.casualties if c.minimum}
    for key in keys:
        numbers = _numbers(key)
        hits["numbers"] += len(numbers)
        hits["number_right"] += len(numbers & told)


def _type(key: dict[str, str]) -> str:
    return next(
        (
            value.split(":")[0].strip().split()[0]
            for name, value in key.items()
            if name == "INCIDENT: TYPE" and value.strip()
        ),
        "",
    )


def _numbers(key: dict[str, str]) -> set[int]:
    """Numbers of human targets with a death or injury told."""
    effects = key.get("HUM TGT: EFFECT OF INCIDENT", "")
    if "DEATH" not in effects and "INJURY" not in effects:
        return set()
    return {int(n) for n in re.findall(r"^(\d+)", key.get("HUM TGT: NUMBER", ""), re.MULTILINE)}


# -- re3d


def _re3d(folder: Path) -> list[Row]:
    names = {"Temporal": "times", "Location": "places", "Weapon": "weapons"}
    hits: Counter[tuple[str, str]] = Counter()
    for entities_path in sorted(folder.glob("*/entities.json")):
        texts = {row["_id"]: row["text"] for row in _json_lines(entities_path.with_name("documents.json"))}
        gold: dict[str, set[tuple[str, int, int]]] = {}
        for row in _json_lines(entities_path):
            if row["type"] in names:
                gold.setdefault(row["documentId"], set()).add((row["type"], row["begin"], row["end"]))
        for identity, text in texts.items():
            _score_spans(hits, gold.get(identity, set()), _spans(text))
    rows: list[Row] = []
    for kind, label in names.items():
        total = hits[kind, "gold"] + hits[kind, "found"]
        rows.append(
            (f"re3d: {label}, overlap F1", 100 * (hits[kind, "gold_hit"] + hits[kind, "found_hit"]) / (total or 1), 0.0)
        )
    return rows


def _json_lines(path: Path) -> list[dict[str, object]]:
    content = path.read_text(encoding="utf-8").strip()
    if content.startswith("["):
        return list(json.loads(content))
    return [json.loads(line) for line in content.splitlines() if line.strip()]


def _spans(text: str) -> set[tuple[str, int, int]]:
    document = make_document(make_report(None, text, ReportMeta()))
    found: set[tuple[str, int, int]] = set()
    for sentence in document.sentences:
        view = make_view(document, (), sentence.span)
        found |= {("Temporal", t.quote.span.start, t.quote.span.end) for t in find_times(document, sentence.span)}
        found |= {("Location", p.place.quote.span.start, p.place.quote.span.end) for p in spot_places(view)}
        found |= {("Weapon", m.means.quote.span.start, m.means.quote.span.end) for m in find_means(view)}
    return found


def _score_spans(
    hits: Counter[tuple[str, str]], gold: set[tuple[str, int, int]], found: set[tuple[str, int, int]]
) -> None:
    for kind, start, end in gold:
        hits[kind, "gold"] += 1
        hits[kind, "gold_hit"] += any(k == kind and start < e and s < end for k, s, e in found)
    for kind, start, end in found:
        hits[kind, "found"] += 1
        hits[kind, "found_hit"] += any(k == kind and start < e and s < end for k, s, e in gold)
