"""The folder of an export: one folder for each run, and a link, `current`, to the one that holds.

A run writes beside what nginx reads: what is as it was becomes a second name of the same file, the
rest is written. The link is then exchanged in one step. So a run that is killed, or finds the disk
full, changes nothing that is served; the next one clears up what it left.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from immunosite.export.refusal import ExportRefusal

CURRENT, RUNS, MANIFEST = "current", "runs", "export.json"


class Tree:
    """`folder` is new; `old` is what the last run left, if any."""

    def __init__(self, folder: Path, old: Path | None) -> None:
        self.folder, self.old = folder, old
        self.same = self.written = 0

    def has_same(self, name: str, content: bytes) -> bool:
        """Was the file of this name the same in the last run?"""
        before = self.old / name if self.old else None
        return before is not None and before.is_file() and before.read_bytes() == content

    def keep(self, name: str) -> bool:
        """Take the file over from the last run. False where it cannot be."""
        before = self.old / name if self.old else None
        if before is None or not before.is_file():
            return False
        try:
            self._place(name).hardlink_to(before)
        except OSError:  # a file system without hard links
            return False
        self.same += 1
        return True

    def write(self, name: str, content: bytes) -> None:
        place = self._place(name)
        # Never through a name that the last run's file has, too.
        place.unlink(missing_ok=True)
        with place.open("xb") as file:
            file.write(content)
        # nginx makes its ETag from time and length: of the same bytes always the same, on each
        # machine, and of others another one, however soon they follow.
        moment = int.from_bytes(hashlib.sha256(content).digest()[:4]) >> 1 or 1
        os.utime(place, (moment, moment))
        self.written += 1

    def put(self, name: str, content: bytes) -> None:
        if not (self.has_same(name, content) and self.keep(name)):
            self.write(name, content)

    def removed(self) -> int:
        """How many files of the last run have no successor."""
        before = files_below(self.old) if self.old else ()
        return sum(name != MANIFEST and not (self.folder / name).exists() for name in before)

    def _place(self, name: str) -> Path:
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        return place


@contextmanager
def new_tree(into: Path) -> Iterator[Tree]:
    """A folder to fill, that is served once the block is left without an error."""
    with _locked(into):
        current = into / CURRENT
        # Somebody may have taken away what the link leads to.
        old = current.resolve() if current.is_dir() else None
        _clear(into / RUNS, but=old)
        folder = into / RUNS / str(int(old.name) + 1 if old else 1)
        folder.mkdir(parents=True)
        tree = Tree(folder, old)
        try:
            yield tree
            _serve(current, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        _clear(into / RUNS, but=folder)


def files_below(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def manifest_of(folder: Path | None) -> dict[str, object]:
    """What a run wrote of itself; empty where there was none."""
    file = folder / MANIFEST if folder else None
    found: dict[str, object] = json.loads(file.read_bytes()) if file and file.is_file() else {}
    return found


def _serve(current: Path, folder: Path) -> None:
    # All of it is on the disk before the link is: a power cut must not leave names without bytes.
    os.sync()
    link = current.with_name(f".{CURRENT}")
    link.unlink(missing_ok=True)
    link.symlink_to(folder.relative_to(current.parent))
    link.replace(current)


def _clear(runs: Path, but: Path | None) -> None:
    for left in sorted(runs.iterdir()) if runs.is_dir() else []:
        if left != but:
            shutil.rmtree(left)


@contextmanager
def _locked(into: Path) -> Iterator[None]:
    into.mkdir(parents=True, exist_ok=True)
    if any(into.iterdir()) and not (into / RUNS).is_dir():
        raise ExportRefusal(f"{into} holds something else than an export. Name an empty folder.")
    descriptor = os.open(into, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise ExportRefusal(
            f"Another export into {into} is running. Wait until it is done."
        ) from None
    finally:
        os.close(descriptor)
