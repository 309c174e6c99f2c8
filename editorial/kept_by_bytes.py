"""Answers kept in this process under the bytes that they were computed from."""

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

MOST = 1000  # answers of one sort: some 20 KB each, where they are badges with their signatures
T = TypeVar("T")


class KeptByBytes(Generic[T]):
    """The answers used last, each under the row that it is about and the bytes it came from."""

    def __init__(self, most: int = MOST) -> None:
        self.most, self.lock = most, Lock()
        self.kept: OrderedDict[int, tuple[bytes, T]] = OrderedDict()

    def find(self, pk: int, stored: str) -> T | None:
        with self.lock:
            found = self.kept.get(pk)
            if found is None or found[0] != _digest(stored):
                return None
            self.kept.move_to_end(pk)
            return found[1]

    def keep(self, pk: int, stored: str, answer: T) -> None:
        with self.lock:
            self.kept[pk] = _digest(stored), answer
            self.kept.move_to_end(pk)
            if len(self.kept) > self.most:
                self.kept.popitem(last=False)

    def clear(self) -> None:
        with self.lock:
            self.kept.clear()


def _digest(stored: str) -> bytes:
    return hashlib.sha256(stored.encode()).digest()
