"""What comes back is neither logged nor kept, and goes nowhere else."""

import pytest
from django.urls import reverse

from tests.immunosite.returned._doors import *  # noqa: F403
from tests.immunosite.returned._doors import door_of, end_session, typed_into
from tests.immunosite.returned._tab import opened

pytestmark = pytest.mark.django_db


def test_the_text_is_neither_logged_nor_kept_on_the_server(
    client, request, caplog, django_assert_num_queries
):
    form = typed_into(client, door_of("save", request))
    end_session(client)
    with django_assert_num_queries(1):  # whose text it was
        form.send()
    assert "Five hours" not in caplog.text


def test_only_forms_of_somebody_signed_in_say_whose_they_are(client, wen):
    assert "typed_by" not in opened(client, reverse("account_login"), "username").fields
    assert client.get("/ask/").cookies == {}
    client.force_login(wen)
    assert "typed_by" in opened(client, reverse("admin:articles_article_add"), "summary").fields


def test_a_page_sent_again_goes_to_its_own_address_and_no_other(client, request):
    form = typed_into(client, door_of("save", request))
    end_session(client)
    lost = form.client.post(f"{form.url}?next=https://evil.example/", form.fields)
    assert b'<form method="post" class="stacked"' in lost.content
    assert b"action=" not in lost.content
    assert lost.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in lost.headers["Content-Security-Policy"]
