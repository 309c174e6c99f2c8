"""What the tests of rounds share."""

from django.urls import reverse
from lxml import html

from tests import cast

QUEUE = reverse("desk-queue")


DOSE = "<h2>Dose</h2><p>Take {} mg once a day.</p>"


def url(review, route="review", *more):
    return reverse(f"desk-{route}", args=[review.pk, *more])


def get(client, review, since=""):
    response = client.get(url(review), {"since": since} if since else {})
    assert response.status_code == 200
    return " ".join(html.fromstring(response.text).text_content().split())


def again(review, writer, **fields):
    draft = review.document.stored()
    for name, value in fields.items():
        setattr(draft, name, value)
    cast.save(draft, writer)
    return cast.submit(draft, writer)
