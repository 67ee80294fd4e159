"""Asks the server: builds requests, tries again where that helps, and says what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Final

from contactline.config import LlmSettings
from contactline.read.llm.prompt import make_prompt, make_schema
from contactline.read.llm.transport import Answer, AnswerTooLongError, Transport, TransportError

_LONGEST_WAIT: Final = 60.0
_PASSING: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""Statuses after which the same request may go well."""
_UNSUITED: Final = frozenset({400, 415, 422, 501})
"""Statuses by which servers refuse a form of answer that they do not know."""
_TOO_LONG: Final = ("context length", "context_length", "context window", "context size", "too long", "too many tokens")
_DISTRUST: Final = 3
"""Questions in a row without any answer, after which the server is left alone for the rest of the run."""
_MALFORMED: Final = 2
"""Answers that are no JSON, after which the question is given up."""
_QUOTED: Final = 300


class Form(Enum):
    """How the form of the answer is asked for, the strictest first."""

    SCHEMA = "schema"
    JSON = "JSON"
    PLAIN = "plain text"


class Outcome(Enum):
    """What came of a question."""

    ANSWERED = auto()
    TOO_LONG = auto()
    """Question or answer did not fit: ask about less."""
    REFUSED = auto()
    MALFORMED = auto()
    FAILED = auto()
    """Nothing came that could be used; another time it may."""


@dataclass(slots=True)
class Tally:
    """What one report cost."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    counted: bool = True
    """``False`` where the server did not say how many tokens it used."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of a question; ``why`` for a person where there is no answer."""

    outcome: Outcome
    answer: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""


class Client:
    """Talks to one server.

    Args:
        settings: address, model, limits.
        key: of the server; empty for none. It goes into one header and nowhere else.
        transport: the wire.
        sleep: waits so many seconds.

    Attributes:
        form: what the server has been found to understand.
    """

    def __init__(self, settings: LlmSettings, key: str, transport: Transport, sleep: Callable[[float], None]) -> None:
        self._settings = settings
        self._key = key
        self._transport = transport
        self._sleep = sleep
        self._url = make_url(settings.url)
        self._attempts = max(1, settings.attempts)
        self._unanswered = 0
        self.form = Form.SCHEMA

    def ask(self, question: str, tally: Tally) -> Asked:
        """Ask once, with as many tries as the settings allow.

        Args:
            question: the chunk's words as JSON.
            tally: what is used is added to it.
        """
        if self._unanswered >= _DISTRUST:
            return Asked(Outcome.FAILED, why="it failed again and again before, so it is not asked in this run")
        asked, malformed = Asked(Outcome.FAILED), 0
        for number in range(self._attempts):
            asked, wait = self._try(question, tally, number)
            malformed += asked.outcome is Outcome.MALFORMED
            if asked.outcome not in {Outcome.FAILED, Outcome.MALFORMED} or malformed == _MALFORMED:
                self._unanswered = 0
                return asked
            if wait is None:
                break
            if wait and number + 1 < self._attempts:
                self._sleep(min(wait, _LONGEST_WAIT))
        self._unanswered += 1
        return Asked(Outcome.FAILED, why=self._hide(asked.why))

    def _try(self, question: str, tally: Tally, number: int) -> tuple[Asked, float | None]:
        """One try, and the seconds to wait before the next; ``None`` where another would end the same way."""
        wait = 2.0**number
        try:
            answer = self._send_in_some_form(question, tally)
        except AnswerTooLongError as error:
            return Asked(Outcome.TOO_LONG, why=str(error)), None
        except TransportError as error:
            return Asked(Outcome.FAILED, why=str(error)), wait
        asked = self._judge(answer, tally)
        if asked.outcome is Outcome.MALFORMED:
            return asked, 0.0
        return asked, max(wait, _find_wait(answer)) if answer.status in _PASSING else None

    def _send_in_some_form(self, question: str, tally: Tally) -> Answer:
        """The answer in the strictest form that the server takes; the form is kept for the questions to come."""
        forms = tuple(Form)
        for form in forms[forms.index(self.form) :]:
            tally.requests += 1
            answer = self._send(question, form)
            if answer.status not in _UNSUITED or _is_too_long(answer):
                break
        if answer.status == 200:
            self.form = form
        return answer

    def _send(self, question: str, form: Form) -> Answer:
        body = {
            "model": self._settings.model,
            "messages": [{"role": "system", "content": _make_rules(form)}, {"role": "user", "content": question}],
            **self._settings.request,
            **_make_form(form),
        }
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "contactline"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        return self._transport.post(self._url, headers, content, self._settings.timeout)

    def _judge(self, answer: Answer, tally: Tally) -> Asked:
        """What one answer is worth."""
        if _is_too_long(answer):
            return Asked(Outcome.TOO_LONG, why="the server says that the text is too long for its model")
        if answer.status != 200:
            return Asked(Outcome.FAILED, why=_describe_failure(answer))
        body = _parse_json(answer.body.decode("utf-8", "replace"))
        choice = _first_choice(body)
        if body is None or choice is None:
            return Asked(Outcome.MALFORMED, why="the server's answer is not of the expected form")
        _count(body, tally)
        return _judge_choice(choice)

    def _hide(self, words: str) -> str:
        """A server may repeat the key that it does not like."""
        return words.replace(self._key, "(key)") if self._key else words


def make_url(url: str) -> str:
    """The address that questions go to."""
    base = url.rstrip("/")
    return base if base.endswith("/chat/completions") else f"{base}/chat/completions"


def _make_rules(form: Form) -> str:
    """The prompt; a server that takes no schema beside it finds the schema in it."""
    if form is Form.SCHEMA:
        return make_prompt()
    return f"{make_prompt()}\nThe form of the answer, as a JSON Schema:\n{json.dumps(make_schema())}\n"


def _make_form(form: Form) -> dict[str, Any]:
    if form is Form.SCHEMA:
        schema = {"name": "claims", "strict": True, "schema": make_schema()}
        return {"response_format": {"type": "json_schema", "json_schema": schema}}
    return {"response_format": {"type": "json_object"}} if form is Form.JSON else {}


def _is_too_long(answer: Answer) -> bool:
    if answer.status == 413:
        return True
    said = answer.body[:10_000].decode("utf-8", "replace").lower()
    return answer.status in {400, 422, 500} and any(words in said for words in _TOO_LONG)


def _find_wait(answer: Answer) -> float:
    """Seconds that the server asks to wait for."""
    try:
        return max(0.0, float(answer.headers.get("retry-after", "0")))
    except ValueError:
        return 0.0  # a date; our own waiting will do


def _describe_failure(answer: Answer) -> str:
    if 300 <= answer.status < 400:
        return f"it sends elsewhere (status {answer.status}), which is not followed; write the final address as “url”"
    said = " ".join(answer.body[:10_000].decode("utf-8", "replace").split())[:_QUOTED]
    hints = {
        400: "; fields of the request can be set in [readers.llm.request]",
        401: "; check the key that “key_env” names",
        403: "; check the key that “key_env” names",
        404: "; check “url” and “model”",
    }
    return f"status {answer.status}{hints.get(answer.status, '')}" + (f"; it says: {said}" if said else "")


def _first_choice(body: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    choices = (body or {}).get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    return first if isinstance(first, dict) and isinstance(first.get("message"), dict) else None


def _judge_choice(choice: Mapping[str, Any]) -> Asked:
    message = choice["message"]
    reason = choice.get("finish_reason")
    content = message.get("content")
    if reason == "length":
        return Asked(Outcome.TOO_LONG, why="the model's answer was cut off at its greatest length")
    if message.get("refusal"):
        return Asked(Outcome.REFUSED, why=str(message["refusal"])[:_QUOTED])
    if reason == "content_filter":
        return Asked(Outcome.REFUSED, why="the server's filter held the answer back")
    answer = _parse_json(_strip(content)) if isinstance(content, str) else None
    if answer is None or not isinstance(answer.get("claims"), list):
        return Asked(Outcome.MALFORMED, why="the model's answer is not of the expected form")
    return Asked(Outcome.ANSWERED, answer)


def _strip(content: str) -> str:
    """The JSON object alone: without thoughts in front of it, and the fence that models like to draw around it."""
    content = content.rpartition("</think>")[2]
    return content[content.find("{") : content.rfind("}") + 1]


def _parse_json(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _count(body: Mapping[str, Any], tally: Tally) -> None:
    usage = body.get("usage")
    used = [usage.get(name) if isinstance(usage, dict) else None for name in ("prompt_tokens", "completion_tokens")]
    if not all(isinstance(tokens, int) and 0 <= tokens < 10**9 for tokens in used):
        tally.counted = False
        return
    tally.input_tokens += used[0] or 0
    tally.output_tokens += used[1] or 0
