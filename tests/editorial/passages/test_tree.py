"""The Merkle tree of RFC 9162."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.passages.tree import inclusion_proof, is_included, root_of

# The eight leaves of the reference implementation of Certificate Transparency. The roots below are
# computed by the definition in section 2.1.1, written out in `defined`, not by the code under test.
LEAVES = [
    bytes.fromhex(each)
    for each in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
leaves = st.lists(st.binary(max_size=4), max_size=40)


def defined(entries):
    """MTH as section 2.1.1 says it: split at the largest power of two below n."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    left, right = defined(entries[:split]), defined(entries[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def test_the_root_of_the_eight_known_leaves():
    assert root_of(LEAVES).hex() == (
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    )
    assert root_of(LEAVES[:1]).hex() == (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )


@given(leaves)
def test_the_root_is_the_one_that_the_rfc_defines(entries):
    assert root_of(entries) == defined(entries)


@given(leaves.filter(bool), st.data())
def test_each_leaf_proves_itself_and_nothing_else(entries, data):
    index = data.draw(st.integers(0, len(entries) - 1))
    proof, root = inclusion_proof(entries, index), root_of(entries)
    assert is_included(entries[index], index, len(entries), proof, root)
    assert not is_included(entries[index] + b"x", index, len(entries), proof, root)
    assert not is_included(entries[index], index, len(entries), [*proof, root], root)
    assert not is_included(entries[index], index, len(entries), proof, hashlib.sha256().digest())
    if proof:
        assert not is_included(entries[index], index, len(entries), proof[1:], root)


def test_a_node_is_no_leaf():
    """The prefixes are there for this: two hashes side by side are not taken for a passage."""
    pair = b"".join(hashlib.sha256(b"\x00" + each).digest() for each in LEAVES[:2])
    assert not is_included(pair, 0, 1, [], root_of(LEAVES[:2]))


@pytest.mark.parametrize("index", [-1, 8])
def test_there_is_no_proof_of_a_leaf_that_is_not_there(index):
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES, index)
    assert not is_included(b"", index, 8, [], root_of(LEAVES))
