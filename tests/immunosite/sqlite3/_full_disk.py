"""A folder that can be full, or not writable, and a server of the site whose database stands in it.

Where this machine lets us mount, the folder is a small file system that is really full. Elsewhere
the kernel's limit on the size of files stands for it: each write fails, with EFBIG instead of
ENOSPC, and SQLite meets both alike.
"""

import os
import resource
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from tests.postgres import free_port

SIZE = 24  # MB
LIMIT = 4096  # bytes: room for Python's try of its temporary folder, not for a page of SQLite
STARTS_WITHIN = 60  # seconds


def environment(file: Path) -> dict[str, str]:
    changed = {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": f"sqlite:///{file}"}
    return os.environ | changed


def manage(file: Path, *command: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        check=False, cwd=settings.BASE_DIR, env=environment(file), capture_output=True, text=True,
        **options,
    )  # fmt: skip


@dataclass
class Disk:
    folder: Path
    is_mounted: bool
    processes: list[int] = field(default_factory=list)

    def fill(self) -> None:
        if self.is_mounted:
            with (self.folder / "filler").open("wb", buffering=0) as filler:
                for size in (65536, 512, 1):
                    self._write(filler, size)
        for pid in [] if self.is_mounted else self.processes:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (LIMIT, resource.RLIM_INFINITY))

    @staticmethod
    def _write(filler: Any, size: int) -> None:
        try:
            while filler.write(b"\0" * size):
                pass
        except OSError:
            pass

    def free(self) -> None:
        (self.folder / "filler").unlink(missing_ok=True)
        for pid in self.processes:
            limits = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def mount(*arguments: str | Path) -> bool:
    try:
        return (
            subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode == 0
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


@contextmanager
def disk(folder: Path, *, may_mount: bool) -> Iterator[Disk]:
    folder.mkdir()
    is_mounted = may_mount and mount("-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", folder)
    try:
        yield Disk(folder, is_mounted)
    finally:
        if is_mounted:
            subprocess.run(["umount", folder], check=True)


@contextmanager
def served(file: Path, disk: Disk, *, is_full: bool = False) -> Iterator[str]:
    """The site, in one process."""
    port = free_port()
    command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]

    server = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment(file),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    disk.processes.append(server.pid)
    if is_full:
        disk.fill()
    try:
        wait_for(f"http://127.0.0.1:{port}/robots.txt", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()
        disk.processes.remove(server.pid)


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own server
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@dataclass
class Answer:
    status_code: int
    content: bytes
    headers: Mapping[str, str]


class Visitor:
    """A browser without script, as far as `tests.immunosite.returned._tab` needs one."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.open = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), Stay()
        ).open

    def get(self, url: str) -> Answer:
        return self._ask(urllib.request.Request(self.site + url))  # noqa: S310

    def post(self, url: str, fields: Mapping[str, Any]) -> Answer:
        data = urlencode(fields, doseq=True).encode()
        headers = {"Origin": self.site}
        return self._ask(urllib.request.Request(self.site + url, data, headers))  # noqa: S310

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            answer = self.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return Answer(answer.status, answer.read(), dict(answer.headers))


class Stay(urllib.request.HTTPRedirectHandler):
    """Shows a redirect instead of following it."""

    def redirect_request(self, *args: Any) -> None:
        return None
