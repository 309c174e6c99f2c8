"""A copy of the project in which each function of the files named stands with all its mutants."""

import ast
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from mutmut.mutation.file_mutation import MutatedFile, mutate_file_contents

ROOT = Path(__file__).resolve().parents[2]
COPY = ROOT / "var" / "mutants"


@dataclass(frozen=True)
class Mutant:
    """`name` is what mutmut's switch is told. From line `start` to `end` of the copy stands what is
    changed in the original function, so a test that runs none of these cannot notice."""

    name: str
    path: str
    function: str
    was: str
    becomes: str
    nth: int  # of those that read the same
    start: int
    end: int

    def __str__(self) -> str:
        """By which a later run knows it again; mutmut's own numbers move with every edit."""
        again = f" ({self.nth})" if self.nth > 1 else ""
        return f"{self.path} {self.function}: {self.was} ⟶ {self.becomes}{again}"


def copy_project(to: Path = COPY) -> None:
    """All that git knows of or would add, as it stands in the working tree."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S603
    shutil.rmtree(to, ignore_errors=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():  # git lists also what was deleted and not committed yet
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, to / name)


def mutate(path: str) -> list[Mutant]:
    """Put the mutants of one file into the copy."""
    mutated = mutate_file_contents(path, (ROOT / path).read_text(encoding="utf-8"))
    (COPY / path).write_text(mutated.code, encoding="utf-8")
    return list(_mutants(path, mutated))


def _mutants(path: str, mutated: MutatedFile) -> Iterator[Mutant]:
    lines = mutated.code.splitlines()
    statements = _statements(mutated.code)
    seen: Counter[tuple[str, str, str]] = Counter()
    module = path.removesuffix(".py").replace("/", ".")
    for name in mutated.mutant_names:
        mangled = name.rpartition("__mutmut_")[0]
        first, original = _function(lines, mutated, f"{mangled}__mutmut_orig")
        _, changed = _function(lines, mutated, name)
        at, was, becomes = _difference(original, changed)
        what = (mangled[2:].replace("ǁ", "."), was, becomes)
        seen[what] += 1
        where = _statement(statements, first, first + len(original) - 1, first + at)
        yield Mutant(f"{module}.{name}", path, *what, seen[what], *where)


def _function(lines: list[str], mutated: MutatedFile, name: str) -> tuple[int, list[str]]:
    """The line that it starts on, and its text without the name that mutmut gave it."""
    span = mutated.line_span_by_function_name[name]
    return span.start, [line.replace(name, "") for line in lines[span.start - 1 : span.end]]


def _difference(original: list[str], changed: list[str]) -> tuple[int, str, str]:
    """At which line they begin to differ, and what stands there in each."""
    matcher = SequenceMatcher(None, original, changed, autojunk=False)
    parts = [part for part in matcher.get_opcodes() if part[0] != "equal"]
    was = [line.strip() for _, start, end, _, _ in parts for line in original[start:end]]
    becomes = [line.strip() for _, _, _, start, end in parts for line in changed[start:end]]
    return parts[0][1], " ".join(was), " ".join(becomes)


def _statements(code: str) -> list[tuple[int, int]]:
    """From which line to which each stands; of a compound one only its head, of a function all: its
    head, where defaults are, runs when the module is loaded."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.stmt):
            body = None if isinstance(node, ast.FunctionDef) else getattr(node, "body", None)
            end = body[0].lineno - 1 if body else node.end_lineno or node.lineno
            found.append((node.lineno, max(end, node.lineno)))
    return found


def _statement(
    statements: list[tuple[int, int]], first: int, last: int, line: int
) -> tuple[int, int]:
    """The narrowest about the line."""
    about = [each for each in statements if first <= each[0] <= line <= each[1]]
    return min(about, key=lambda each: each[1] - each[0], default=(first, last))
