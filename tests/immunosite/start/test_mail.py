"""EMAIL_URL: what it may be, and what is said of what it may not."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from immunosite.start.connections import mail


def test_a_mail_server_with_a_user_and_a_password():
    found = mail("smtp://site%40example.org:p%2Fw@mail.example.org:2525")
    assert found == {
        "EMAIL_HOST": "mail.example.org",
        "EMAIL_PORT": 2525,
        "EMAIL_HOST_USER": "site@example.org",
        "EMAIL_HOST_PASSWORD": "p/w",
        "EMAIL_USE_TLS": True,
        "EMAIL_USE_SSL": False,
    }


@pytest.mark.parametrize(("url", "port"), [("smtp://mail", 587), ("smtps://mail", 465)])
def test_each_way_has_its_port(url, port):
    found = mail(url)
    assert found["EMAIL_PORT"] == port
    assert found["EMAIL_USE_SSL"] is (port == 465)
    assert found["EMAIL_USE_TLS"] is (port == 587)


def test_mail_can_go_into_a_folder():
    assert mail("file:///var/mail")["EMAIL_FILE_PATH"] == "/var/mail"


@pytest.mark.parametrize(
    "url", ["mail.example.org", "http://mail", "smtp://", "file:///", "smtp://a:b"]
)
def test_what_is_no_mail_address_is_told(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        mail(url)
