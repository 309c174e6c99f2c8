"""Servers on loopback, each on a free port, ended with the block."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.start import REPOSITORY

START_SECONDS = 60
NGINX = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log crit;
events {{ worker_connections 64; }}
http {{
  access_log off;
  open_file_cache max=64;
  default_type "text/html; charset=utf-8";
  {temporary}
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Server:
    address: str
    pid: int

    def megabytes(self) -> float:
        """Of the memory of its process and of those that it started, of the largest."""
        found = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return max(map(resident, [self.pid, *map(int, found)]))


def resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 2**20


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: list[str], environment: Mapping[str, str] | None, port: int
) -> Iterator[Server]:
    process = subprocess.Popen(  # noqa: S603 - our own commands
        command, env=environment, cwd=REPOSITORY, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(process, port)
        yield Server(f"127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        process.wait()


def wait_for(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"A server did not start: {' '.join(process.args)}")  # type: ignore[arg-type]


@contextmanager
def gunicorn(
    python: Path, module: str, environment: Mapping[str, str], workers: int = 1
) -> Iterator[Server]:
    port = free_port()
    own = {"BENCHMARK_PORT": str(port), "BENCHMARK_WORKERS": str(workers)}
    settings = "python:benchmarks.server_settings"
    command = [str(python), "-m", "gunicorn", "-c", settings, f"{module}:application"]
    with running(command, {**environment, **own}, port) as server:
        yield server


@contextmanager
def granian(python: Path, module: str, environment: Mapping[str, str]) -> Iterator[Server]:
    port = free_port()
    given = [
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "--workers",
        "1",
        "--blocking-threads",
        "4",
    ]
    quiet = ["--no-log", f"{module}:application"]
    command = [str(python), "-m", "granian", *given, *quiet]
    with running(command, environment, port) as server:
        yield server


@contextmanager
def nginx(folder: Path) -> Iterator[Server]:
    """The files of a folder. Raises FileNotFoundError where nginx is not installed."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        raise FileNotFoundError("nginx is not installed")
    port = free_port()
    temporary = " ".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    file = folder / "nginx.conf"
    file.write_text(NGINX.format(folder=folder, port=port, temporary=temporary))
    with running([program, "-c", str(file), "-e", str(folder / "nginx.log")], None, port) as server:
        yield server


def body_of(address: str, path: str) -> bytes:
    """Raises SystemExit for another answer than 200."""
    connection = HTTPConnection(address, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{address}{path} answered {answer.status}.")
    return body


def requests_a_second(address: str, path: str, seconds: int) -> float:
    """By wrk with four connections. Raises FileNotFoundError where it is not installed."""
    program = shutil.which("wrk")
    if program is None:
        raise FileNotFoundError("wrk is not installed")
    command = [program, "-t1", "-c4", f"-d{seconds}s", f"http://{address}{path}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"{address}{path} gave errors:\n{said}")
    return float(said.split("Requests/sec:")[1].split()[0])
