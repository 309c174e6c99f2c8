"""A throw-away site: the sample content, served as production serves it, on this machine only."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from immunosite.environment import for_child
from tests.postgres import free_port

START_SECONDS = 60
STOP_SECONDS = 20
PYTHON = sys.executable
PASSWORD = "correct horse battery staple"  # noqa: S105 - the one with which tests.cast signs


@contextmanager
def running() -> Iterator[str]:
    """Yields the site's address; the server and its files are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="immunosite-audit-") as name:
        url = f"http://127.0.0.1:{free_port()}"
        environment = for_child(settings(Path(name), url))
        build(environment)
        with served(url, environment, Path(name) / "log"):
            yield url


def settings(folder: Path, url: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "audits.settings",
        "AUDIT_FOLDER": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "IMMUNOSITE_ENV_FILE": os.devnull,
        # A sample site asks search engines to stay away, and this one is judged as a real one.
        "IMMUNOSITE_SAMPLE": "false",
        "IMMUNOSITE_HTTPS": "false",
        "DEBUG": "false",
        "SIGNING_REQUIRES_MFA": "false",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": url,
        "SAMPLE_PASSWORD": PASSWORD,
        "BIND": url.removeprefix("http://"),
    }


def build(environment: dict[str, str]) -> None:
    manage("migrate", "--no-input", environment=environment)
    manage("load_sample", environment=environment | {"IMMUNOSITE_SAMPLE": "true"})
    manage("shell", "--command=from audits import story; story.tell()", environment=environment)
    manage("collectstatic", "--no-input", environment=environment)


def manage(*command: str, environment: dict[str, str]) -> None:
    subprocess.run(  # noqa: S603
        [PYTHON, "manage.py", *command, "--verbosity=0"],
        env=environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )


@contextmanager
def served(url: str, environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as output:
        server = subprocess.Popen(  # noqa: S603
            [PYTHON, "-m", "gunicorn"], env=environment, stdout=output, stderr=output
        )
        try:
            wait_until_it_answers(url, server, log)
            yield
        finally:
            stop(server)


def wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urlopen(f"{url}/robots.txt", timeout=START_SECONDS).close()  # noqa: S310
            return
        except URLError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The site did not start: {log.read_text()}") from None
            time.sleep(0.1)


def stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
