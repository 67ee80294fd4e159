"""The ``llm`` reader: a report in pieces to a language model, its answers back into claims, all losses named."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from contactline.config import LlmSettings
from contactline.errors import ConfigError
from contactline.ports import Reading, Spotter
from contactline.read.document import Document, make_document
from contactline.read.llm.chunks import Chunk, make_chunks, split_chunk
from contactline.read.llm.claims import CONFIDENCE, ClaimMaker, Drop
from contactline.read.llm.client import Asked, Client, Form, Outcome, Tally
from contactline.read.llm.prompt import PROMPT_VERSION, make_question
from contactline.read.llm.transport import LOOPBACK, HttpTransport, Transport
from contactline.read.rules import make_empty_reading
from contactline.records.claims import Claim, Maker
from contactline.records.problems import Problem, Severity
from contactline.records.quotes import Quote, Span
from contactline.records.reports import Report

_LISTED: Final = 20
"""Values left out that are named one by one; more are summed up."""
_LEAST_CHUNK: Final = 500
_RESERVED: Final = frozenset({"model", "messages", "response_format", "stream", "n", "tools", "functions"})
_WRITE: Final = 'Write into contactline.toml: [readers.llm], url = "http://localhost:11434/v1", model = "…"'


class LlmReader:
    """Reads English by asking a language model; keeps what stands in the text.

    Args:
        settings: checked by :func:`make_llm_reader`.
        client: asks the server.
    """

    name = "llm"
    languages = ("en",)

    def __init__(self, settings: LlmSettings, client: Client) -> None:
        self._settings = settings
        self._client = client
        usual = settings.chunk_characters == LlmSettings().chunk_characters
        self.version = f"{PROMPT_VERSION}+{settings.model}" + ("" if usual else f"+{settings.chunk_characters}")

    def read(self, report: Report, names: Spotter) -> Reading:
        """Read one report. The spotter is not asked: a model that is told names finds them where they are not."""
        unsent = _find_hindrance(report, self.languages)
        if unsent:
            return Reading(problems=(unsent,))
        document = make_document(report)
        if not document.tokens:
            return make_empty_reading(report)
        work = _Work(document, Maker(self.name, self.version))
        queue = deque(make_chunks(document, max(_LEAST_CHUNK, self._settings.chunk_characters)))
        while queue and not work.again:
            chunk = queue.popleft()
            asked = self._client.ask(make_question(chunk, report.text), work.tally)
            parts = split_chunk(chunk) if asked.outcome is Outcome.TOO_LONG else ()
            if parts:
                queue.extendleft(reversed(parts))
            elif asked.outcome is Outcome.ANSWERED:
                work.take(chunk, asked.answer)
            else:
                work.lose(chunk, asked, queue)
        return work.finish(self._settings, self._client.form)

    def explain(self, report: Report, names: Spotter, claim: Claim) -> tuple[str, ...]:
        """What is known of why the model answered so: not much, and it says so."""
        found = (f"“{quote.words}” [{quote.span.start}, {quote.span.end})" for quote in _iter_quotes(claim))
        return (
            f"The model “{self._settings.model}” answered so to the fixed prompt, version {PROMPT_VERSION}. Nobody can "
            "say why it chose these words.",
            f"Found in the text, as written or with case, accents, quotes and spaces evened out: {'; '.join(found)}.",
            "Act, polarity, modality, kind, order and status are its choice from a list; they were not checked.",
            f"The confidence is {CONFIDENCE} at most and less for every value that was left out; it is not measured.",
        )


def make_llm_reader(**options: Any) -> LlmReader:
    """The reader with the options of ``[readers.llm]``; the key comes from the environment and from nowhere else.

    Raises:
        ConfigError: no address or no model is set, or one of the options cannot be used.
    """
    settings = LlmSettings(**options)
    key = os.environ.get(settings.key_env, "").strip() if settings.key_env else ""
    mistakes = list(_find_mistakes(settings, key))
    if mistakes:
        raise ConfigError(
            "the reader “llm” cannot be used as it is set", mistakes, subject="[readers.llm]", hint=_WRITE
        )
    return open_llm_reader(settings, key, HttpTransport(), time.sleep)


def open_llm_reader(settings: LlmSettings, key: str, transport: Transport, sleep: Callable[[float], None]) -> LlmReader:
    """The reader on a wire and a way to wait; others for tests."""
    return LlmReader(settings, Client(settings, key, transport, sleep))


# -- what is refused before anything is sent


def _find_mistakes(settings: LlmSettings, key: str) -> list[str]:
    mistakes = []
    if not settings.url:
        mistakes.append("url: none is set, and nothing is sent anywhere without one")
    else:
        mistakes += _find_url_mistakes(settings)
    if not settings.model:
        mistakes.append("model: none is set")
    if settings.key_env and not key:
        mistakes.append(f"key_env: there is no environment variable {settings.key_env}, or it is empty")
    elif not key.isprintable() or not key.isascii():
        mistakes.append(f"key_env: what {settings.key_env} holds is no key")
    reserved = sorted(_RESERVED & set(settings.request))
    if reserved:
        mistakes.append(f"request: {', '.join(reserved)} cannot be set, since the program sets it")
    if not 0 < settings.timeout <= 3_600:
        mistakes.append("timeout: seconds, more than 0 and at most 3600")
    if not 0 < settings.attempts <= 10:
        mistakes.append("attempts: 1 to 10")
    return mistakes


def _find_url_mistakes(settings: LlmSettings) -> list[str]:
    try:
        parts = urlsplit(settings.url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return [f"url: no address ({error})"]
    if parts.scheme not in {"http", "https"} or not host or parts.query or parts.fragment:
        return ["url: an address like http://localhost:11434/v1, without ? and #"]
    if parts.username is not None or parts.password is not None:
        return ["url: no name or key in the address; name an environment variable with key_env"]
    if parts.scheme == "http" and host not in LOOPBACK and not settings.plain_http:
        return [f"url: http:// to {host} is not encrypted; use https://, or allow it with plain_http = true"]
    return []


def _find_hindrance(report: Report, languages: tuple[str, ...]) -> Problem | None:
    """Why a report is not sent."""
    if report.meta.sensitive:
        message = (
            "marked as sensitive, so it is not sent to a language model; it is kept, and other readers can read it"
        )
        return _make_problem(report, "sensitive-not-sent", Severity.ERROR, message)
    language = report.meta.language
    if language is not None and language not in languages:
        message = f"reader “llm” reads {', '.join(languages)} and not “{language}”; it is kept, and was not sent"
        return _make_problem(report, "language-unread", Severity.ERROR, message)
    return None


# -- the reading of one report


@dataclass(slots=True)
class _Work:
    """What has come of a report so far."""

    document: Document
    maker: Maker
    tally: Tally = field(default_factory=Tally)
    claims: dict[str, Claim] = field(default_factory=dict)
    drops: list[Drop] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: int = 0
    again: bool = False

    def take(self, chunk: Chunk, answer: Mapping[str, Any]) -> None:
        """Take an answer's claims over."""
        claims, drops = ClaimMaker(self.document, chunk, self.maker).make(answer)
        self.claims |= {claim.id: claim for claim in claims}
        self.drops += drops
        shown = (chunk.own[0].number, chunk.own[-1].number)
        said = (answer.get("first"), answer.get("last"))
        if said != shown:
            message = (
                f"the model was given sentences {shown[0]} to {shown[1]} and does not say that it saw all of them; its "
                "server may have cut them off: read them by eye, or set a smaller chunk_characters"
            )
            self._note("llm-not-whole", Severity.WARNING, message, chunk.span)

    def lose(self, chunk: Chunk, asked: Asked, rest: deque[Chunk]) -> None:
        """Note a piece of the text that gave no answer; after a failure of the server all that follows is one."""
        span = chunk.span
        if asked.outcome is Outcome.FAILED:
            self.again = True
            span = Span(span.start, rest[-1].span.end if rest else span.end)
            message = (
                f"the language model's server gave no answer ({asked.why}); this part is unread, and the report is "
                "read again in the next run"
            )
            self._note("llm-failed", Severity.ERROR, message, span)
        elif asked.outcome is Outcome.REFUSED:
            self.refused += 1
            self._note("llm-refused", Severity.WARNING, f"the model refused to read this part: {asked.why}", span)
        elif asked.outcome is Outcome.MALFORMED:
            self._note("llm-malformed", Severity.WARNING, f"this part is unread: {asked.why}, twice", span)
        else:
            self._note("llm-truncated", Severity.WARNING, f"this sentence is unread: {asked.why}", span)

    def finish(self, settings: LlmSettings, form: Form) -> Reading:
        """The reading, with what it cost and what was lost."""
        for drop in self.drops[:_LISTED]:
            code = "llm-claim-dropped" if drop.claim else "llm-value-dropped"
            self._note(code, Severity.WARNING, f"left out: {drop.message}", drop.span)
        if len(self.drops) > _LISTED:
            more = len(self.drops) - _LISTED
            self._note("llm-value-dropped", Severity.WARNING, f"{more} more values or claims were left out")
        if form is not Form.SCHEMA:
            message = (
                f"the server knows no schema, so it was asked for {form.value}; more of its answers may be unusable"
            )
            self._note("llm-no-schema", Severity.INFO, message)
        if not self.claims and not self.again:
            self._note("no-claims", Severity.INFO, "No claim was found in this report; read it by eye.")
        self._note("llm-usage", Severity.INFO, self._describe_cost(settings))
        return Reading(tuple(self.claims.values()), tuple(self.problems), self.again)

    def _describe_cost(self, settings: LlmSettings) -> str:
        tally, drops = self.tally, self.drops
        left_out = sum(drop.claim for drop in drops)
        words = [
            f"{tally.requests} requests to “{settings.model}”",
            f"{len(self.claims)} claims kept, {left_out} left out, and {len(drops) - left_out} values of others",
            f"{self.refused} refusals",
        ]
        if not tally.counted or not tally.input_tokens:
            words.append("the server does not say how many tokens it used")
        else:
            words.append(f"{tally.input_tokens:,} tokens in, {tally.output_tokens:,} out")
            prices = settings.input_price, settings.output_price
            cost = (tally.input_tokens * prices[0] + tally.output_tokens * prices[1]) / 1_000_000
            words.append(f"about {cost:.4f} {settings.currency}" if any(prices) else "no price is set")
        return "; ".join(words)

    def _note(self, code: str, severity: Severity, message: str, span: Span | None = None) -> None:
        self.problems.append(_make_problem(self.document.report, code, severity, message, span))


def _make_problem(report: Report, code: str, severity: Severity, message: str, span: Span | None = None) -> Problem:
    return Problem("read", code, severity, message, report=report.id, span=span)


def _iter_quotes(claim: Claim) -> tuple[Quote, ...]:
    occurrence = claim.occurrence
    quotes = [
        claim.speaker.quote,
        occurrence.trigger,
        *(actor.quote for actor in occurrence.actors),
        *(target.mention.quote for target in occurrence.targets),
        *(means.quote for means in occurrence.means),
        *(place.quote for place in occurrence.places),
        occurrence.time.quote if occurrence.time else None,
        *(entry.quote for entry in claim.casualties),
        *(entry.quote for entry in claim.damage),
    ]
    return tuple(dict.fromkeys(quote for quote in quotes if quote))
