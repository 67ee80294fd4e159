"""Content ids: the same content always has the same id, so a second run adds nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

_ID_HEX_DIGITS = 20  # 80 bits: a clash among a billion records has odds of about one in a million


def canonical_json(value: object) -> bytes:
    """The one JSON form of a value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def make_content_id(kind: str, version: int, content: Mapping[str, object]) -> str:
    """Make the id of a derived record.

    Args:
        kind: one lower-case letter or word that becomes the prefix, such as ``"r"`` for a report.
        version: version of the record's meaning; a new meaning gives new ids.
        content: what the id stands for, as JSON-ready values.

    Returns:
        ``kind-`` and the first 20 hexadecimal digits of the SHA-256 over the canonical JSON.
    """
    digest = hashlib.sha256(canonical_json({"kind": kind, "version": version, "content": dict(content)}))
    return f"{kind}-{digest.hexdigest()[:_ID_HEX_DIGITS]}"


def make_digest(content: bytes) -> str:
    """``sha256:`` and the hexadecimal SHA-256 of bytes as received."""
    return "sha256:" + hashlib.sha256(content).hexdigest()
