"""Guessing is braked wherever a secret is checked, and fifty tries at once are no way round."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Lock

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connections
from django.test import Client
from django.utils import timezone

from editorial import acts
from editorial.exceptions import TooManyTries, WrongPassword
from editorial.models import Tries, User
from editorial.people import limits, second_factor
from tests import cast
from tests._factors import app_of, code_of, list_of

AT_ONCE = 50
LOGIN, CODE = "/accounts/login/", "/accounts/login/code/"
races = pytest.mark.django_db(transaction=True)


def at_once(attempt, threads=AT_ONCE):
    """What each of so many threads got, begun in one moment, with a connection of its own."""
    barrier = Barrier(threads)

    def run(number):
        try:
            barrier.wait(60)
            return attempt(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))


@pytest.fixture
def looked_at(monkeypatch):
    """How many passwords and codes were compared."""
    lock, seen = Lock(), []
    verify, accepted = MD5PasswordHasher.verify, second_factor.accepted

    def note(compare):
        def compared(*given, **more):
            with lock:
                seen.append(1)
            return compare(*given, **more)

        return compared

    monkeypatch.setattr(MD5PasswordHasher, "verify", note(verify))
    monkeypatch.setattr(second_factor, "accepted", note(accepted))
    return seen


# --- Every place ---


def login(person):
    return lambda n: Client().post(LOGIN, {"username": person.username, "password": f"no {n}"})


def code(person):
    app_of(person)
    clients = [Client() for _ in range(AT_ONCE)]
    for client in clients:  # one sign-in after the other, each with the right password
        client.post(LOGIN, {"username": person.username, "password": cast.PASSWORD})
    return lambda n: clients[n].post(CODE, {"code": f"{n:06}"})


def signed_in(person):
    clients = [Client() for _ in range(AT_ONCE)]
    for client in clients:
        client.force_login(person)
    return clients


def again(person):
    clients = signed_in(person)
    return lambda n: clients[n].post("/accounts/again/", {"password": f"no {n}"})


def code_again(person):
    app_of(person)
    clients = signed_in(person)
    return lambda n: clients[n].post("/accounts/again/code/", {"code": f"{n:06}"})


def new_password(person):
    clients = signed_in(person)
    sent = {"password1": "a new one, and long", "password2": "a new one, and long"}
    return lambda n: clients[n].post("/accounts/password/", {**sent, "oldpassword": f"no {n}"})


def returned(person):
    sent = {"resume_username": person.username, "title": "Words"}
    return lambda n: Client().post(
        "/admin/articles/article/add/", {**sent, "resume_password": f"no {n}"}
    )


PLACES = [login, code, again, code_again, new_password, returned]


@races
@pytest.mark.parametrize("place", PLACES)
def test_of_fifty_guesses_at_once_no_more_than_five_are_looked_at(place, ravi, looked_at):
    attempt = place(ravi)
    looked_at.clear()
    answers = at_once(attempt)
    assert len(looked_at) == 5
    assert all(b"Too many tries. Wait until" in a.content for a in answers if a.status_code == 429)


@races
def test_of_fifty_signatures_at_once_no_more_than_five_are_looked_at(review, ravi, looked_at):
    def attempt(number):
        with pytest.raises(WrongPassword) as refused:
            acts.sign_off(
                review, by=ravi, password=f"no {number}", shown_digest=review.digest,
                statement=cast.statement(),
            )  # fmt: skip
        return refused.type

    refusals = at_once(attempt)
    assert len(looked_at) == 5
    assert refusals.count(TooManyTries) == AT_ONCE - 5


@races
def test_of_fifty_who_bring_one_code_at_once_one_comes_in(ravi):
    app_of(ravi)
    one = list_of(ravi)[0]
    clients = [Client() for _ in range(5)]
    for client in clients:
        client.post(LOGIN, {"username": "ravi", "password": cast.PASSWORD})
    at_once(lambda n: clients[n].post(CODE, {"code": one}), threads=5)
    inside = [c for c in clients if c.get("/accounts/second-factor/").status_code == 200]
    assert len(inside) == 1


@races
def test_of_fifty_mails_asked_for_at_once_three_are_taken(ravi, settings):
    settings.CAN_SEND_MAIL = False
    answers = at_once(
        lambda n: Client().post("/accounts/password/forgotten/", {"email": "ravi@example.org"})
    )
    assert [a.status_code for a in answers].count(302) == 3


@pytest.mark.django_db
def test_whose_clock_is_behind_that_of_the_first_finds_the_room_that_is_left(ravi, monkeypatch):
    """As of fifty threads that read the clock before the row was begun."""
    now = timezone.now()
    answers = []
    for behind in range(6):
        read = now - timedelta(seconds=min(behind, 1))
        monkeypatch.setattr(limits.timezone, "now", lambda read=read: read)
        with pytest.raises((WrongPassword, TooManyTries)) as refused, limits.from_inside(ravi.pk):
            raise WrongPassword("Not that one.")
        answers.append(refused.type)
    assert answers == [WrongPassword] * 5 + [TooManyTries]


# --- Nobody is locked out for ever ---


def fails(client, name="ravi", **more):
    sent = {"username": name, "password": "wrong"}
    return client.post(LOGIN, sent, **more).status_code


@pytest.mark.django_db
def test_after_the_pause_one_more_is_looked_at_and_the_right_one_opens(client, ravi, monkeypatch):
    assert [fails(client) for _ in range(6)] == [200] * 5 + [429]
    right = {"username": "ravi", "password": cast.PASSWORD}
    assert client.post(LOGIN, right).status_code == 429
    later = timezone.now() + limits.OF_ACCOUNT_FROM_ADDRESS.every
    monkeypatch.setattr(limits.timezone, "now", lambda: later)
    assert client.post(LOGIN, right).status_code == 302


@pytest.mark.django_db
def test_whoever_waits_is_told_until_when_and_not_too_short(client, ravi):
    for _ in range(5):
        fails(client)
    before = timezone.now()
    response = client.post(LOGIN, {"username": "ravi", "password": "wrong"})
    said = response.content.decode().partition("Wait until ")[2][:5]
    latest = before + timedelta(minutes=4)
    assert said in {f"{before + timedelta(minutes=m):%H:%M}" for m in (2, 3, 4)} | {
        f"{latest:%H:%M}"
    }
    assert response.headers["Retry-After"] == "180"


@pytest.mark.django_db
def test_a_stranger_at_another_address_keeps_nobody_out(client, ravi):
    for _ in range(60):
        fails(client, REMOTE_ADDR="192.0.2.7")
    assert client.post(LOGIN, {"username": "ravi", "password": cast.PASSWORD}).status_code == 302


@pytest.mark.django_db
def test_a_stranger_keeps_nobody_from_signing(client, review, ravi):
    for number in range(60):
        fails(client, REMOTE_ADDR=f"192.0.2.{number}")
    assert cast.sign(review, ravi)


@pytest.mark.django_db
def test_many_addresses_share_the_count_of_one_account(client, ravi):
    answers = [fails(client, REMOTE_ADDR=f"192.0.2.{number}") for number in range(60)]
    assert answers.count(200) == limits.OF_ACCOUNT.at_once


@pytest.mark.django_db
def test_one_address_that_tries_one_password_on_many_names_is_stopped(client, db):
    answers = [fails(client, f"name{number}") for number in range(60)]
    assert answers.count(200) == limits.OF_ONE_ADDRESS.at_once


@pytest.mark.django_db
@pytest.mark.parametrize("names", [("ravi", "RAVI", "Ravi"), ("ravi", "ｒａｖｉ")])
def test_another_spelling_of_a_name_is_no_further_count(client, ravi, names):
    answers = [fails(client, names[number % len(names)]) for number in range(12)]
    assert answers.count(200) == 5


@pytest.mark.django_db
def test_signing_and_a_new_password_share_one_count(client, review, ravi):
    client.force_login(ravi)
    sent = {"password1": "a new one, and long", "password2": "a new one, and long"}
    for _ in range(3):
        client.post("/accounts/password/", {**sent, "oldpassword": "wrong"})
    for _ in range(2):
        client.post("/accounts/again/", {"password": "wrong"})
    with pytest.raises(TooManyTries):
        cast.sign(review, ravi)


@pytest.mark.django_db
def test_what_succeeds_is_not_counted(client, ravi):
    for _ in range(12):
        client.post("/accounts/logout/")
        assert (
            client.post(LOGIN, {"username": "ravi", "password": cast.PASSWORD}).status_code == 302
        )


@pytest.mark.django_db
def test_a_right_password_wipes_nothing_away(client, ravi):
    """Whoever owns one account could else guess at another for ever from the same address."""
    for number in range(10):
        for _ in range(4):
            fails(client, f"victim{number}")
        client.post(LOGIN, {"username": "ravi", "password": cast.PASSWORD})
    assert fails(client, "another") == 429


@pytest.mark.django_db
def test_nothing_in_the_table_names_a_person_or_an_address(client, ravi):
    fails(client, REMOTE_ADDR="192.0.2.7")
    kept = json.dumps(list(Tries.objects.values()), default=str)
    assert "ravi" not in kept
    assert "192.0.2" not in kept


@pytest.mark.django_db
def test_what_is_over_is_forgotten(client, ravi, monkeypatch):
    fails(client)
    later = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(limits.timezone, "now", lambda: later)
    client.post(LOGIN, {"username": "ravi", "password": cast.PASSWORD})
    assert not Tries.objects.filter(empty_at__lt=later).exists()


@pytest.mark.django_db
def test_the_object_in_hand_proves_nothing(review, ravi):
    ravi.set_password("never saved")
    with pytest.raises(WrongPassword):
        acts.sign_off(
            review, by=ravi, password="never saved", shown_digest=review.digest,
            statement=cast.statement(),
        )  # fmt: skip
    assert User.objects.get(pk=ravi.pk).check_password(cast.PASSWORD)


def test_codes_are_for_the_app_alone(db, ravi):
    assert second_factor.accepted(ravi, code_of("A" * 32)) is None


def test_a_count_that_is_begun_is_not_forgotten_before_it_is_filled(client, ravi, monkeypatch):
    """Somebody else signs in at that moment, which takes away what is empty."""
    fill = limits._fill

    def late(*given):
        limits.forget_old()
        return fill(*given)

    monkeypatch.setattr(limits, "_fill", late)
    sent = {"username": "ravi", "password": cast.PASSWORD}
    assert client.post(LOGIN, sent).status_code == 302


def test_a_count_that_is_gone_keeps_nobody_waiting(db):
    now = timezone.now()
    assert limits._next("no such key", limits.OF_ACCOUNT, now) == now
