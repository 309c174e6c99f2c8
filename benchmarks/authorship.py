"""What authors of passages cost: saves of a long page, its submission and its signature, after one
save and many.

    python -m benchmarks.authorship [--revisions N] [--passages N]
    python -m tests.postgres python -m benchmarks.authorship

The database must be empty; without an address it is an SQLite file that is thrown away.
"""

import argparse
from pathlib import Path

from benchmarks.start import REPOSITORY, site


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.authorship")
    parser.add_argument("file", nargs="?", type=Path, default=REPOSITORY / "README.md")
    parser.add_argument("--database-url", default="")
    parser.add_argument("--revisions", type=int, default=1000)
    parser.add_argument("--passages", type=int, default=200)
    with site(parser) as (given, _):
        from benchmarks.authorship_steps import run  # noqa: PLC0415 - models, so not before the setup

        run(given.revisions, given.passages)


if __name__ == "__main__":
    main()
