"""Where the editor sends what was pasted: one transform, for writers and editors alone."""

import pytest
from django.test import Client
from django.urls import reverse

ADDRESS = "/admin/incoming/"


def test_pasted_html_comes_back_clean_with_what_was_left_out(client, wen):
    client.force_login(wen)
    answer = client.post(
        reverse("admin:incoming"), {"html": "<h1>a</h1>5<del>0</del><br>10<sup>9</sup>"}
    )
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer.json() == {
        "html": "<h2>a</h2><p>5<br>10<sup>9</sup></p>",
        "left_out": ["1 deleted passage was left out."],
    }


@pytest.mark.parametrize("who", ["", "olga"])
def test_whoever_may_not_write_is_told_so(client, who, request):
    if who:
        client.force_login(request.getfixturevalue(who))
    answer = client.post(ADDRESS, {"html": "<p>a</p>"})
    assert answer.status_code == 403
    assert answer.json()["message"].startswith("Sign in as a writer")


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"html": "<div>" * 5_000}, 400, "nested more than"),
        ({"html": "x" * 10_000_001}, 413, "in parts"),
        ({"text": "x"}, 400, "as the field “html”"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(client, wen, form, status, said):
    client.force_login(wen)
    answer = client.post(ADDRESS, form)
    assert answer.status_code == status
    assert said in answer.json()["message"]


def test_a_body_beyond_every_text_is_not_read(client, wen):
    client.force_login(wen)
    assert client.post(ADDRESS, {"html": "x" * 17_000_000}).status_code == 413


def test_it_takes_a_post_with_the_token_of_the_page_only(wen):
    client = Client(enforce_csrf_checks=True)
    client.force_login(wen)
    assert client.post(ADDRESS, {"html": "x"}).status_code == 403
    assert client.get(ADDRESS).status_code == 405
