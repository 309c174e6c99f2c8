"""Wagtail with the same content, in a virtual environment of its own under `var/`."""

import os
import shutil
import subprocess
import venv
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.start import REPOSITORY

# Of the day that the comparison was written; Django and gunicorn are ours, so that Wagtail alone is
# compared. brotli is for nobody's gain: Django compresses nothing by itself.
WAGTAIL = "wagtail==8.0"


class Wagtail:
    """`folder` is for its database, `environment` for its virtual environment."""

    def __init__(self, folder: Path, environment: Path, *, is_wanted: bool = True) -> None:
        self.folder, self.environment_folder = folder, environment
        self.python, self.is_wanted = environment / "bin" / "python", is_wanted

    def environment_of(self, *, cached: bool = False) -> dict[str, str]:
        return os.environ | {
            "BENCHMARK_VAR": str(self.folder),
            "BENCHMARK_CACHE": "true" if cached else "false",
            "DJANGO_SETTINGS_MODULE": "benchmarks.wagtail_site.settings",
            "PYTHONWARNINGS": "ignore",
            "PYTHONPATH": f"{REPOSITORY}{os.pathsep}{self.folder}",
        }

    def install(self) -> None:
        """Nothing where these versions are there already."""
        wanted = [WAGTAIL, *ours("Django", "gunicorn", "granian")]
        stamp = self.environment_folder / "installed"
        if stamp.exists() and stamp.read_text() == "\n".join(wanted):
            return
        print(f"Installing {WAGTAIL} into a virtual environment of its own ...", flush=True)
        venv.create(self.environment_folder, with_pip=True, clear=True)
        pip = [str(self.python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        subprocess.run([*pip, *wanted], check=True)  # noqa: S603
        stamp.write_text("\n".join(wanted))

    def manage(self, *arguments: str) -> None:
        command = [str(self.python), "-m", "django", *arguments]
        subprocess.run(command, check=True, env=self.environment_of(), cwd=REPOSITORY)  # noqa: S603

    def load(self, content: Path) -> None:
        (self.folder / "wagtail.sqlite3").unlink(missing_ok=True)
        migrations = self.folder / "wagtail_migrations"
        shutil.rmtree(migrations, ignore_errors=True)
        migrations.mkdir()
        (migrations / "__init__.py").touch()
        self.manage("makemigrations", "wagtail_site", "--verbosity", "0")
        self.manage("migrate", "--verbosity", "0")
        self.manage("load_content", str(content))


def ours(*names: str) -> list[str]:
    """The versions of these packages that our own environment has, of those that it has."""
    return [f"{name}=={version(name)}" for name in names if is_installed(name)]


def is_installed(name: str) -> bool:
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False
