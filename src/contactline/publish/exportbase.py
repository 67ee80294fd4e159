"""Types that several exchange files share."""

from __future__ import annotations

from typing import Annotated

import msgspec

Span = Annotated[list[int], msgspec.Meta(min_length=2, max_length=2, description="[start, end) in code points")]
Interval = Annotated[str, msgspec.Meta(description="ISO 8601 with offset")]
Count = Annotated[int, msgspec.Meta(ge=0)]


class LedgerRow(msgspec.Struct, frozen=True):
    """One field that was compared, and what it weighs in decibans: 10 are ten times as likely, −10 a tenth."""

    field: str
    text: str
    points: float
