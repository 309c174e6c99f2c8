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


@pytest.mark.parametrize("name", RUNS)
def test_a_small_run_comes_to_its_end(name):
    arguments, said = RUNS[name]
    # On a database of its own, thrown away, whichever these tests run on.
    environment = os.environ | {"DATABASE_URL": ""}
    command = [sys.executable, "-W", "ignore", "-m", f"benchmarks.{name}", *arguments]
    run = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert said in run.stdout
