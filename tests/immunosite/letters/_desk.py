"""Readers' letters, and an editor who opens them in the admin."""

from typing import Any

import pytest
from django.test import Client

from immunosite.letters.models import Letter
from immunosite.letters.receiving import receive

LIST = "/admin/letters/letter/"
READER = "reader@example.org"


@pytest.fixture
def question() -> Letter:
    return letter("May I have a flu jab?", reply_to=READER)


def letter(text: str, edition: Any = None, reply_to: str = "") -> Letter:
    kind = "problem" if edition else "question"
    receive(kind, text, edition=edition, reply_to=reply_to, sender="")
    return Letter.objects.latest("pk")


@pytest.fixture
def desk(edda) -> Client:
    client = Client()
    client.force_login(edda)
    return client


def url(letter: Letter) -> str:
    return f"{LIST}{letter.pk}/change/"


def act(desk: Client, letter: Letter, name: str, **fields):
    answer = desk.post(url(letter), {"act": name, **fields}, follow=True)
    letter.refresh_from_db()
    return answer
