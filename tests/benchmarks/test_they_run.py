"""Each benchmark that goes through the site's own doors still does: small, and without a look at
its times."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

RUNS = {
    "authorship": (["--revisions", "3", "--passages", "3"], "sign after 1 save"),
    "full_path": (["--rows", "5"], "No faults."),
    "public_pages": (["--sizes", "410,420"], "ratio  queries"),
}


def run_of(module, *arguments):
    # On a database of its own, thrown away, whichever these tests run on.
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", module, *arguments],
        cwd=settings.BASE_DIR, env=os.environ | {"DATABASE_URL": ""}, capture_output=True,
        text=True, check=False, timeout=300,
    )  # fmt: skip


@pytest.mark.parametrize("name", RUNS)
def test_a_small_run_comes_to_its_end(name):
    arguments, said = RUNS[name]
    run = run_of(f"benchmarks.{name}", *arguments)
    assert run.returncode == 0, run.stderr
    assert said in run.stdout


def test_the_whole_benchmark_writes_its_page(tmp_path):
    small = ["--form", "smoke", "--no-wagtail", "--only", "cold", "start"]
    folders = ["--output", str(tmp_path / "docs"), "--folder", str(tmp_path / "made")]
    run = run_of("benchmarks", *small, *folders)
    assert run.returncode == 0, run.stderr
    written = (tmp_path / "docs" / "benchmarks.md").read_text()
    assert "| article, for the first time | " in written
    assert "| cold start to first page | ≤ 1.5 s | " in written
    assert "](benchmarks/cold-pages-milliseconds.svg)" in written
