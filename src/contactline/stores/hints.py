"""What to do next, in words that all stores share."""

from typing import Final

SAME_ID_HINT: Final = "Nothing was changed. Judgements are never altered: withdraw this one and judge anew."
