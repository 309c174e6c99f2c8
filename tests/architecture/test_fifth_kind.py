"""A fifth kind of document is everywhere, and nothing outside its folder knows it."""

import subprocess
import sys

from django.conf import settings

from immunosite import environment
from tests.architecture._code import modules

WALK = "tests/fifth_kind/walk.py"


def test_a_fifth_kind_is_walked_from_a_file_to_every_place_that_readers_see():
    options = ["-q", "-p", "no:cacheprovider", "--ds=tests.fifth_kind.settings"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, WALK],
        cwd=settings.BASE_DIR,
        env=environment.for_child({"DJANGO_SETTINGS_MODULE": "tests.fifth_kind.settings"}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_the_site_s_own_code_does_not_know_it():
    words = ("fifth_kind", "clinical-trials", '"trial"')
    knowing = [name for name, code in modules().items() if any(w in code.source for w in words)]
    assert knowing == []
    templates = (settings.BASE_DIR / "templates").rglob("*.html")
    assert not [each for each in templates if "clinical-trial" in each.read_text(encoding="utf-8")]
