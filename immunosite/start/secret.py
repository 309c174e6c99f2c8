"""What nobody else may know: SECRET_KEY, by which anybody signs in, and the key of receipts."""

import os
import secrets
import zlib
from itertools import pairwise
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

MAKE_ONE = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
LENGTH = 50  # as `check --deploy` asks for it (security.W009)
# zlib needs no fewer bytes for 50 random letters or figures; of repeated words it needs half.
PACKED = 32
PLACEHOLDERS = [
    *("django-insecure", "changeme", "change-me", "change_me", "your-secret", "your_secret"),
    *("a long random", "token_urlsafe", "for-the-checks-only", "secret-key", "secret_key"),
]


def check_key(name: str, key: str) -> str:
    if fault := _fault(key):
        raise ImproperlyConfigured(f"{name} {fault}. Make one with {MAKE_ONE} and keep it secret.")
    return key


def _fault(key: str) -> str:
    if any(word in key.lower() for word in PLACEHOLDERS):
        return "is an example, which everybody knows"
    if len(key) < LENGTH:
        return f"has {len(key)} characters, and fewer than {LENGTH} can be guessed"
    if len(zlib.compress(key.encode(), 9)) < PACKED or _is_a_row(key):
        return "repeats itself or runs through the alphabet, so it can be guessed"
    return ""


def _is_a_row(key: str) -> bool:
    """More than half of the characters are followed by themselves or a neighbour: “0123”."""
    neighbours = sum(abs(ord(one) - ord(next_one)) <= 1 for one, next_one in pairwise(key))
    return neighbours > len(key) / 2


def sample_key(path: Path) -> str:
    """The sample site's key: made once and kept, so that a restart signs nobody out."""
    if not path.exists():
        # A whole file or none, and the first process wins: workers may start together.
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        draft.unlink()
    return path.read_text().strip()


def key_file(name: str, path: Path) -> Path:
    """Where a key is, or is to be made. What is in it, `manage.py check --deploy` says."""
    if path.is_dir() or not path.parent.is_dir():
        raise ImproperlyConfigured(
            f"{name} names {path}, and that file cannot be: its folder must be there, and it must "
            "not be a folder itself."
        )
    return path
