"""The release: a name for this code, its templates and settings. Another makes other pages."""

import hashlib
import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
from django.conf import settings

ROOMS = ("articles", "editorial", "evidence", "glossary", "immunosite", "static", "templates")


@cache
def release() -> str:
    """Of all files of the site's own, the owner's templates too, and of each setting."""
    digest = hashlib.sha256(f"{sys.version} {django.__version__} {_settings()}".encode())
    for file in _files():
        digest.update(f"\0{file}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    folders = [*(settings.BASE_DIR / room for room in ROOMS), settings.VAR_DIR / "templates"]
    lock = settings.BASE_DIR / "requirements.txt"
    for folder in folders:
        files = (file for file in folder.rglob("*") if file.is_file())
        yield from sorted(file for file in files if "__pycache__" not in file.parts)
    if lock.exists():
        yield lock


def _settings() -> str:
    """What is no plain value, by its type: it would be named by its place in memory."""
    # A connection fills up what is said of its database; which one it is, the acts say.
    names = [name for name in dir(settings) if name.isupper() and name != "DATABASES"]
    values = {name: getattr(settings, name) for name in names}
    return json.dumps(values, sort_keys=True, default=lambda each: type(each).__name__)
