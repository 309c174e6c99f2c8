"""Where the programs are that the audits start."""

import shutil
from pathlib import Path

from tests.machine import MissingProgram

# `make audit` installs the checkers there; the repository holds only their version numbers.
NODE_MODULES = Path(__file__).resolve().parent.parent / "var" / "audit" / "node_modules"
PACKAGES = {"java": "default-jre-headless", "node": "nodejs"}


def program(name: str) -> str:
    if found := shutil.which(name):
        return found
    raise MissingProgram(f"{name} is not installed (Debian: apt-get install {PACKAGES[name]}).")
