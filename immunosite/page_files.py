"""Page files: the second level of the page store, for all processes of a machine, over a restart.

One file a page, named by the address and the release that made it, so that no other code's page is
served. It is written aside and put in place as a whole, and read only where its SHA-256 is right:
what a full disk or a damaged one does to it is that the page is made anew. Whether a page is still
good is asked by whoever takes it, as of one in memory.
"""

import hashlib
import json
import logging
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock, Thread, get_ident

from immunosite.stored_page import StoredPage

log = logging.getLogger(__name__)
DIGEST = 32  # bytes of SHA-256
LENGTH = 4  # bytes that say how long the description is
# What a process writes before it looks whether all of them are too many, and what it leaves then:
# ten processes together stay within the bound.
SHARE, LEFT = 0.02, 0.8


class PageFiles:
    """Of `release`, up to `max_bytes` of all releases; those used last stay."""

    def __init__(self, folder: Path, max_bytes: int, release: str) -> None:
        self.folder, self.max_bytes, self.release = folder, max_bytes, release
        self.written, self.sweeping, self.is_failing = max_bytes, Lock(), False

    def find(self, key: str) -> StoredPage | None:
        path = self._path(key)
        try:
            page = read(path.read_bytes(), key, self.release)
            os.utime(path)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return page

    def keep(self, key: str, page: StoredPage) -> None:
        """Not what has something to do each time: that is code. Where it cannot be written, the
        page is not kept here."""
        if page.each_time:
            return
        written = as_bytes(page, key, self.release)
        try:
            self._write(self._path(key), written)
        except OSError as error:
            self._tell(error)
            return
        self.is_failing = False
        self.written += len(written)
        if self.written > self.max_bytes * SHARE:
            self.written = 0
            Thread(target=self.sweep, daemon=True).start()

    def sweep(self) -> None:
        """Take away those that were used longest ago, where all are too many."""
        if not self.sweeping.acquire(blocking=False):
            return
        try:
            files = sorted(self._files())
            excess = sum(size for _, size, _ in files) - int(self.max_bytes * LEFT)
            for _, size, path in files:
                if excess <= 0:
                    break
                with suppress(OSError):
                    path.unlink()
                excess -= size
        finally:
            self.sweeping.release()

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """When each was used last, its bytes and its path."""
        for path in self.folder.rglob("*"):
            with suppress(OSError):  # another process may take it away
                found = path.stat()
                if stat.S_ISREG(found.st_mode):
                    yield found.st_mtime, found.st_size, path

    def _path(self, key: str) -> Path:
        name = hashlib.sha256(f"{self.release}\0{key}".encode()).hexdigest()
        return self.folder / name[:2] / name[2:]

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}-{get_ident()}")
        try:
            draft.write_bytes(content)
            draft.replace(path)
        except OSError:
            draft.unlink(missing_ok=True)
            raise

    def _tell(self, error: OSError) -> None:
        """Once, until it goes well again."""
        if not self.is_failing:
            log.warning("Pages cannot be kept in %s, and are made anew: %s", self.folder, error)
        self.is_failing = True


def as_bytes(page: StoredPage, key: str, release: str) -> bytes:
    act, until = page.public_state
    description = json.dumps(
        {
            "key": key, "release": release, "act": act, "until": until.isoformat(),
            "since": page.since.isoformat(), "sources": sorted(page.sources),
            "content_type": page.content_type, "etag": page.etag, "headers": page.headers,
            "sizes": [len(page.plain), len(page.gzip)],
        }
    ).encode()  # fmt: skip
    length = len(description).to_bytes(LENGTH, "big")
    content = b"".join([length, description, page.plain, page.gzip, page.brotli])
    return hashlib.sha256(content).digest() + content


def read(content: bytes, key: str, release: str) -> StoredPage:
    """Raises ValueError, KeyError or TypeError where it is not a whole page of this name."""
    digest, rest = content[:DIGEST], content[DIGEST:]
    if hashlib.sha256(rest).digest() != digest:
        raise ValueError("It is damaged.")
    body = LENGTH + int.from_bytes(rest[:LENGTH], "big")
    told = json.loads(rest[LENGTH:body])
    if (told["key"], told["release"]) != (key, release):
        raise ValueError("It is another page.")
    plain, gzip = told["sizes"]
    return StoredPage(
        content_type=told["content_type"],
        plain=rest[body : body + plain],
        gzip=rest[body + plain : body + plain + gzip],
        brotli=rest[body + plain + gzip :],
        etag=told["etag"],
        public_state=(told["act"], datetime.fromisoformat(told["until"])),
        headers=told["headers"],
        since=datetime.fromisoformat(told["since"]),
        sources=frozenset(told["sources"]),
    )
