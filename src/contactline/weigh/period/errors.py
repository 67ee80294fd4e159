"""How often linking and reading err, as the bands of a period take it.

Counted once in simulated reports: seeds 11 to 13, 120 incidents each, two a day, reader ``rules`` and weights ``hand``
(``docs/explanation/weighing.md`` has what they gave on other seeds). On another stream both err otherwise, and so do
the bands. No number here is tied to a side.
"""

from __future__ import annotations

from typing import Final

PIECE: Final = {1: 0.40, 2: 0.20}
"""By number of reports: that an incident is only a piece of another that linking kept apart."""
PIECE_OF_MANY: Final = 0.03
"""The same beyond two reports."""
HOLDS_TWO: Final = 0.11
"""That an incident of more than two reports holds a second one that linking joined into it."""
WRONG: Final = 0.09
"""That a side which stands as said to have fired was not said to, or that the incident is told twice."""
MISSED: Final = 0.085
"""That a side which does not stand as said to have fired was said to."""
