"""Processes that are asked line by line, so that two sites take turns in one run."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.start import REPOSITORY


class Asked:
    def __init__(self, command: list[str], environment: Mapping[str, str]) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            command, env=environment, cwd=REPOSITORY, stdin=pipe, stdout=pipe, text=True
        )

    def ask(self, question: object) -> list[list[float]]:
        """Rows of numbers. Raises SystemExit where the process has ended."""
        line = ""
        if self.process.stdin and self.process.stdout:
            self.process.stdin.write(json.dumps(question) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"It ended without an answer: {self.process.args!r}")
        answer: list[list[float]] = json.loads(line)
        return answer


@contextmanager
def asked(python: Path, *arguments: str, environment: Mapping[str, str]) -> Iterator[Asked]:
    it = Asked([str(python), "-m", *arguments], environment)
    try:
        yield it
    finally:
        if it.process.stdin:
            it.process.stdin.close()
        it.process.wait()


def run(python: Path, *arguments: str, environment: Mapping[str, str]) -> None:
    """Raises CalledProcessError."""
    command = [str(python), "-m", *arguments]
    subprocess.run(command, check=True, env=environment, cwd=REPOSITORY)  # noqa: S603
