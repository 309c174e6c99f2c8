"""How long a search takes among 2,000 and among 20,000 editions, by kind of query.

    python -m benchmarks.search [FILE] [--database-url URL] [--sizes 2000,20000]
    python -m tests.postgres python -m benchmarks.search [FILE]

FILE is MedQuAD's sample (default: ../shared/data/medquad-sample.jsonl), whose sentences the pages
are made of. The database must be empty; without an address it is an SQLite file that is thrown
away. The pages did NOT walk the workflow, which is measured by `full_path` and takes too long for
20,000: their rows are written in bulk, with every trigger in place. Search itself, with its
snippets and the editions of its hits, is what the site runs; a page from the store takes less.
"""

import argparse
import os
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
MEDQUAD = REPOSITORY.parent / "shared" / "data" / "medquad-sample.jsonl"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search")
    parser.add_argument("file", nargs="?", type=Path, default=MEDQUAD)
    parser.add_argument("--database-url", default=os.environ.get("DATABASE_URL", ""))
    parser.add_argument("--sizes", default="2000,20000", help="numbers of editions, rising")
    given = parser.parse_args()
    if not given.file.is_file():
        parser.error(f"{given.file} is not there; name the file of MedQuAD's sample.")
    return given


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
        from benchmarks.search_steps import run  # noqa: PLC0415 - models, so not before the setup

        run(given.file, [int(size) for size in given.sizes.split(",")])


if __name__ == "__main__":
    main()
