"""The whole path at scale: import, submit, sign off, verify, read.

    python -m benchmarks.full_path [FILE] [--database-url URL] [--rows N]
    python -m tests.postgres python -m benchmarks.full_path [FILE]

FILE is MedQuAD's sample (default: ../shared/data/medquad-sample.jsonl). The database must be empty;
without an address it is an SQLite file that is thrown away. Settings are the site's own: Argon2
passwords, and on SQLite a disk flush at each commit.
"""

import random
from pathlib import Path

from benchmarks.start import parser_of, site


def shuffled(file: Path, folder: Path, rows: int) -> Path:
    """The rows in random order: by source, the first would be longer than the last."""
    lines = file.read_text(encoding="utf-8").splitlines()
    random.Random(2).shuffle(lines)  # noqa: S311 - the same order each time
    path = folder / "rows.jsonl"
    path.write_text("\n".join(lines[: rows or None]) + "\n", encoding="utf-8")
    return path


def main() -> None:
    parser = parser_of("full_path")
    parser.add_argument("--rows", type=int, default=0, help="only so many, chosen at random")
    with site(parser) as (given, folder):
        from benchmarks.steps import run  # noqa: PLC0415 - models, so not before the setup

        run(shuffled(given.file, folder, given.rows))


if __name__ == "__main__":
    main()
