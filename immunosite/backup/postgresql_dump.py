"""PostgreSQL: pg_dump's custom format, and back into a new database that then takes the old one's
name. Both renames are one transaction.
"""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from editorial.models import AuditEvent
from editorial.record.verify import one_moment
from immunosite import environment
from immunosite.backup.archive import BackupRefusal, Writer

CUT_OFF_WITHIN = 30  # seconds, for those who connect again meanwhile
CUT_OFF = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
NAME_LENGTH = 63  # bytes; PostgreSQL cuts off the rest


def write(writer: Writer, folder: Path) -> None:
    """Dump and last hash are of one moment; no writer waits."""
    with one_moment(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (moment,) = cursor.fetchone()
        last = AuditEvent.objects.order_by("sequence").last()
        writer.manifest.last_hash = last.hash if last else ""
        options = ["--format=custom", "--compress=0", f"--snapshot={moment}"]
        dump = _started("pg_dump", *options, f"--dbname={_address()}")
        with dump, _ended_with_us(dump):
            if dump.stdout:
                writer.add("database", dump.stdout)
            _check_ended(dump)


@contextmanager
def staged(unpacked: Path) -> Iterator[str]:
    """The name of a new database that holds what the dump does; it is gone afterwards."""
    name = _beside("restoring")
    with _administrator() as admin:
        _drop(admin, name, _beside("replaced"))
        _create_like_ours(admin, name)
    try:
        options = ["--exit-on-error", "--single-transaction", "--no-owner"]
        restore = _started("pg_restore", *options, f"--dbname={_address(name)}", str(unpacked))
        with restore, _ended_with_us(restore):
            _check_ended(restore)
        yield name
    finally:
        with _administrator() as admin:
            _drop(admin, name)


def put_in_place(staged: str) -> None:
    """Whoever is connected is cut off; the site's servers connect again by themselves."""
    connection.close()
    site, old = connection.settings_dict["NAME"], _beside("replaced")
    deadline = time.monotonic() + CUT_OFF_WITHIN
    with _administrator() as admin:
        while True:
            try:
                with admin.transaction():
                    admin.execute(CUT_OFF, [site])
                    admin.execute(_rename(site, old))
                    admin.execute(_rename(staged, site))
                break
            except psycopg.errors.ObjectInUse:
                if time.monotonic() > deadline:
                    raise
        _drop(admin, old)


# --- Databases beside ours ------------------------------------------------------------------------


def _beside(what: str) -> str:
    return f"{connection.settings_dict['NAME'][: NAME_LENGTH - 10]}_{what}"


def _administrator() -> psycopg.Connection:
    """Of the server, not of a database that is to be renamed."""
    password = connection.settings_dict["PASSWORD"]
    return psycopg.connect(_address("postgres"), password=password or None, autocommit=True)


def _drop(admin: psycopg.Connection, *names: str) -> None:
    for name in names:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _create_like_ours(admin: psycopg.Connection, name: str) -> None:
    asked = "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database"
    site = connection.settings_dict["NAME"]
    row = admin.execute(f"{asked} WHERE datname = %s", [site]).fetchone()
    if not row:
        raise BackupRefusal(f"The server has no database {site}. Make it, and restore again.")
    made = "CREATE DATABASE {} TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {}"
    admin.execute(sql.SQL(made).format(sql.Identifier(name), *map(sql.Literal, row)))


def _rename(name: str, new: str) -> sql.Composed:
    both = map(sql.Identifier, (name, new))
    return sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*both)


# --- PostgreSQL's own programs --------------------------------------------------------------------


def _address(name: str = "") -> str:
    """Without the password: whoever lists the machine's processes would see it."""
    given = connection.settings_dict
    parts = {"dbname": name or given["NAME"], "user": given["USER"], "host": given["HOST"]}
    parts |= {"port": given["PORT"], **given["OPTIONS"]}
    return make_conninfo(**{key: value for key, value in parts.items() if value})


def _started(name: str, *arguments: str) -> subprocess.Popen[bytes]:
    program = shutil.which(name)
    if not program:
        raise BackupRefusal(f"{name} is not installed (Debian: postgresql-client).")
    password = connection.settings_dict["PASSWORD"]
    return subprocess.Popen(  # noqa: S603 - no shell, and the arguments are our own
        [program, *arguments],
        env=environment.for_child({"PGPASSWORD": password} if password else {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@contextmanager
def _ended_with_us(program: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        program.kill()  # does nothing to one that has ended


def _check_ended(program: subprocess.Popen[bytes]) -> None:
    _, said = program.communicate()
    if program.returncode:
        why = said.decode(errors="replace").strip()
        raise BackupRefusal(f"PostgreSQL’s program stopped: {why}.")
