"""The importer as it is run: rows in a file, what it says, and that a refusal writes nothing."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from reversion.models import Version

from editorial.models import Document
from evidence.models import Reference


@pytest.fixture
def rows(tmp_path: Path) -> Any:
    """Writes rows to a file of JSON lines."""

    def write(*rows: dict[str, Any]) -> str:
        path = tmp_path / "rows.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return str(path)

    return write


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("import_documents", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def refused(*arguments: str) -> str:
    """All that was said, after checking that nothing was written."""
    before = Document.objects.count(), Reference.objects.count(), Version.objects.count()
    err = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_documents", *arguments, stdout=StringIO(), stderr=err)
    assert error.value.returncode == 1
    assert before == (
        Document.objects.count(), Reference.objects.count(), Version.objects.count()
    )  # fmt: skip
    return f"{err.getvalue()}{error.value}"


def article_row(slug: str = "a", **fields: Any) -> dict[str, Any]:
    return {"kind": "article", "title": f"Title {slug}", "slug": slug, **fields}


def therapy_row(**fields: Any) -> dict[str, Any]:
    return {"kind": "therapytype", "title": "T", "mechanism": "cell", **fields}
