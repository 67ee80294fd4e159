"""Every proof that is right holds and every altered one is refused, against the tree as RFC 6962 defines it."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactline.errors import IntegrityError
from contactline.vault.log import Tree
from contactline.vault.merkle import (
    EMPTY_ROOT,
    hash_leaf,
    make_consistency_proof,
    make_inclusion_proof,
    make_root,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [hash_leaf(str(number).encode()) for number in range(130)]
# The eight entries that implementations of RFC 6962 have been tested with since Certificate Transparency began.
KNOWN = [bytes.fromhex(entry) for entry in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
KNOWN_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def define_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + define_root(leaves[:split]) + define_root(leaves[split:])).digest()


def nodes_of(leaves: list[bytes]):
    return lambda level, index: define_root(leaves[index << level : (index + 1) << level])


NODES = nodes_of(LEAVES)


@pytest.mark.parametrize("size", KNOWN_ROOTS)
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    leaves = [hash_leaf(entry) for entry in KNOWN[:size]]
    assert make_root(nodes_of(leaves), size).hex() == KNOWN_ROOTS[size]


@pytest.mark.parametrize("size", range(70))
def test_root_is_that_of_the_definition_however_made(size: int) -> None:
    tree = Tree()
    for leaf in LEAVES[:size]:
        tree.add(leaf)
    assert make_root(NODES, size) == define_root(LEAVES[:size]) == tree.root


def test_every_proof_of_inclusion_holds() -> None:
    for size in range(1, 34):
        root = define_root(LEAVES[:size])
        for index in range(size):
            verify_inclusion(LEAVES[index], index, size, make_inclusion_proof(NODES, index, size), root)


def test_every_proof_of_consistency_holds() -> None:
    for size in range(34):
        for old in range(size + 1):
            proof = make_consistency_proof(NODES, old, size)
            verify_consistency(old, size, define_root(LEAVES[:old]), define_root(LEAVES[:size]), proof)


@settings(max_examples=300)
@given(st.data())
def test_no_altered_proof_of_inclusion_holds(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 130))
    index = data.draw(st.integers(0, size - 1))
    proof = list(make_inclusion_proof(NODES, index, size))
    root = define_root(LEAVES[:size])
    leaf, other_index, other_size = LEAVES[index], index, size
    how = data.draw(st.sampled_from(["leaf", "index", "longer", "shorter", "byte", "root", "size"]))
    if how == "leaf":
        leaf = hash_leaf(b"another")
    elif how == "index":
        other_index = data.draw(st.integers(-1, size).filter(lambda value: value != index))
    elif how == "longer":
        proof.insert(data.draw(st.integers(0, len(proof))), root)
    elif how == "shorter" and proof:
        proof.pop(data.draw(st.integers(0, len(proof) - 1)))
    elif how == "byte" and proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        proof[at] = flip(proof[at], data.draw(st.integers(0, 255)))
    elif how == "size" and size > 1:
        # A size whose tree has another shape for this leaf; where shapes are equal, so are the proofs, by definition.
        other_size = size - 1
        if index < other_size and len(make_inclusion_proof(NODES, index, other_size)) == len(proof):
            root = flip(root, 0)
    else:
        root = flip(root, data.draw(st.integers(0, 255)))
    with pytest.raises(IntegrityError):
        verify_inclusion(leaf, other_index, other_size, proof, root)


@settings(max_examples=300)
@given(st.data())
def test_no_altered_proof_of_consistency_holds(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 130))
    old = data.draw(st.integers(1, size - 1))
    proof = list(make_consistency_proof(NODES, old, size))
    old_root, root = define_root(LEAVES[:old]), define_root(LEAVES[:size])
    how = data.draw(st.sampled_from(["longer", "shorter", "byte", "root", "old root", "swapped"]))
    if how == "longer":
        proof.insert(data.draw(st.integers(0, len(proof))), hash_leaf(b"more"))
    elif how == "shorter":
        proof.pop(data.draw(st.integers(0, len(proof) - 1)))
    elif how == "byte":
        at = data.draw(st.integers(0, len(proof) - 1))
        proof[at] = flip(proof[at], data.draw(st.integers(0, 255)))
    elif how == "root":
        root = flip(root, data.draw(st.integers(0, 255)))
    elif how == "old root":
        old_root = flip(old_root, data.draw(st.integers(0, 255)))
    else:
        old, size = size, old
    with pytest.raises(IntegrityError):
        verify_consistency(old, size, old_root, root, proof)


def test_an_empty_log_and_the_same_log_need_no_proof() -> None:
    root = define_root(LEAVES[:5])
    verify_consistency(0, 5, EMPTY_ROOT, root, ())
    verify_consistency(5, 5, root, root, ())
    with pytest.raises(IntegrityError):
        verify_consistency(0, 5, root, root, ())
    with pytest.raises(IntegrityError):
        verify_consistency(5, 5, EMPTY_ROOT, root, ())


@pytest.mark.parametrize(("index", "size"), [(5, 5), (-1, 5), (0, 0)])
def test_no_proof_for_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no entry"):
        make_inclusion_proof(NODES, index, size)


def flip(hashed: bytes, bit: int) -> bytes:
    content = bytearray(hashed)
    content[bit // 8] ^= 1 << bit % 8
    return bytes(content)
