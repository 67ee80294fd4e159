"""What the model is told: one fixed text, the same for every report, that names no side and gives no example.

The rules stand in ``prompt.txt``; the meanings of acts and kinds are added. Sentences that a model is shown as
examples come back as findings; so there are none. ``docs/reference/llm-reader.md`` prints the text, and a test compares
both.
"""

from __future__ import annotations

import json
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

from contactline.read.llm.chunks import Chunk
from contactline.records.claims import Act, Kind, Modality, NumberForm, Order, Outcome, PlaceRole, Polarity, Status
from contactline.records.quotes import Span
from contactline.reference.tables import Mistakes, load_lexicon, read_table

PROMPT_VERSION: Final = "1"
"""Raise it whenever a word of the prompt, the schema or the checks changes; a test holds a digest of both."""


_ACTS: Final = {
    Act.STATES: "says it, without more",
    Act.ACCUSES: "lays it to another party",
    Act.DENIES: "says that it is not so",
    Act.PARTLY_DENIES: "denies a part of it",
    Act.ADMITS: "says that the own side did it",
    Act.CLAIMS_RESPONSIBILITY: "says so with approval",
    Act.REPORTS_OWN_LOSS: "a loss of the own side",
    Act.REPORTS_ENEMY_LOSS: "a loss of the other side",
    Act.OBSERVES: "saw or heard it there",
    Act.FINDS: "an inquiry's result",
    Act.SHOWS: "releases evidence",
    Act.NOTIFIES: "tells a body or the other party",
    Act.CONDEMNS: "condemns",
    Act.REGRETS: "regrets",
    Act.WARNS: "warns",
    Act.THREATENS: "threatens",
    Act.APPEALS: "calls on somebody",
    Act.COMMITS: "promises",
    Act.DECLINES: "declines to comment",
}

_COLUMNS: Final = ("kind", "acled_event", "acled_sub_event", "plover_event", "plover_mode", "definition", "source")
LEVELS: Final = ("damaged", "destroyed")
"""Of damage."""


@cache
def make_prompt() -> str:
    """The fixed text: rules, then the meaning of the words that have to be chosen from."""
    acts = "\n".join(f"- {act.value}: {words}" for act, words in _ACTS.items())
    kinds = "\n".join(f"- {kind}: {definition}" for kind, definition in _define_kinds())
    rules = files("contactline.read.llm").joinpath("prompt.txt").read_text(encoding="utf-8")
    return f"{rules}\nActs:\n{acts}\n\nKinds:\n{kinds}\n"


def _define_kinds() -> list[tuple[str, str]]:
    rows = read_table(files("contactline.reference"), "kinds.csv", _COLUMNS, Mistakes())
    return [(row["kind"], row["definition"]) for row in rows]


def make_question(chunk: Chunk, text: str) -> str:
    """The words of a chunk as JSON: there they are data, and no mark in them can end the string that they stand in."""
    question = {
        "before": [{"number": unit.number, "words": _words(text, unit.span)} for unit in chunk.before],
        "sentences": [{"number": unit.number, "words": _words(text, unit.span)} for unit in chunk.own],
    }
    return json.dumps(question, ensure_ascii=False)


def _words(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())


# -- the schema of an answer


@cache
def make_schema() -> dict[str, Any]:
    """JSON Schema in the form that strict servers ask for: every field required, no other allowed."""
    return _object(first=_INTEGER, last=_INTEGER, claims=_list(_claim()))


def evidence_kinds() -> tuple[str, ...]:
    """Kinds of evidence that the lexicon knows."""
    return tuple(sorted({row["kind"] for row in load_lexicon("evidence")}))


def _claim() -> dict[str, Any]:
    mention = _object(words=_TEXT, stands_for=_TEXT)
    return _object(
        sentence=_INTEGER,
        speaker=mention,
        relayed_by=_list(_TEXT),
        act=_one_of(Act),
        polarity=_one_of(Polarity),
        modality=_one_of(Modality),
        kind=_one_of(Kind),
        trigger=_TEXT,
        actors=_list(mention),
        targets=_list(_object(words=_TEXT, stands_for=_TEXT, status=_one_of(Status))),
        means=_list(_TEXT),
        places=_list(_object(words=_TEXT, role=_one_of(PlaceRole))),
        time=_TEXT,
        stated=_TEXT,
        order=_one_of(Order),
        casualties=_list(_casualties()),
        damage=_list(_object(words=_TEXT, target=_TEXT, status=_one_of(Status), level=_choice(LEVELS))),
        evidence=_list(_object(words=_TEXT, kind=_choice(evidence_kinds()))),
        law=_list(_TEXT),
        answers=_OPEN_INTEGER,
        background={"type": "boolean"},
    )


def _casualties() -> dict[str, Any]:
    return _object(
        words=_TEXT,
        victims=_TEXT,
        outcome=_one_of(Outcome),
        status=_one_of(Status),
        form=_one_of(NumberForm),
        minimum=_INTEGER,
        maximum=_OPEN_INTEGER,
        persons=_list(_object(name=_TEXT, age=_OPEN_INTEGER)),
    )


_TEXT: Final[dict[str, Any]] = {"type": "string"}
_INTEGER: Final[dict[str, Any]] = {"type": "integer"}
_OPEN_INTEGER: Final[dict[str, Any]] = {"type": ["integer", "null"]}


def _object(**fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _one_of(choices: type[StrEnum]) -> dict[str, Any]:
    return _choice(tuple(member.value for member in choices))


def _choice(words: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "string", "enum": list(words)}
