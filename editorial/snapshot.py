"""What a snapshot holds: the plain JSON that is hashed, signed, compared and shown to readers."""

from collections.abc import Callable, Mapping, Sequence
from typing import NotRequired, TypedDict, TypeVar

T = TypeVar("T")

# By role, what a page is about: ids of documents, or plain values.
Facets = Mapping[str, Sequence[int | str]]


class Snapshot(TypedDict):
    """Schema 2. `content` is what the kind adds: JSON of str, int, bool, list, dict, None."""

    schema: int
    kind: str
    slug: str
    title: str
    summary: str
    # Signed texts are never rewritten: those of before these came are read without them.
    change_note: NotRequired[str]
    glossary_links: NotRequired[list[str]]
    writer: str
    content: dict[str, object]
    # By field of the content: what readers see in place of each chosen value.
    labels: NotRequired[dict[str, dict[str, str]]]
    facets: Facets


def made(form: Callable[..., T], row: Mapping[str, object]) -> T:
    """A dataclass from JSON, by name. Raises TypeError for a name that it lacks, or has not."""
    return form(**row)


def rows_of(value: object) -> list[dict[str, object]]:
    """A list of rows, as JSON has them. Raises TypeError for what is no list."""
    # Signed JSON was made by an older release and is never rewritten, so its shape is looked at and
    # not taken for granted.
    if not isinstance(value, list):
        raise TypeError(f"These are no rows: {value!r}")
    return value
