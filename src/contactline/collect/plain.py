"""Plain text: the words are the document."""

from __future__ import annotations

from contactline.collect.parsed import Parsed


def parse_plain(text: str, subject: str) -> Parsed:
    r"""Take a text as it is.

    Args:
        text: without front matter, line ends as ``\\n``.
        subject: the file's name for problems.
    """
    return Parsed(text)
