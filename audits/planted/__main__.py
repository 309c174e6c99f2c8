"""`python -m audits.planted [word ...]`: exits with 1 when a test does not notice its fault."""

import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from audits.mutants.making import ROOT, copy_project

COPY = ROOT / "var" / "planted"
LIST = Path(__file__).with_name("faults.toml")
FAILED = 1  # how pytest ends when tests ran and some failed


@dataclass(frozen=True)
class Fault:
    """`edits`: file, what stands there once, and what brings the fault back."""

    name: str
    test: str
    edits: tuple[tuple[str, str, str], ...]


def faults() -> list[Fault]:
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))["fault"]
    return [Fault(each["name"], each["test"], tuple(map(tuple, each["edits"]))) for each in listed]


def main() -> int:
    words = sys.argv[1:]
    chosen = [each for each in faults() if not words or any(word in each.name for word in words)]
    copy_project(COPY)
    if run(*{each.test for each in chosen}):
        print("The tests do not pass as they are.")
        return 1
    unseen = [each for each in chosen if not is_noticed(each)]
    print(f"{len(chosen) - len(unseen)} of {len(chosen)} planted faults are noticed by their test.")
    return int(bool(unseen))


def is_noticed(fault: Fault) -> bool:
    plant(fault)
    ended = run(fault.test)
    for file, _, _ in fault.edits:
        (COPY / file).write_bytes((ROOT / file).read_bytes())
    print(f"{'noticed' if ended == FAILED else f'NOT NOTICED ({ended})'}: {fault.name}", flush=True)
    return ended == FAILED


def plant(fault: Fault) -> None:
    for file, was, becomes in fault.edits:
        text = (COPY / file).read_text(encoding="utf-8")
        if text.count(was) != 1:
            raise SystemExit(f"“{fault.name}”: {file} has no such line, or more than one: {was}")
        (COPY / file).write_text(text.replace(was, becomes), encoding="utf-8")


def run(*tests: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--rootdir=.", "-p", "no:cacheprovider"]
    log = COPY / "last.log"
    with log.open("wb") as out:
        ended = subprocess.run([*command, *tests], check=False, cwd=COPY, stdout=out, stderr=out)  # noqa: S603
    return ended.returncode


if __name__ == "__main__":
    sys.exit(main())
