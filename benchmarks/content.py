"""Many editions, and the same words for Wagtail.

    python -m benchmarks.content MEDQUAD SIZE FILE [text]

Run in the environment of `benchmarks.ours`. With `text`, what readers get of each page is written,
too, as JSON lines: with its links to the glossary and their meanings, so that both sites send like
bytes.
"""

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from lxml import html


def main(medquad: Path, size: int, file: Path, with_text: str = "") -> None:
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - not before the setup

    from benchmarks.many_editions import growing  # noqa: PLC0415

    call_command("make_receipt_key", stdout=io.StringIO())
    list(growing(medquad, [size]))
    with file.open("w", encoding="utf-8") as lines:
        for row in rows(with_text=bool(with_text)):
            lines.write(json.dumps(row) + "\n")


def rows(*, with_text: bool) -> Iterator[dict[str, object]]:
    from editorial.models import Edition  # noqa: PLC0415

    for edition in Edition.objects.live().order_by("pk").shown():
        signer = edition.review.sign_offs.all()[0]
        yield {
            **{
                name: edition.snapshot[name]
                for name in ("kind", "slug", "title", "summary", "writer")
            },
            "document": edition.document_id,
            "genre": edition.snapshot["content"].get("genre", ""),
            "facets": edition.snapshot["facets"],
            "last_reviewed": edition.last_reviewed.isoformat(),
            "next_review_due": edition.next_review_due.isoformat(),
            "reviewer": {
                "slug": signer.signer_slug,
                "name": signer.printed_name,
                "credentials": signer.credentials,
            },
            **(text_of(edition.get_absolute_url()) if with_text else {}),
        }


def text_of(address: str) -> dict[str, str]:
    """The rendered text of a page, and the meanings that its links open."""
    from django.test import Client  # noqa: PLC0415

    page = html.fromstring(Client(headers={"host": "localhost"}).get(address).content.decode())
    prose = page.find_class("prose")
    meanings = page.xpath("//*[starts-with(@id, 'meaning-')]")
    return {
        "body": "".join("".join(map(written, each)) for each in prose),
        "meanings": "".join(map(written, meanings)),
    }


def written(element: html.HtmlElement) -> str:
    return str(html.tostring(element, encoding="unicode", with_tail=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:])
