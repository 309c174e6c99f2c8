"""The whole path at scale: import, submit, sign off, verify, read.

    python -m benchmarks.full_path [FILE] [--database-url URL] [--rows N]
    python -m tests.postgres python -m benchmarks.full_path [FILE]

FILE is MedQuAD's sample (default: ../shared/data/medquad-sample.jsonl). The database must be empty;
without an address it is an SQLite file that is thrown away. Settings are the site's own: Argon2
passwords, and on SQLite a disk flush at each commit.
"""

import argparse
import os
import random
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
MEDQUAD = REPOSITORY.parent / "shared" / "data" / "medquad-sample.jsonl"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.full_path")
    parser.add_argument("file", nargs="?", type=Path, default=MEDQUAD)
    parser.add_argument("--database-url", default=os.environ.get("DATABASE_URL", ""))
    parser.add_argument("--rows", type=int, default=0, help="only so many, chosen at random")
    given = parser.parse_args()
    if not given.file.is_file():
        parser.error(f"{given.file} is not there; name the file of MedQuAD's sample.")
    return given


def shuffled(file: Path, folder: str, rows: int) -> Path:
    """The rows in random order: by source, the first would be longer than the last."""
    lines = file.read_text(encoding="utf-8").splitlines()
    random.Random(2).shuffle(lines)  # noqa: S311 - the same order each time
    path = Path(folder) / "rows.jsonl"
    path.write_text("\n".join(lines[: rows or None]) + "\n", encoding="utf-8")
    return path


def main() -> None:
    given = arguments()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "IMMUNOSITE_ENV_FILE": os.devnull,
            "IMMUNOSITE_SAMPLE": "true",
            "IMMUNOSITE_HTTPS": "false",
            "ALLOWED_HOSTS": "localhost",
            "SECRET_KEY": "for the benchmark only",
            "LOG_LEVEL": "ERROR",
            "DATABASE_URL": given.database_url or f"sqlite:///{folder}/benchmark.sqlite3",
            "DJANGO_SETTINGS_MODULE": "immunosite.settings",
        }
        import django  # noqa: PLC0415 - not before the settings are named

        django.setup()
        from benchmarks.steps import run  # noqa: PLC0415 - models, so not before the setup

        run(shuffled(given.file, folder, given.rows))


if __name__ == "__main__":
    main()
