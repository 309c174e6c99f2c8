"""The tests' settings, with one app more; nothing else."""

import os

from tests.settings import *  # noqa: F403 - all of them
from tests.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = ["tests.fifth_kind", *INSTALLED_APPS]
# The run that starts this one has its own.
if "sqlite3" not in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": f"test_fifth_kind_{os.getpid()}"}
