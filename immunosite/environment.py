"""The environment, read in this one place: for Django's settings, the web server and the commands.

`.env` beside manage.py, or the file that IMMUNOSITE_ENV_FILE names, fills in what the environment
leaves unset. Each variable stands in `.env.example`; a test compares. Empty counts as unset.
"""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from dotenv.parser import Binding, parse_stream
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent
SETTINGS = "DJANGO_SETTINGS_MODULE"


@cache
def _env() -> Env:
    env = Env()
    path = Path(os.environ.get("IMMUNOSITE_ENV_FILE", "").strip() or BASE_DIR / ".env")
    if path.is_file():
        _check(path)
        env.read_env(path, recurse=False)
    return env


def _check(path: Path) -> None:
    """The library passes over a line that it cannot read, with a warning in the log."""
    try:
        with path.open(encoding="utf-8") as file:
            lines = list(parse_stream(file))
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{path.name} cannot be read: {error}.") from None
    seen: set[str | None] = set()
    for line in lines:
        if fault := _fault(line, seen):
            raise ImproperlyConfigured(f"{path.name}, line {line.original.line}: {fault}")
        seen.add(line.key)


def _fault(line: Binding, seen: set[str | None]) -> str:
    if line.error or (line.key is not None and line.value is None):
        return "expected NAME=value. Put a value with spaces or quotation marks between quotes."
    if line.key is not None and line.key in seen:
        return f"{line.key} is set a second time. Keep one of the two."
    if "${" in (line.value or ""):
        # The library would put another variable there, or nothing.
        return f"{line.key} holds ${{, and nothing is filled in here. Write the value itself."
    return ""


# --- Reading --------------------------------------------------------------------------------------


def text(name: str, default: str = "") -> str:
    value: str = _env().str(name, "").strip()
    return value or default


def required(name: str, what: str) -> str:
    if not (value := text(name)):
        raise ImproperlyConfigured(
            f"{name} is not set. Set it to {what} (see .env.example), or set IMMUNOSITE_SAMPLE=true"
            " for a sample site on this machine."
        )
    return value


def flag(name: str, default: bool) -> bool:
    value = text(name, str(default).lower())
    if value not in ("true", "false"):
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value == "true"


def number(name: str, default: int, *, least: int, most: int) -> int:
    value = text(name, str(default))
    is_number = value.isascii() and value.isdigit() and len(value) < 19
    if not is_number or not least <= int(value) <= most:
        raise ImproperlyConfigured(
            f"{name} must be a whole number from {least} to {most}, not {value!r}."
        )
    return int(value)


def one_of(name: str, default: str, choices: list[str]) -> str:
    if (value := text(name, default)) not in choices:
        raise ImproperlyConfigured(
            f"{name} must be {', '.join(choices[:-1])} or {choices[-1]}, not {value!r}."
        )
    return value


def items(name: str, default: str = "") -> list[str]:
    """Separated by commas."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


# --- Handing on -----------------------------------------------------------------------------------


def use_settings(module: str) -> None:
    """The settings that Django reads, unless others are named already."""
    os.environ.setdefault(SETTINGS, module)


def put(values: Mapping[str, str]) -> None:
    """Over what is set: for tests and benchmarks, before the settings are read."""
    os.environ.update(values)
    _env.cache_clear()


def metrics_folder() -> str:
    """Where the processes of one server keep their figures, for prometheus_client; or nowhere."""
    return os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")


def for_child(values: Mapping[str, str]) -> dict[str, str]:
    """The environment of a program to be started, with these values over what is set."""
    return dict(os.environ) | dict(values)
