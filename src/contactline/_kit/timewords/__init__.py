"""English time expressions: where they stand and what their words say. Intervals are worked out elsewhere.

An expression is put together from atoms (a date, a weekday, a part of the day, a clock time, a shift such as "two days
ago") that stand side by side or are joined by small words, as long as they do not contradict each other.
"""

from __future__ import annotations

from contactline._kit.timewords.expressions import find_time_words, parse_time_words
from contactline._kit.timewords.words import PUBLISHED, TOLD, Clock, TimeWords

__all__ = ["PUBLISHED", "TOLD", "Clock", "TimeWords", "find_time_words", "parse_time_words"]
