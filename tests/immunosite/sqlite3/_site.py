"""A small site in a database of its own, at DATABASE_URL.

`python -m tests.immunosite.sqlite3._site`
"""

import django

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command
from django.db import connections

from tests import cast


def build() -> None:
    call_command("migrate", verbosity=0)
    wen = cast.person("Wen", "Writer", is_staff=True)
    ravi = cast.clinician("Ravi", "Reviewer")
    cast.publish(cast.article(wen, slug="signed"), wen, ravi)
    cast.submit(cast.article(wen, slug="in-review"), wen)
    cast.article(wen, slug="draft")
    connections.close_all()


if __name__ == "__main__":
    build()
