"""Which names a package may hold: what every system can store, and nothing that leaves the folder it is opened in."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MOST_BYTES: Final = 200
_MOST_PARTS: Final = 16
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_FORBIDDEN: Final = frozenset('<>:"|?*\\')
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def find_escape(name: str) -> str:
    """Why a name would lead out of its folder, on any system; empty if it would not."""
    parts = name.replace("\\", "/").split("/")
    if not name or name.startswith(("/", "\\", "~", "%")) or _DRIVE.match(name):
        return "it is no path inside the package"
    if ".." in parts:
        return "it leads out of the package"
    return ""


def find_fault(name: str) -> str:
    """Why a package may not hold a file of this name; empty if it may.

    Allowed are relative names in composed form (NFC), without empty or dotted parts, backslashes, drives, control
    or direction marks, names that some system keeps for devices, and of 200 bytes at most.
    """
    parts = name.split("/")
    checks = (
        (bool(find_escape(name)), find_escape(name)),
        (len(name.encode("utf-8", "surrogatepass")) > _MOST_BYTES, "it is too long"),
        (len(parts) > _MOST_PARTS, "it lies too deep"),
        (unicodedata.normalize("NFC", name) != name, "it is not in composed form"),
        (any(unicodedata.category(letter) in _UNSEEN for letter in name), "it has letters that cannot be seen"),
        (any(letter in _FORBIDDEN for letter in name), "some systems cannot store it"),
        (any(part in {"", "."} for part in parts), "a part of it is empty"),
        (any(part.endswith((".", " ")) or part.startswith(" ") for part in parts), "a part ends in a point or a space"),
        (any(_RESERVED.fullmatch(part) for part in parts), "some systems keep it for a device"),
    )
    return next((reason for is_met, reason in checks if is_met), "")


def fold_name(name: str) -> str:
    """Names that some system takes for one have one form here."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
