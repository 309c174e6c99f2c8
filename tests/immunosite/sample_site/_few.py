"""Loads of a few of the sample's pages, in processes that can be killed at a chosen moment.

`python -m tests.immunosite.sample_site._few FOLDER [MOMENT …]`: for each moment (a statement to the
database, counted from 1; before or after a commit) a child loads, and is killed there; the last one
loads undisturbed. Its exit status is the sum of those that were not killed.
"""

import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection, connections
from django.test import override_settings

from immunosite.importing.rows import Row
from immunosite.sample_site import content, loading
from tests.editorial.acts._killed import die, struck

KEPT = {
    "glossaryentry/checkpoint-inhibitor", "glossaryentry/immunotherapy",
    "therapytype/car-t-cell-therapy", "condition/lymphoma", "article/what-immunotherapy-is",
    "article/side-effects-and-when-to-call", "article/how-long-does-treatment-last",
    "article/what-research-is-looking-at", "article/personalised-treatment",
}  # fmt: skip
LINKS = {
    "see_also": "", "therapies": "therapytype/", "conditions": "condition/",
    "glossary": "glossaryentry/",
}  # fmt: skip
# To a page in a text: most of them are left out here, and a link that leads nowhere blocks.
TO_A_PAGE = re.compile(r"\[([^\]]*)\]\(/[a-z]+/[a-z0-9-]+/\)")
rows = content.rows


def few_rows(name: str) -> list[Row]:
    return [_trimmed(row) for row in rows(name) if _address(row) in KEPT]


def _address(row: Row) -> str:
    return "{kind}/{slug}".format(**row.values)


def _trimmed(row: Row) -> Row:
    links = {
        name: [item for item in row.values.get(name, []) if LINKS[name] + item in KEPT]
        for name in LINKS.keys() & row.values.keys()
    }
    texts = {
        name: TO_A_PAGE.sub(r"\1", value)
        for name, value in row.values.items()
        if isinstance(value, str)
    }
    return Row(row.place, row.values | texts | links)


@contextmanager
def few_pages(folder: Path) -> Iterator[None]:
    """A sample site of few pages that keeps its accounts in the folder."""
    settings = override_settings(SAMPLE_SITE=True, VAR_DIR=folder)
    with settings, mock.patch.object(content, "rows", few_rows):
        yield


def child(folder: Path, moment: int) -> None:
    """Never returns."""
    try:
        connection.ensure_connection()
        with few_pages(folder), struck(moment, die):
            loading.load()
        connections.close_all()
        os._exit(0)
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)


def main(folder: Path, moments: list[int]) -> int:
    lived = 0
    for moment in [*moments, 0]:
        pid = os.fork()
        if pid == 0:
            child(folder, moment)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        lived += moment > 0 and status != -signal.SIGKILL
    return lived or status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), [int(moment) for moment in sys.argv[2:]]))
