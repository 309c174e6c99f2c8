"""`python -m audits.mutants [file ...] [--again] [--tests ...]`: exits with 1 when too few mutants
are killed, or one survives that is not in the list with its reason."""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict

from mutmut.configuration import config

from audits.mutants.making import COPY, ROOT, Mutant, copy_project, mutate
from audits.mutants.report import Report

LAST = ROOT / "var" / "mutants.json"


def main() -> int:
    given = arguments()
    copy_project()
    mutants = [mutant for path in given.files or files() for mutant in mutate(path)]
    if given.again:
        last = json.loads(LAST.read_text(encoding="utf-8"))
        mutants = [mutant for mutant in mutants if last.get(str(mutant)) != "killed"]
    print(f"{len(mutants)} mutants. First the tests as they are ...", flush=True)
    fates = try_out(mutants, given.tests, given.workers)
    known = json.loads(LAST.read_text(encoding="utf-8")) if LAST.exists() else {}
    LAST.write_text(json.dumps(known | fates, indent=1, ensure_ascii=False), encoding="utf-8")
    return Report(fates, complete=not (given.files or given.again)).show()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m audits.mutants")
    parser.add_argument("files", nargs="*", help="instead of all that pyproject.toml names")
    parser.add_argument("--again", action="store_true", help="only what lived at the last run")
    parser.add_argument("--tests", nargs="+", default=config().pytest_add_cli_args_test_selection)
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


def files() -> list[str]:
    """As pyproject.toml names them under tool.mutmut."""
    found = [path for pattern in config().only_mutate for path in sorted(ROOT.glob(pattern))]
    return [str(path.relative_to(ROOT)) for path in found]


def try_out(mutants: list[Mutant], tests: list[str], workers: int) -> dict[str, str]:
    plan = COPY / "mutants.json"
    what = {"mutants": [asdict(each) for each in mutants], "workers": workers, "folder": str(COPY)}
    plan.write_text(json.dumps(what), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "--rootdir=.", "-p", "no:cacheprovider"]
    command += ["-p", "audits.mutants.trying", "-m", "not browser", *tests]
    environment = os.environ | {"MUTANTS": str(plan), "PYTHONPATH": str(COPY)}
    subprocess.run(command, cwd=COPY, env=environment, check=True)  # noqa: S603
    lines = [line for file in COPY.glob("fates.*") for line in file.open(encoding="utf-8")]
    fates = dict(map(json.loads, lines))
    return {str(each): fates[each.name] for each in mutants}


if __name__ == "__main__":
    sys.exit(main())
