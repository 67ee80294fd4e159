"""Whether capitals tell names: in a headline with capitals throughout they do not."""

from __future__ import annotations

from collections.abc import Sequence

from contactline.read.document import Token
from contactline.records.claims import Part


def capitals_tell(tokens: Sequence[Token], part: Part) -> bool:
    """Whether common words are written small, so that a capital means a name."""
    if part is not Part.HEADLINE:
        return True
    longer = [token for token in tokens[1:] if len(token.text) > 3 and token.text.isalpha()]
    return 2 * sum(token.is_title for token in longer) < len(longer)
