"""The evidence pack: all that proves one edition, as a ZIP that an auditor checks without the site.

The same bytes each time, as long as no receipt key is added. See docs/receipts.md and ADR 37.
"""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.template.loader import render_to_string

from editorial import changes
from editorial.digests import canonical
from editorial.exceptions import RecordsDoNotMatch
from editorial.models import Edition
from editorial.models.edition import EditionQuerySet
from editorial.models.edition_passages import Standing
from editorial.passages import Passage
from editorial.passages.proven import ProvenPassages, proven_passages
from editorial.proof import as_signed
from editorial.receipts.claims import assertion_of
from editorial.receipts.key_set import jwks

STANDING_FILES = Path(__file__).parent / "pack"
THE_FIRST = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP can name


def packable() -> EditionQuerySet:
    """Every edition: none is published without a receipt."""
    return Edition.objects.filter(receipt__isnull=False).select_related("receipt").with_record()


def file_name(edition: Edition) -> str:
    return f"{edition.kind}-{edition.slug}-edition-{edition.number}-evidence.zip"


def evidence_pack(edition: Edition) -> bytes:
    """A ZIP of an edition from `packable`. What it costs does not grow with other editions.

    Raises RecordsDoNotMatch: what proves nothing is not handed over."""
    proven = proven_passages(edition) if as_signed([edition]) else None
    if proven is None:
        raise RecordsDoNotMatch(
            f"The record of edition {edition.number} does not hold, so there is no evidence to "
            "hand over. Call an operator: verify_records says what is amiss."
        )
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as pack:
        for name, content in _files(edition, proven):
            # With a time of its own each pack would have other bytes.
            pack.writestr(ZipInfo(name, THE_FIRST), content, ZIP_DEFLATED)
    return buffer.getvalue()


def _files(edition: Edition, proven: ProvenPassages) -> Iterator[tuple[str, bytes]]:
    for name in ("README.txt", "verify.py"):
        yield name, (STANDING_FILES / name).read_bytes()
    signed = list(edition.review.sign_offs.select_related("key_signature"))
    yield "receipt.json", _readable(edition.receipt.jws)
    yield "signed.json", canonical(edition.snapshot)
    # Lines of canonical JSON hold no line break, so that each line is what was hashed.
    yield "passages.jsonl", _lines([passage.leaf for passage, _ in proven.rows])
    yield "signatures.jsonl", _lines([canonical(each.as_record()) for each in signed])
    yield "assertions.json", _readable([assertion_of(each) for each in signed])
    yield "jwks.json", _readable(jwks())
    yield "differences.html", _differences(edition).encode()
    yield "contributors.json", _readable([_contributor(*each, proven) for each in proven.rows])


def _differences(edition: Edition) -> str:
    earlier = Edition.objects.ever_public().filter(
        document=edition.document_id, number__lt=edition.number
    )
    before = earlier.order_by("-number").first()
    found = changes.between(before.snapshot, edition.snapshot, {}) if before else None
    context = {"edition": edition, "before": before, "changes": found}
    return render_to_string("receipts/differences.html", context)


def _contributor(passage: Passage, row: Standing, proven: ProvenPassages) -> dict[str, object]:
    def named(ids: list[int]) -> list[str]:
        return [f"{each.printed_name}, {each.credentials}" for each in proven.named(ids)]

    return {
        "place": passage.label,
        "begins": passage.excerpt,
        "passage": row["passage"],
        "written_by": [author["name"] for author in row["authors"]],
        "unchanged_since_edition": row["since"],
        "signed_as_it_stands_by": named(row["signed"]),
        "first_signed_with_the_whole_page_by": named(row["first"]),
        "last_signed_with_the_whole_page_by": named(row["last"]),
    }


def _lines(lines: list[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def _readable(content: object) -> bytes:
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()
