"""What a reader makes of one entry of a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Values = dict[str, object]  # by the names of the fields of Reference


@dataclass(frozen=True)
class Record:
    line: int
    values: Values
    notes: tuple[str, ...] = ()  # what a person should look at


@dataclass(frozen=True)
class Rejected:
    line: int
    reason: str
    title: str = ""

    def __str__(self) -> str:
        named = f" (“{self.title}”)" if self.title else ""
        return f"line {self.line}{named}: {self.reason}"


Entries = Iterator[Record | Rejected]


@dataclass
class Reading:
    """A file as it was read: nothing in it is in neither list."""

    format: str
    text: str
    records: list[Record] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def take(self, entries: Iterable[Record | Rejected]) -> None:
        for entry in entries:
            if isinstance(entry, Record):
                self.records.append(entry)
            else:
                self.rejected.append(entry)


class Unreadable(Exception):
    """Nothing of the file can be read; the message says why and what to do."""
