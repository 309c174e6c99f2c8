"""Adds pages in states that the sample content has none of. Run in a process of the site's own."""

from editorial import acts
from editorial.models import User
from tests import cast


def tell() -> None:
    wen, mei, edda = (User.objects.get(username=name) for name in ("wen", "mei", "edda"))
    article = cast.article(wen, slug="withdrawn-once", title="Withdrawn once")
    cast.publish(article, wen, mei)
    acts.withdraw(article, by=edda, reason="A study was retracted.")
    again = acts.revise(article, by=wen).specific
    again.title = "Published again"
    cast.publish(cast.save(again, wen), wen, mei)
