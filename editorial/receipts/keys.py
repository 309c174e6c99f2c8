"""The site's key for receipts: Ed25519, its private half in one file that only the site reads.

Algorithm names after RFC 9864 (`Ed25519`, not the deprecated `EdDSA`), key ids after RFC 7638.
"""

import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from editorial.exceptions import NoReceiptKey
from editorial.models import ReceiptKey

OWNER_ONLY = 0o600


def key_file() -> Path:
    return Path(settings.RECEIPT_KEY_FILE)


def make(path: Path) -> OKPKey:
    """Raises FileExistsError: a key in use is never written over."""
    with _written(path) as (draft, key):
        os.link(draft, path)  # a whole file or none, and the first to come wins
    return key


def make_if_missing(path: Path) -> None:
    with suppress(FileExistsError):
        if not path.exists():
            make(path)


def rotate(path: Path, aside: Path) -> OKPKey:
    """A new key in the place of the one in use, which stays under another name: at no moment is
    there none. Raises FileNotFoundError, FileExistsError."""
    with _written(path) as (draft, key):
        os.link(path, aside)
        draft.replace(path)
    return key


@contextmanager
def _written(path: Path) -> Iterator[tuple[Path, OKPKey]]:
    key = OKPKey.generate_key("Ed25519")
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w") as to:
            json.dump(key.as_dict(private=True), to)
            to.flush()
            os.fsync(to.fileno())
        yield draft, key
    finally:
        draft.unlink(missing_ok=True)


def fault_of(path: Path) -> str:
    """Why the file cannot serve, or an empty string."""
    try:
        _read(path)
    except NoReceiptKey as error:
        return str(error)
    return ""


def private_key() -> OKPKey:
    """Raises NoReceiptKey."""
    return _read(key_file())


def _read(path: Path) -> OKPKey:
    what_to_do = "An operator makes one with “manage.py make_receipt_key” (docs/receipts.md)."
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        key = OKPKey.import_key(json.loads(path.read_text()))
    except OSError:
        raise NoReceiptKey(f"The site's key for receipts cannot be read. {what_to_do}") from None
    except (JoseError, ValueError, TypeError, KeyError):
        raise NoReceiptKey(f"The file of the site's key holds no key. {what_to_do}") from None
    if mode & ~OWNER_ONLY:
        raise NoReceiptKey(f"Others can read the site's key for receipts: set {path.name} to 0600.")
    if key.as_dict().get("crv") != "Ed25519" or not key.is_private:
        raise NoReceiptKey(f"The site's key is no private Ed25519 key. {what_to_do}")
    return key


def public_part(key: OKPKey) -> dict[str, str]:
    return {name: str(key.as_dict(private=False)[name]) for name in ("kty", "crv", "x")}


def in_use(key: OKPKey, now: datetime) -> tuple[ReceiptKey, bool]:
    """The row of this key, and whether this is its first use, which makes the row."""
    row, is_new = ReceiptKey.objects.get_or_create(
        kid=key.thumbprint(), defaults={"jwk": public_part(key), "in_use_from": now}
    )
    if ReceiptKey.objects.filter(in_use_from__gt=row.in_use_from).exists():
        raise NoReceiptKey(
            "The site's key for receipts was retired, and a retired key signs nothing. An operator "
            "puts the newer one in its place (docs/receipts.md)."
        )
    return row, is_new


def fact_of(row: ReceiptKey) -> dict[str, object]:
    """The key as the audit log has it."""
    return {"kid": row.kid, "jwk": row.jwk, "in_use_from": row.in_use_from.isoformat()}
