"""Signing in as a person does, with a password and a code."""

from tests import cast

LOGIN, CODE = "/accounts/login/", "/accounts/login/code/"


def sign_in(client, name="ravi", password=cast.PASSWORD, **more):
    return client.post(LOGIN, {"username": name, "password": password, **more})


def is_in(client):
    return client.get("/accounts/second-factor/").status_code == 200
