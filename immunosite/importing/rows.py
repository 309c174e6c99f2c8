"""What is read: rows, each with its place; and what is wrong with them."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from editorial.exceptions import Refusal

MOST_LISTED = 50


@dataclass(frozen=True)
class Place:
    file: str
    line: int = 0  # 0: the whole file

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}" if self.line else self.file


@dataclass(frozen=True)
class Row:
    place: Place
    values: dict[str, Any]


@dataclass(frozen=True)
class Fault:
    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class BadRow(Exception):
    """A row that cannot become a draft. Each message names its field."""

    def __init__(self, *messages: str) -> None:
        super().__init__(*messages)
        self.messages = messages


@dataclass
class Faults:
    """All are counted, the first MOST_LISTED kept, so that memory stays flat."""

    listed: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, place: Place, *messages: str) -> None:
        for message in messages:
            self.count += 1
            if len(self.listed) < MOST_LISTED:
                self.listed.append(Fault(place, message))

    def put_first(self, faults: list[Fault]) -> None:
        """Those that hold for many rows."""
        self.count += len(faults)
        self.listed = [*faults, *self.listed][:MOST_LISTED]


def messages_of(error: Exception) -> list[str]:
    """One plain sentence for each thing that a row was refused for, its field named."""
    if isinstance(error, BadRow):
        return list(error.messages)
    if isinstance(error, Refusal):
        return [error.message]
    if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
        return [
            message if name == NON_FIELD_ERRORS else f"{name}: {message}"
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    return list(error.messages) if isinstance(error, ValidationError) else [str(error)]
