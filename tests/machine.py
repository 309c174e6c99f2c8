"""What the tests need from the machine itself: Chromium, a PostgreSQL server, nginx and Varnish.

`python -m tests.machine` installs what is missing through Debian's packages.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path


class MissingProgram(Exception):
    """The message says what to install."""


def chromium() -> Path:
    for name in ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"):
        if found := shutil.which(name):
            return Path(found)
    raise MissingProgram("Chromium is not installed (Debian: apt-get install chromium).")


def postgres_programs() -> Path:
    """The folder that holds `initdb` and `postgres`, the newest where there are several."""
    folders = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    # Debian keeps the server's programs off the PATH.
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(installed, key=lambda folder: float(folder.parent.name), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise MissingProgram("The PostgreSQL server is not installed (Debian: postgresql).")


def nginx() -> Path:
    return _server("nginx", "nginx-light")


def varnish() -> Path:
    return _server("varnishd", "varnish")


def _server(name: str, package: str) -> Path:
    # Debian keeps servers where only root's PATH leads.
    if found := shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"):
        return Path(found)
    raise MissingProgram(f"{name} is not installed (Debian: apt-get install {package}).")


NEEDED = {
    "chromium": chromium,
    "postgresql": postgres_programs,
    "nginx-light": nginx,
    "varnish": varnish,
}


def install(package: str) -> None:
    apt = shutil.which("apt-get")
    sudo = [] if os.geteuid() == 0 else [shutil.which("sudo") or "", "-n"]
    if not apt or "" in sudo:
        raise MissingProgram(
            f"{package} is missing and cannot be installed from here: that takes apt-get and root"
            " or sudo. Install it by hand, then run this again."
        )
    print(f"Installing {package} with apt-get ...", flush=True)
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    try:
        subprocess.run([*sudo, apt, "update", "-qq"], check=True)
        subprocess.run(
            [*sudo, *environment, apt, "install", "-y", "-qq", "--no-install-recommends", package],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    except subprocess.CalledProcessError as error:
        raise MissingProgram(f"Installing {package} failed ({error}).") from error


def main() -> None:
    for package, find in NEEDED.items():
        try:
            find()
        except MissingProgram:
            install(package)
            find()


if __name__ == "__main__":
    try:
        main()
    except MissingProgram as error:
        sys.exit(str(error))
