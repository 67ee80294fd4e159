"""The Merkle tree of RFC 6962 and 9162: roots, proofs of inclusion and of consistency, and their verification.

A tree's *nodes* are the roots of its complete subtrees: ``nodes(level, index)`` is the root of the ``2**level`` leaves
from ``index * 2**level`` on. All hashes are 32 bytes of SHA-256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Final

from contactline.errors import IntegrityError

Nodes = Callable[[int, int], bytes]

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"


def hash_leaf(entry: bytes) -> bytes:
    """Hash of one entry (RFC 6962 §2.1)."""
    return hashlib.sha256(_LEAF + entry).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """Hash of two neighbouring subtrees."""
    return hashlib.sha256(_NODE + left + right).digest()


def make_root(nodes: Nodes, size: int) -> bytes:
    """Root of the first ``size`` leaves."""
    return _hash_range(nodes, 0, size) if size else EMPTY_ROOT


def make_inclusion_proof(nodes: Nodes, index: int, size: int) -> tuple[bytes, ...]:
    """Hashes that lead from leaf ``index`` to the root of the first ``size`` leaves, from the leaf upwards.

    Raises:
        ValueError: there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"a log of {size} entries has no entry {index}")
    path: list[bytes] = []
    first, end = 0, size
    while end - first > 1:
        middle = first + _split(end - first)
        if index < middle:
            path.append(_hash_range(nodes, middle, end))
            end = middle
        else:
            path.append(_hash_range(nodes, first, middle))
            first = middle
    return tuple(reversed(path))


def make_consistency_proof(nodes: Nodes, old: int, size: int) -> tuple[bytes, ...]:
    """Hashes that show the first ``old`` of ``size`` leaves to be what they were.

    Raises:
        ValueError: ``old`` is not among the sizes that the log has had.
    """
    if not 0 <= old <= size:
        raise ValueError(f"a log of {size} entries never had {old}")
    if old in {0, size}:
        return ()
    path: list[bytes] = []
    first, end, is_whole = 0, size, True
    while old != end:
        middle = first + _split(end - first)
        if old <= middle:
            path.append(_hash_range(nodes, middle, end))
            end = middle
        else:
            path.append(_hash_range(nodes, first, middle))
            first, is_whole = middle, False
    if not is_whole:
        path.append(_hash_range(nodes, first, end))
    return tuple(reversed(path))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that a leaf stands at its place in a tree (RFC 9162 §2.1.3.2).

    Args:
        leaf: its hash, as :func:`hash_leaf` makes it.
        index: its place, from 0.
        size: how many leaves the tree has.
        proof: hashes from the leaf upwards.
        root: of the tree.

    Raises:
        IntegrityError: the proof does not show it.
    """
    if not 0 <= index < size:
        raise IntegrityError(f"no entry {index} can be in a log of {size}")
    node, last, hashed = index, size - 1, leaf
    for part in proof:
        if last == 0:
            raise IntegrityError("the proof of inclusion is too long")
        if node & 1 or node == last:
            hashed = hash_node(part, hashed)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            hashed = hash_node(hashed, part)
        node, last = node >> 1, last >> 1
    if last or hashed != root:
        raise IntegrityError(f"entry {index} is not shown to be in the log of {size} entries")


def verify_consistency(old: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> None:
    """Check that a tree goes on from an older one (RFC 9162 §2.1.4.2).

    Raises:
        IntegrityError: the proof does not show it.
    """
    if not 0 <= old <= size:
        raise IntegrityError(f"a log of {size} entries cannot go on from one of {old}")
    if old in {0, size}:
        expected = EMPTY_ROOT if old == 0 else root
        if proof or old_root != expected:
            raise IntegrityError(_REWRITTEN.format(old=old))
        return
    parts = list(proof)
    if old & (old - 1) == 0:
        parts.insert(0, old_root)
    if not parts:
        raise IntegrityError("the proof of consistency is empty")
    node, last = old - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    before = after = parts[0]
    for part in parts[1:]:
        if last == 0:
            raise IntegrityError("the proof of consistency is too long")
        if node & 1 or node == last:
            before, after = hash_node(part, before), hash_node(part, after)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            after = hash_node(after, part)
        node, last = node >> 1, last >> 1
    if last or before != old_root or after != root:
        raise IntegrityError(_REWRITTEN.format(old=old))


_REWRITTEN: Final = "the first {old} entries are not shown to be what they were"


def _split(count: int) -> int:
    """The largest power of two below a count above 1."""
    return 1 << (count - 1).bit_length() - 1


def _hash_range(nodes: Nodes, first: int, end: int) -> bytes:
    """Root of the leaves ``first`` to ``end``; ``first`` is a multiple of the power of two that holds the range."""
    count = end - first
    level = count.bit_length() - 1
    if count == 1 << level:
        return nodes(level, first >> level)
    middle = first + _split(count)
    return hash_node(_hash_range(nodes, first, middle), _hash_range(nodes, middle, end))
