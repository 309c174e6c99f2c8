"""Where the database and the mail server are: addresses, as Django's settings want them."""

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import make_conninfo

from immunosite.environment import BASE_DIR

CONNECT_SECONDS = "5"  # libpq's own word


def _split(name: str, url: str) -> SplitResult:
    """The parts of an address; a sign that was not percent-encoded would move their borders."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} cannot be read: {error}.") from None
    odd = next((sign for sign in " \\" if sign in url), "") or ("#" if parts.fragment else "")
    if odd or parts.netloc.count("@") > 1 or port == 0 or not url.isprintable():
        raise ImproperlyConfigured(
            f"{name} cannot be read. Percent-encode each part: @ in a password is %40, # is %23."
        )
    return parts


# --- Database -------------------------------------------------------------------------------------


def database(url: str, name: str = "DATABASE_URL") -> dict[str, Any]:
    """Settings for a database address: `sqlite:///file` (four slashes: absolute) or
    `postgres://user:password@host:port/name?option=value`, each part percent-encoded.

    `name` is the variable's, for what is said of a mistake.
    """
    parts = _split(name, url)
    if parts.scheme not in ("sqlite", "postgres", "postgresql"):
        raise ImproperlyConfigured(f"{name} must start with sqlite:/// or postgres://.")
    database_name = unquote(parts.path[1:])
    if not database_name:
        raise ImproperlyConfigured(f"{name} names no database after the host's slash.")
    if parts.scheme == "sqlite":
        return _sqlite(parts, database_name)
    return _postgresql(parts, database_name, _options(name, parts.query))


def replica(url: str, primary: str) -> dict[str, object]:
    """The same for a copy that PostgreSQL keeps. It is given up soon: the primary is there, too."""
    if not all(each.startswith(("postgres://", "postgresql://")) for each in (url, primary)):
        raise ImproperlyConfigured(
            "REPLICA_URL is for PostgreSQL: it and DATABASE_URL must start with postgres://."
        )
    if url == primary:
        raise ImproperlyConfigured("REPLICA_URL is the same as DATABASE_URL. Leave it out.")
    found = database(url, "REPLICA_URL")
    options = found["OPTIONS"]
    patience = "-c statement_timeout=10s -c default_transaction_read_only=on"
    soon = {"connect_timeout": "2", "tcp_user_timeout": "5000"}  # seconds, milliseconds
    found["OPTIONS"] = soon | options | {"options": f"{patience} {options['options']}"}
    return found | {"TEST": {"MIRROR": "default"}}


def _sqlite(parts: SplitResult, name: str) -> dict[str, object]:
    file = BASE_DIR / name
    if parts.netloc or parts.query or ":memory:" in name or "\0" in name:
        raise ImproperlyConfigured("DATABASE_URL for SQLite is sqlite:///FILE, without more.")
    if file.is_dir() or not file.parent.is_dir():
        raise ImproperlyConfigured(
            f"DATABASE_URL names {file}, and that file cannot be: its folder must be there, and it"
            " must not be a folder itself."
        )
    return {
        "ENGINE": "immunosite.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Taking the write lock at BEGIN waits for a busy writer; taking it later fails at once.
            # FULL keeps a committed sign-off through a power cut.
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,  # seconds; nobody waits longer for a page
            # Without recursive triggers, INSERT OR REPLACE deletes rows past their guard.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            " PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA temp_store=MEMORY",
        },
    }


def _postgresql(parts: SplitResult, name: str, options: dict[str, str]) -> dict[str, object]:
    # Not `parts.hostname`, which lowers the case: a socket folder stands there too (%2Frun%2F…).
    host = parts.netloc.rpartition("@")[2].removesuffix(f":{parts.port}").strip("[]")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _options(name: str, query: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, strict_parsing=bool(query))
        make_conninfo(**dict(pairs))  # PostgreSQL's own library knows their names
    except (ValueError, ProgrammingError) as error:
        raise ImproperlyConfigured(
            f"{name} has options that PostgreSQL does not know: {str(error).strip()}."
        ) from None
    options = dict(pairs)
    # As on SQLite, nobody waits longer for a page; nor for a server that does not answer at all,
    # which the system would give minutes. What the address gives comes later and wins.
    waits = {"options": f"-c lock_timeout=10s {options.get('options', '')}".strip()}
    return {"connect_timeout": CONNECT_SECONDS} | options | waits


# --- Mail -----------------------------------------------------------------------------------------


def mail(url: str) -> dict[str, object]:
    """Settings for a mail address: `smtp://user:password@host:587` (STARTTLS), `smtps://…:465` (TLS
    from the start), each part percent-encoded; or `file:///folder`, to look at mail and send none.
    """
    parts = _split("EMAIL_URL", url)
    if parts.scheme == "file" and not parts.netloc and parts.path.strip("/"):
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": unquote(parts.path)}
    is_server = parts.scheme in ("smtp", "smtps") and bool(parts.hostname)
    if not is_server or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured("EMAIL_URL must be smtp://HOST, smtps://HOST or file:///FOLDER.")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (587 if parts.scheme == "smtp" else 465),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }
