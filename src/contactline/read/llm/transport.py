"""The wire: one request, one answer, within a time and a size. The only part of the reader that touches a network."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol
from urllib.parse import urlsplit

MAX_ANSWER: Final = 4_000_000
"""Bytes. The longest sensible answer is far shorter; a server that sends on for ever must not fill the memory."""
_PIECE: Final = 65_536
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class TransportError(Exception):
    """No answer came; the message says why, for a person."""


class AnswerTooLongError(TransportError):
    """The answer is longer than any sensible one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: ``headers`` have lower-case names."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Transport(Protocol):
    """Sends one request."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes, timeout: float) -> Answer:
        """The answer, whatever its status.

        Raises:
            TransportError: none came in time, or one that is too long.
        """
        ...


class HttpTransport:
    """Implements :class:`Transport` with the standard library. Redirects are not followed: they may lead elsewhere."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes, timeout: float) -> Answer:
        """The answer, whatever its status; ``timeout`` in seconds to connect, for each silence, and for the body."""
        end = time.monotonic() + timeout
        # The address was checked when the settings were: http or https, and no other scheme.
        request = urllib.request.Request(url, body, dict(headers), method="POST")  # noqa: S310
        try:
            with _make_opener(url).open(request, timeout=timeout) as response:
                return Answer(response.status, _read(response, end), _lower(response.headers.items()))
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, _read(error, end), _lower(error.headers.items()))
        except TimeoutError:
            raise TransportError(f"no answer within {timeout:g} seconds") from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise TransportError(f"no answer within {timeout:g} seconds") from None
            raise TransportError(f"it cannot be reached: {error.reason}") from None
        except (OSError, http.client.HTTPException) as error:
            raise TransportError(f"the connection broke: {error or type(error).__name__}") from None


def _read(response: http.client.HTTPResponse | urllib.error.HTTPError, end: float) -> bytes:
    """The whole body, piece by piece: a server that sends a byte now and then would never run into a plain timeout."""
    pieces, size = [], 0
    while piece := response.read1(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_ANSWER:
            raise AnswerTooLongError(f"its answer is longer than {MAX_ANSWER:,} bytes")
        if time.monotonic() > end:
            raise TimeoutError
    return b"".join(pieces)


def _lower(headers: list[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: object) -> None:
        """Give the redirect itself as the answer."""


def _make_opener(url: str) -> urllib.request.OpenerDirector:
    if urlsplit(url).hostname in LOOPBACK:
        # What is meant for this machine shall not leave it by way of a proxy.
        return urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(_NoRedirects)
