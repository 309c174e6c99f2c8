"""What a site keeps in files: uploads, and the owner's own words on its pages.

The keys (`SECRET_KEY`, the file of RECEIPT_KEY_FILE) are no part of it: who gets hold of a backup
must not be able to sign.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from immunosite.backup.archive import BackupRefusal, Writer


def folders() -> dict[str, Path]:
    """By the name that their files have in a backup."""
    kept = {"media": Path(settings.MEDIA_ROOT), "templates": settings.VAR_DIR / "templates"}
    return {name: folder.resolve() for name, folder in kept.items()}


def files_in(folder: Path) -> Iterator[Path]:
    """Every file below. A link to another folder or a pipe is an error: it would be missing."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.is_dir() and not path.is_symlink():
            yield from files_in(path)
        elif path.is_file():
            yield path
        else:
            raise BackupRefusal(f"{path} is neither a file nor a folder. Take it away.")


def write(writer: Writer) -> None:
    for name, folder in folders().items():
        for path in files_in(folder):
            with path.open("rb") as file:
                writer.add(f"{name}/{path.relative_to(folder).as_posix()}", file)


def check_movable(staging: Path) -> None:
    """Raises BackupRefusal where a folder could not be exchanged in one move."""
    for folder in folders().values():
        folder.parent.mkdir(parents=True, exist_ok=True)
        other_disk = folder.parent.stat().st_dev != staging.stat().st_dev
        if other_disk or folder.is_mount() or not os.access(folder.parent, os.W_OK | os.X_OK):
            raise BackupRefusal(
                f"{folder} cannot be exchanged for the one in the backup: it must lie on the same"
                f" file system as {staging.parent}, in a folder that may be written."
            )


def exchange(staging: Path) -> None:
    """What is here goes into `staging`, and what is unpacked there comes here."""
    for name, folder in folders().items():
        new, old = staging / name, staging / f"{name}.before"
        new.mkdir(exist_ok=True)
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
