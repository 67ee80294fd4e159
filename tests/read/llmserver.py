"""A language model's server on this machine, for tests: answers by script, or echoes plausible claims."""

from __future__ import annotations

import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from contactline.config import LlmSettings
from contactline.read.llm.reader import LlmReader, open_llm_reader
from contactline.read.llm.transport import HttpTransport

Question = dict[str, Any]
_HAPPENING = re.compile(r"\b(?:shelled|shelling|killed|attacked|fired|mortars)\b")
_HIT = re.compile(r"(\b[A-Z]\w+) (?:forces )?(shelled|attacked) (?:the )?([A-Z]\w+)")


@dataclass
class Reply:
    """One answer of the server.

    Attributes:
        content: what the model says; ``None`` to send ``raw`` instead of a completion.
        delay: seconds before it is sent; in drips of a byte where ``drip`` is set.
    """

    content: str | None = None
    status: int = 200
    finish: str = "stop"
    refusal: str | None = None
    raw: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    usage: dict[str, Any] | None = field(default_factory=lambda: {"prompt_tokens": 1000, "completion_tokens": 200})
    delay: float = 0.0
    drip: bool = False

    def body(self) -> bytes:
        if self.content is None and self.refusal is None:
            return self.raw
        message = {"role": "assistant", "content": self.content, "refusal": self.refusal}
        completion = {"choices": [{"message": message, "finish_reason": self.finish}], "usage": self.usage}
        return json.dumps(completion).encode()


Script = Callable[[Question], Reply]


def claim(number: int, **values: Any) -> dict[str, Any]:
    """A claim as the schema wants it, with nothing in it but what is given."""
    speaker = values.pop("speaker", "")
    empty: dict[str, Any] = {
        "sentence": number,
        "speaker": speaker if isinstance(speaker, dict) else {"words": speaker, "stands_for": ""},
        "relayed_by": [],
        "act": "states",
        "polarity": "positive",
        "modality": "fact",
        "kind": "none",
        "trigger": "",
        "actors": [],
        "targets": [],
        "means": [],
        "places": [],
        "time": "",
        "stated": "",
        "order": "not stated",
        "casualties": [],
        "damage": [],
        "evidence": [],
        "law": [],
        "answers": None,
        "background": False,
    }
    return {**empty, **values}


def mention(words: str, stands_for: str = "") -> dict[str, str]:
    return {"words": words, "stands_for": stands_for}


def target(words: str, status: str = "not said") -> dict[str, str]:
    return {"words": words, "stands_for": "", "status": status}


def answer(*claims: Any, question: Question | None = None, **reply: Any) -> Script:
    """A good answer: these claims, and the numbers of the sentences that were shown."""

    def make(asked: Question) -> Reply:
        numbers = [sentence["number"] for sentence in asked["sentences"]]
        return Reply(json.dumps({"first": numbers[0], "last": numbers[-1], "claims": list(claims)}), **reply)

    return make


def echo(asked: Question) -> Reply:
    """A claim for every sentence, with whatever a simple pattern finds in it."""
    claims = []
    for sentence in asked["sentences"]:
        words = sentence["words"]
        happening, hit = _HAPPENING.search(words), _HIT.search(words)
        made = claim(sentence["number"])
        if happening:
            made |= {"kind": "shelling", "trigger": happening.group()}
        if hit:
            made |= {"actors": [mention(hit[1])], "trigger": hit[2], "targets": [target(hit[3])]}
        claims.append(made)
    return answer(*claims)(asked)


class FakeServer:
    """Answers by ``script``, one after the other, then by ``echo``. Keeps what it was asked."""

    def __init__(self) -> None:
        self.script: deque[Script | Reply] = deque()
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.otherwise: Script = echo
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _make_handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def questions(self) -> list[Question]:
        return [json.loads(body["messages"][1]["content"]) for body in self.bodies]

    def then(self, *replies: Script | Reply) -> None:
        self.script.extend(replies)

    def reply(self, body: dict[str, Any]) -> Reply:
        self.bodies.append(body)
        step = self.script.popleft() if self.script else self.otherwise
        return step if isinstance(step, Reply) else step(json.loads(body["messages"][1]["content"]))

    def open(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


def _make_handler(fake: FakeServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_POST(self) -> None:
            fake.headers.append({name.lower(): value for name, value in self.headers.items()})
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = fake.reply(body)
            with suppress(BrokenPipeError, ConnectionResetError):  # some tests want the client to go away
                self._send(reply)

        def _send(self, reply: Reply) -> None:
            content = reply.body()
            if reply.delay and not reply.drip:
                time.sleep(reply.delay)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if reply.drip:
                for byte in content[:100]:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(reply.delay)
            self.wfile.write(content[100:] if reply.drip else content)

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def fake_server() -> Iterator[FakeServer]:
    server = FakeServer()
    server.open()
    try:
        yield server
    finally:
        server.close()


def reader_of(server: FakeServer, waits: list[float] | None = None, key: str = "", **settings: Any) -> LlmReader:
    """A reader on the fake server that does not really wait."""
    made = LlmSettings(url=server.url, model="parrot", **{"timeout": 5.0, **settings})
    return open_llm_reader(made, key, HttpTransport(), (waits if waits is not None else []).append)
