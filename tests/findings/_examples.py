"""A draft in a small site, on which the examples of the rules are tried one after the other."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from articles.models import Article
from editorial import acts, hooks
from evidence.cited import attach_cited
from evidence.library import save_reference
from evidence.models import Reference
from evidence.retractions.importing import import_data
from tests import cast
from tests.evidence.retractions._file import row, written


def build():
    """A revised article; a page that is live, one that is withdrawn, one that never was public."""
    wen = cast.person("Wen", "Writer", is_staff=True)
    edda = cast.person("Edda", "Editor", is_staff=True)
    ravi = cast.clinician("Ravi", "Reviewer")
    for key, year in (("known-2010", 2010), ("newer-2020", 2020)):
        save_reference(Reference(key=key, title=key, year=year), by=wen)
    for key in ("retracted-2010", "doubted-2011"):
        save_reference(Reference(key=key, title=key, doi=f"10.1056/{key}"), by=wen)
    with TemporaryDirectory() as folder:
        doubted = row("10.1056/doubted-2011", nature="Expression of concern")
        import_data(written(Path(folder), row("10.1056/retracted-2010"), doubted))
    for slug in ("live", "withdrawn", "taken"):
        cast.publish(cast.article(wen, slug=slug), wen, ravi)
    acts.withdraw(Article.objects.get(slug="withdrawn"), by=edda, reason="A study was retracted.")
    cast.article(wen, slug="draft")
    subject = cast.article(wen, slug="subject", change_note="First words.")
    cast.publish(subject, wen, ravi)
    acts.revise(subject, by=wen)
    return subject.stored()


def tried(document, example):
    """What is found where the example stands in the draft; inside a transaction of the test."""
    fields = {"body": example} if isinstance(example, str) else dict(example)
    listed = [Reference.objects.get(key=key).pk for key in fields.pop("sources", "").split()]
    for name, value in ({"change_note": "Second words."} | fields).items():
        if name == "see_also":
            document.see_also.set([Article.objects.get(slug=value)])
        else:
            is_time = name == "expire_at"
            setattr(document, name, datetime.fromisoformat(value) if is_time else value)
    attach_cited(document, listed)
    advice = [each for ask in hooks.draft_advice for each in ask(document)]
    return [*document.findings(), *advice]
