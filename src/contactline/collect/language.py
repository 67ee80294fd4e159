"""Which language a text is in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_SAMPLE = 6_000  # characters; more does not change the answer
_MIN_LETTERS = 40  # below it the answer is a coin toss
_SURE = 0.9
_LETTER = re.compile(r"[^\W\d_]")


def guess_language(text: str) -> str | None:
    """The two-letter code of a text's language, or ``None`` where too little tells it."""
    sample = text[:_SAMPLE]
    if len(_LETTER.findall(sample)) < _MIN_LETTERS:
        return None
    language, probability = _identifier().classify(sample)
    return str(language) if language and probability >= _SURE else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # loads a model: only when there is something to tell

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
