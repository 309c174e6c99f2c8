"""The steps of `benchmarks.authorship`, once Django is set up."""

import random

from django.core.management import call_command

from articles.models import Article
from benchmarks.start import REPOSITORY
from benchmarks.steps import people, sign
from benchmarks.timing import Times
from editorial import acts
from editorial.acts import drafts
from editorial.models import Authorship, Document, User

ROUNDS = 7
WORDS = (REPOSITORY / "docs" / "adding-a-kind.md").read_text(encoding="utf-8").split()


def run(revisions: int, passages: int) -> None:
    call_command("migrate", verbosity=0)
    chance = random.Random(5)  # noqa: S311 - the same page each time
    writer, signer = people()
    once, often = (_page(f"Page {n}", writer, passages, chance) for n in (1, 2))
    saves = Times("save")
    for number in range(revisions - 1):
        with saves.one():
            _edit(often, writer, number, chance)
    print(f"{passages} passages, {revisions} saves, {Authorship.objects.count()} rows of authors")
    print(saves)
    for page, name in ((once, "submit after 1 save"), (often, f"after {revisions}")):
        print(_submissions(page.stored(), writer, Times(name)))
    for page, name in ((once, "sign after 1 save"), (often, f"after {revisions}")):
        print(_signature(page.stored(), writer, signer, Times(name)))


def _sentence(chance: random.Random) -> str:
    words = (word.strip("`*<>#|\"'") for word in chance.sample(WORDS, 25))
    return "<p>" + " ".join(filter(str.isalnum, words)) + ".</p>"


def _page(title: str, by: User, passages: int, chance: random.Random) -> Article:
    body = "".join(_sentence(chance) for _ in range(passages))
    slug = title.lower().replace(" ", "-")
    page = Article(title=title, slug=slug, summary="S.", owner=by, body=body)
    with drafts.saving(page, by=by, draft_version=0):
        return page


def _edit(page: Article, by: User, number: int, chance: random.Random) -> None:
    """A word more in one paragraph; each tenth time a paragraph is another."""
    paragraphs = page.body.split("</p>")[:-1]
    place = number % len(paragraphs)
    if number % 10 == 0:
        paragraphs[place] = _sentence(chance).removesuffix("</p>")
    else:
        paragraphs[place] += f" word{number}"
    setattr(page, "body", "".join(f"{each}</p>" for each in paragraphs))  # noqa: B010
    with drafts.saving(page, by=by, draft_version=page.draft_version):
        pass


def _submissions(page: Document, by: User, times: Times) -> Times:
    for _ in range(ROUNDS):
        with times.one():
            review = acts.submit(page, by=by, draft_version=page.draft_version)
        acts.recall(review, by=by)
    return times


def _signature(page: Document, by: User, signer: User, times: Times) -> Times:
    """The first edition, and those of the same text that follow it."""
    for _ in range(ROUNDS):
        review = acts.submit(page, by=by, draft_version=page.draft_version)
        with times.one():
            sign(review, User.objects.get(pk=signer.pk))
        acts.revise(page, by=by)
    return times
