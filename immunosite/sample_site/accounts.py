"""The sample accounts' password, and the file that keeps it."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from immunosite import environment
from immunosite.sample_site.cast import Person

# No l, 1, o or 0: it is read off a screen. 20 letters of 28 are 96 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def password() -> str:
    """SAMPLE_PASSWORD where it is set, else a new one."""
    if given := environment.text("SAMPLE_PASSWORD"):
        return given
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))


def listing(people: Iterable[Person], password: str) -> str:
    lines = [f"  {person.username:<8} {password}   {person.part}" for person in people]
    return "\n".join(["  user     password", *lines, ""])


def known(path: Path) -> list[str]:
    """The passwords that the accounts may have been made with: the one set, those on file."""
    kept = path.read_text(encoding="utf-8").splitlines()[1:] if path.exists() else []
    on_file = [line.split()[1] for line in kept if len(line.split()) > 1]
    return list(dict.fromkeys(filter(None, [environment.text("SAMPLE_PASSWORD"), *on_file])))


def keep(text: str, path: Path) -> None:
    """Write the file whole or not at all, readable by its owner only from its first byte on."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
