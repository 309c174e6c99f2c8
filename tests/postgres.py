"""A throw-away PostgreSQL server: `python -m tests.postgres COMMAND ...` runs the command with
DATABASE_URL set to it, and leaves nothing behind.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from tests.machine import MissingProgram, postgres_programs

START_SECONDS = 60
STOP_SECONDS = 20


def unprivileged() -> dict[str, Any]:
    """How to start a program as somebody else: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            person = pwd.getpwnam(name)
            return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    raise MissingProgram("As root, PostgreSQL needs a user called postgres or nobody to run as.")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                why = f"PostgreSQL did not start: {error}\n{log.read_text()}"
                raise RuntimeError(why) from None
            time.sleep(0.1)


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Start a server on loopback, yield its database address, stop it and remove its files."""
    programs = postgres_programs()
    somebody = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="immunosite-pg-"))
    password = secrets.token_hex(16)
    (folder / "password").write_text(password)
    if somebody:
        shutil.chown(folder, somebody["user"], somebody["group"])
        shutil.chown(folder / "password", somebody["user"], somebody["group"])
    log = folder / "log"
    process: subprocess.Popen[bytes] | None = None
    # SIGTERM would otherwise end this process without its `finally`.
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        subprocess.run(
            [
                *(programs / "initdb", "-D", folder / "data", "--username=postgres"),
                *("--auth=scram-sha-256", "--pwfile", folder / "password"),
                *("--encoding=UTF8", "--no-locale", "--no-sync"),
            ],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            **somebody,
        )
        port = free_port()
        # Nothing here outlives the run, so nothing needs to survive a power cut.
        options = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": folder,
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
        }
        with log.open("wb") as output:
            process = subprocess.Popen(
                [
                    *(programs / "postgres", "-D", folder / "data"),
                    *(f"--{name}={value}" for name, value in options.items()),
                ],
                cwd=folder,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C stops the tests first, then the server
                **somebody,
            )
        url = f"postgres://postgres:{password}@127.0.0.1:{port}/postgres"
        wait_until_it_answers(url, process, log)
        yield url
    finally:
        if process is not None:
            process.send_signal(signal.SIGINT)  # "fast" shutdown: connections are cut
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(folder, ignore_errors=True)
        signal.signal(signal.SIGTERM, before)


def main(command: list[str]) -> int:
    if not command:
        raise SystemExit("usage: python -m tests.postgres COMMAND ...")
    with server() as url:
        child = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url})
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                # The command got the same Ctrl-C and is tidying up; the server waits for it.
                continue
            except SystemExit:
                child.terminate()
                raise


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except MissingProgram as error:
        sys.exit(str(error))
