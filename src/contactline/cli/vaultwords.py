"""What ``contactline vault`` prints."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from contactline.cli.printing import print_error, print_line

if TYPE_CHECKING:
    from contactline.desk.vaultresults import Item, Taken, Verified
    from contactline.records.custody import CustodyEntry
    from contactline.vault.package import Opened
    from contactline.vault.stamps import Proved, Stamp

SHORT: Final = 12
"""Characters of a SHA-256 in a list."""


def print_taken(taken: Taken) -> None:
    """What became of one file."""
    if taken.deposited is None:
        print_error(taken.error)
        return
    done = taken.deposited
    if not done.is_new:
        print_line(f"{done.digests.sha256[:SHORT]}  {taken.path}: on record already, as entry {done.entry.index}")
        return
    notes = [f"entry {done.entry.index}", f"{done.digests.size:,} bytes"]
    if done.earlier is not None:
        notes.append(f"the same bytes came first in entry {done.earlier}")
    if done.promised is not None:
        notes.append(f"promised in entry {done.promised}")
    if done.matches is not None:
        notes.append("the sender's hash fits" if done.matches else "THE SENDER'S HASH DOES NOT FIT; kept and marked")
    print_line(f"{done.digests.sha256[:SHORT]}  {taken.path}: {', '.join(notes)}")


def print_verified(done: Verified) -> None:
    """What reading everything again gave."""
    print_line(f"The log: {done.entries} entries, {done.heads} signed heads, all fit.")
    print_line(f"Items: {done.items} read again, {len(done.wrong)} not as the log says.")
    for found in done.wrong:
        print_line(f"  {found.sha256}: {found.condition}")
    if done.recorded is not None:
        print_line(f"Recorded as entry {done.recorded}.")


def print_key_warning(*, is_own: bool) -> None:
    """Say so where the key is only the other side's word."""
    if not is_own:
        print_line("The key came with what it signs: compare it with one that you were given apart (--key).")


def print_stamp(stamp: Stamp) -> None:
    """A stamp of time, and whether it verifies."""
    state = "verified" if stamp.is_verified else f"NOT verified: {stamp.fault}"
    print_line(f"{stamp.authority}: head of {stamp.size} entries stamped {stamp.at:%Y-%m-%d %H:%M:%S} UTC; {state}")


def print_proved(proved: Proved) -> None:
    """What stamps prove of the moment at which an entry was logged."""
    if proved.after:
        print_line(f"proved: logged after {proved.after.at:%Y-%m-%d %H:%M:%S} UTC ({proved.after.authority})")
    if proved.before:
        print_line(f"proved: logged before {proved.before.at:%Y-%m-%d %H:%M:%S} UTC ({proved.before.authority})")
    if not (proved.after or proved.before):
        print_line("no stamp of time covers it: times below are the vault's own word")


def print_package(opened: Opened) -> None:
    """What a package that verified holds, and what that shows."""
    origin, size = opened.head.origin, opened.head.size
    print_line(f"The package verifies: bytes, seal, and {len(opened.entries)} records in the log “{origin}” of {size}.")
    print_line(f"Items: {len(opened.items)} in it, {len(opened.withheld)} withheld.")
    for stamp in opened.stamps:
        print_stamp(stamp)
    if not opened.stamps:
        print_line("No authority stamped the time of its head.")
    print_line("This does not prove that what an item shows is true, or who handed it over.")
    print_key_warning(is_own=opened.is_own_key)


def describe_package(opened: Opened) -> dict[str, Any]:
    """The same for scripts."""
    return {
        "origin": opened.head.origin,
        "size": opened.head.size,
        "key": str(opened.key),
        "key_is_own": opened.is_own_key,
        "items": list(opened.items),
        "withheld": list(opened.withheld),
        "stamps": [
            {"authority": stamp.authority, "at": stamp.at.isoformat(), "verified": stamp.is_verified}
            for stamp in opened.stamps
        ],
        "entries": [
            {**describe_entry(entry), "private": dict(opened.private.get(entry.index, {}))} for entry in opened.entries
        ],
    }


def print_json(value: object) -> None:
    """A value as JSON, for scripts."""
    print_line(json.dumps(value, ensure_ascii=False, indent=2))


def describe_entry(entry: CustodyEntry) -> dict[str, Any]:
    """An entry of the log."""
    return {
        "entry": entry.index,
        "kind": entry.kind,
        "actor": entry.actor,
        "at": entry.at.isoformat(),
        "item": entry.item,
        **dict(entry.body),
    }


def describe_item(item: Item) -> dict[str, Any]:
    """An item of the list."""
    kept = {"kept": item.is_kept, "deposits": item.deposits}
    return {"sha256": item.sha256, **describe_entry(item.entry), "private": item.words, **kept}


def describe_taken(taken: Taken) -> dict[str, Any]:
    """What became of one file, for scripts."""
    done = taken.deposited
    if done is None:
        return {"path": str(taken.path), "error": taken.error}
    return {
        "path": str(taken.path),
        "sha256": done.digests.sha256,
        "sha512": done.digests.sha512,
        "size": done.digests.size,
        "entry": done.entry.index,
        "new": done.is_new,
        "sender_hash_fits": done.matches,
        "promised_in": done.promised,
        "first_in": done.earlier,
    }


def describe_verified(done: Verified) -> dict[str, Any]:
    """What reading everything again gave, for scripts."""
    return {
        "entries": done.entries,
        "heads": done.heads,
        "items": done.items,
        "wrong": [{"sha256": found.sha256, "condition": found.condition} for found in done.wrong],
        "recorded_in": done.recorded,
    }
