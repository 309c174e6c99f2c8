"""Canonical JSON: the bytes of RFC 8785, whichever writer makes them."""

from enum import IntEnum, StrEnum

import pytest
import rfc8785
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editorial.digests import canonical

# Half of a character, too, as a broken program may store it.
TEXTS = st.text(st.characters(), max_size=20) | st.text(max_size=20)
SCALARS = TEXTS | st.integers() | st.integers(-(2**54), 2**54) | st.floats() | st.booleans()
VALUES = st.recursive(
    SCALARS | st.none(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(TEXTS, inner),
    max_leaves=12,
)


class Word(StrEnum):
    ONE = "one “word”"


class Number(IntEnum):
    SEVEN = 7


def written(writer, content):
    try:
        return writer(content)
    except ValueError as error:  # half of a character in a name: not an error of its own
        return type(error)


@given(st.dictionaries(TEXTS, VALUES))
@example({"a": 2**53 - 1, "b": 2**53, "c": -(2**53)})
@example({"a": 2**53 - 1, "b": 1 - 2**53})
@example({"\U00010000": 1, "\ufb33": 2})  # their order differs between UTF-16 and code points
@example({"a": [0.0, -0.0, 1e21, 1e-7]})
@example({"a": float("nan")})
@example({"\ud800": 1})
@example({"a": "\ud800"})
@example({"a": "".join(map(chr, range(0x100))) + "\u2028\u2029\ufeff\U0001f600"})
@settings(max_examples=300)
def test_any_json_has_the_bytes_of_the_rfc_or_is_refused_as_it_refuses(content):
    assert written(canonical, content) == written(rfc8785.dumps, content)


@pytest.mark.parametrize("value", [Word.ONE, Number.SEVEN, (1, "two"), True, None, [], {}, [{}]])
def test_each_sort_of_value_has_the_bytes_of_the_rfc(value):
    assert canonical({"value": value}) == rfc8785.dumps({"value": value})


@pytest.mark.parametrize("value", [b"bytes", object(), {1}, {1: 2}, {None: 1}])
def test_what_is_no_json_is_refused(value):
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical({"value": value})
