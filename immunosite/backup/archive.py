"""The file: a ZIP that any unzip opens, whose last 64 bytes are the SHA-256 of all bytes before.

`backup.json` says what it is and gives the SHA-256 of each part: `database`, `media/…` and
`templates/…`.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

FORMAT = 1
MANIFEST = "backup.json"
SEAL = 64  # bytes: a SHA-256 in hexadecimal, as the comment that ends the archive
CHUNK = 1 << 20


class BackupRefusal(Exception):
    """The message says what stands in the way, and what to do."""


def sentence(error: BaseException) -> str:
    return f"{str(error).strip().removesuffix('.')}."


@dataclass
class Manifest:
    vendor: str  # sqlite or postgresql
    last_hash: str = ""  # of the audit log; empty where nothing was ever done
    format: int = FORMAT
    digests: dict[str, str] = field(default_factory=dict)


@dataclass
class Writer:
    archive: ZipFile
    manifest: Manifest

    def add(self, name: str, source: IO[bytes]) -> None:
        digest = hashlib.sha256()
        with self.archive.open(name, "w", force_zip64=True) as part:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                part.write(chunk)
        self.manifest.digests[name] = digest.hexdigest()


# --- Writing --------------------------------------------------------------------------------------


@contextmanager
def writing(file: Path, vendor: str) -> Iterator[Writer]:
    """The file gets its name once all of it is on the disk; only its user may read it."""
    with NamedTemporaryFile("w+b", dir=file.parent, prefix=f".{file.name}.", delete=False) as half:
        try:
            with ZipFile(half, "w", ZIP_DEFLATED) as archive:
                writer = Writer(archive, Manifest(vendor))
                yield writer
                archive.writestr(MANIFEST, json.dumps(asdict(writer.manifest), indent=1))
                archive.comment = b"-" * SEAL
            _seal(half)
            Path(half.name).rename(file)
        finally:
            Path(half.name).unlink(missing_ok=True)
    _sync_folder(file.parent)


def _seal(whole: IO[bytes]) -> None:
    digest = _digest_before_seal(whole)
    whole.write(digest.encode())
    whole.flush()
    os.fsync(whole.fileno())


def _sync_folder(folder: Path) -> None:
    """Without this a power cut may take the file's new name away."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _digest_before_seal(whole: IO[bytes]) -> str:
    """Leaves the file at its seal."""
    left = whole.seek(0, os.SEEK_END) - SEAL
    whole.seek(0)
    digest = hashlib.sha256()
    while left > 0 and (chunk := whole.read(min(CHUNK, left))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest()


# --- Reading --------------------------------------------------------------------------------------


@dataclass
class Reader:
    archive: ZipFile
    manifest: Manifest

    def unpack(self, folder: Path) -> None:
        """Each part, by its name. Raises BackupRefusal for one that is not what was written."""
        for name, digest in self.manifest.digests.items():
            copy = Path(self.archive.extract(name, folder))
            with copy.open("rb") as part:
                if hashlib.file_digest(part, "sha256").hexdigest() != digest:
                    raise BackupRefusal(f"{name} came out of the backup other than it went in.")


@contextmanager
def reading(file: Path) -> Iterator[Reader]:
    """A whole, unchanged backup. Raises BackupRefusal for any other file."""
    with file.open("rb") as whole:
        sealed = _digest_before_seal(whole).encode() == whole.read()
        if not sealed:
            raise BackupRefusal(
                f"{file} is no whole backup of this program: it was cut, damaged or changed, or"
                " another program made it. Take another copy of it, or an older backup."
            )
        with ZipFile(whole) as archive:
            yield Reader(archive, _manifest(archive))


def _manifest(archive: ZipFile) -> Manifest:
    try:
        manifest = Manifest(**json.loads(archive.read(MANIFEST)))
    except (BadZipFile, KeyError, TypeError, ValueError):
        raise BackupRefusal(f"The file has no {MANIFEST} that this program can read.") from None
    if manifest.format != FORMAT:
        raise BackupRefusal("A newer version of this program made the backup. Install that one.")
    return manifest
