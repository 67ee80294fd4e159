"""The one codec: records to JSON bytes and back. Used by stores and exchange; round-trip tested."""

from __future__ import annotations

from typing import TypeVar

import msgspec

T = TypeVar("T")

_encoder = msgspec.json.Encoder(order="deterministic")
_decoders: dict[type, msgspec.json.Decoder[object]] = {}


def encode(record: object) -> bytes:
    """A record as JSON: keys are field names, spans are objects, times ISO 8601."""
    return _encoder.encode(record)


def decode(content: bytes | str, type_: type[T]) -> T:
    """A record from its JSON, checked by its own ``__post_init__`` too.

    Raises:
        msgspec.ValidationError: the content does not fit the type.
    """
    decoder = _decoders.get(type_)
    if decoder is None:
        decoder = _decoders[type_] = msgspec.json.Decoder(type_)
    return decoder.decode(content)  # type: ignore[return-value]
