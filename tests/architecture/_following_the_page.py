"""Run by a test in a process of its own: a new kind of document, as docs/adding-a-kind.md makes it.

Argument: the folder into which the page's listings were written. Prints what went wrong.
"""

import json
import sys
from io import StringIO
from pathlib import Path

import django
from django.core.management import CommandError, call_command

from immunosite import environment

sys.path.insert(0, sys.argv[1])
environment.use_settings("trial_settings")
django.setup()


def publish():
    from leaflets.models import Leaflet  # type: ignore[import-not-found]  # noqa: PLC0415

    from tests import cast  # noqa: PLC0415

    wen, ravi = cast.person("Wen", "Writer"), cast.clinician("Ravi", "Reviewer")
    cast.person("Edda", "Editor", is_staff=True)
    body = "<p>Bring the zebracanary along.</p>"
    leaflet = Leaflet(
        owner=wen, title="Before you come", slug="before", summary="A list.", body=body
    )
    return cast.publish(cast.save(leaflet, wen), wen, ravi)


def refuses_sources() -> None:
    """A kind whose text cites none can be imported, and is told where a row lists some."""
    row = {"title": "Again", "slug": "again", "body": "Bring it."}
    file = Path(sys.argv[1], "rows.jsonl")
    given = [str(file), "--writer=wen", "--kind=leaflet"]
    file.write_text(json.dumps(row | {"references": ["hodi-2010"]}))
    try:
        call_command("import_documents", *given, stdout=StringIO(), stderr=(said := StringIO()))
    except CommandError:
        if "unknown field: references" not in said.getvalue():
            print(f"The import says of a source: {said.getvalue()}")
    else:
        print("The import takes a source that no page shows.")
    file.write_text(json.dumps(row))
    call_command("import_documents", *given, stdout=StringIO())


PAGES = ["/leaflets/", "/leaflets/before/", "/leaflets/before/history/", "/search/?q=zebracanary"]
PAGES += ["/leaflets/before/history/1/", "/leaflets/before/history/1/signed.json", "/api/v1/pages/"]
PAGES += ["/leaflets/before/report/", "/api/v1/pages/leaflet/before/", "/sitemap-leaflets.xml"]
PAGES += ["/", "/articles/", "/reviewers/ravi/", "/api/v1/pages/leaflet/", "/corrections/"]
WITHOUT_IT = {"/", "/articles/", "/reviewers/ravi/", "/corrections/"}


def read(client, places) -> None:
    for place in places:
        answer = client.get(place, follow=True)
        text = b"".join(answer) if answer.streaming else answer.content
        found = any(word in text for word in (b"Before you come", b"/leaflets/before/"))
        if answer.status_code != 200 or not (found or place in WITHOUT_IT):
            print(
                f"{place} answers {answer.status_code}, and {'has' if found else 'lacks'} the page"
            )


def main() -> None:
    from django.test import Client  # noqa: PLC0415 - after the setup
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    setup_test_environment()
    call_command("makemigrations", "leaflets", verbosity=0)
    call_command("migrate", verbosity=0)
    if said := call_check():
        print(f"The check says: {said}")
    publish()
    refuses_sources()
    read(Client(), PAGES)
    from editorial.models import User  # noqa: PLC0415

    client = Client()
    client.force_login(User.objects.get(username="edda"))
    read(client, ["/admin/leaflets/leaflet/"])
    call_command("verify_records", stdout=StringIO())


def call_check() -> str:
    from editorial.checks import check_kinds  # noqa: PLC0415

    return "; ".join(message.msg for message in check_kinds(None))


main()
