"""What keeps the site from starting: each mistake is told, with what to set instead."""

import base64
import hashlib
import runpy

import pytest
from django.conf import settings as the_tests
from django.core.exceptions import ImproperlyConfigured

from immunosite import environment
from tests.immunosite.test_environment import variables_documented

# Like `secrets.token_urlsafe(50)`, and the same in each process of a run: they name tests by it.
KEY = base64.urlsafe_b64encode(hashlib.sha512(b"a key of these tests").digest()[:50]).decode()
GOOD = {
    "IMMUNOSITE_ENV_FILE": "/dev/null",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "www.example.org,.example.net",
    "DATABASE_URL": "postgres://u:p@localhost:5432/name?sslmode=require",
}
HERE = {"ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]", "SITE_URL": ""}


@pytest.fixture
def start(monkeypatch):
    """Reads a file of settings as at the start, with this environment and no other."""

    def run(file="immunosite/settings.py", **given):
        for name in variables_documented():
            monkeypatch.delenv(name, raising=False)
        for name, value in (GOOD | given).items():
            monkeypatch.setenv(name, value)
        environment._env.cache_clear()
        return runpy.run_path(str(the_tests.BASE_DIR / file))

    yield run
    environment._env.cache_clear()


def test_it_starts_with_what_must_be_set(start):
    found = start()
    assert found["SITE_URL"] == "https://www.example.org"
    assert found["DATABASES"]["default"]["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_what_must_be_set_is_named(start, name):
    with pytest.raises(ImproperlyConfigured, match=rf"{name} is not set\. Set it to .*IMMUNOSITE_"):
        start(**{name: " "})


def test_an_address_of_the_site_below_a_wildcard(start):
    assert start(SITE_URL="https://a.example.net:8443/")["SITE_URL"] == "https://a.example.net:8443"


@pytest.mark.parametrize("key", [hashlib.sha256(KEY.encode()).hexdigest(), KEY[:51], KEY * 2])
def test_random_keys_are_taken(start, key):
    assert start(SECRET_KEY=key, SECRET_KEY_FALLBACKS=f"{KEY},{key}")["SECRET_KEY"] == key


WEAK_KEYS = [
    *("x", "for tests only", "a" * 60, "ab" * 30, "password" * 8, "0123456789" * 6),
    *("changeme-" + KEY, "django-insecure-" + KEY, "your-secret-key-here-" * 4),
    "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "A long random string, kept secret, which stands in the documents of this site.",
    "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'",
    "for-the-checks-only-0123456789-abcdefghijklmnopqrstuvwxyz",
    "a" * 25 + "b" * 25 + "c" * 10,
    "secret" * 9 + "!",
]  # fmt: skip


@pytest.mark.parametrize("key", WEAK_KEYS)
@pytest.mark.parametrize("name", ["SECRET_KEY", "SECRET_KEY_FALLBACKS"])
def test_a_key_that_can_be_guessed_is_refused(start, name, key):
    with pytest.raises(ImproperlyConfigured, match=f"{name} .*Make one with"):
        start(**{name: key.replace(",", "")})


MISTAKES = [
    ({"DEBUG": "true"}, "DEBUG=true .*ALLOWED_HOSTS"),
    ({"IMMUNOSITE_SAMPLE": "true"}, "IMMUNOSITE_SAMPLE=true .*ALLOWED_HOSTS"),
    ({"IMMUNOSITE_SAMPLE": "true", "ALLOWED_HOSTS": "localhost,site.org"}, "IMMUNOSITE_SAMPLE"),
    ({"IMMUNOSITE_HTTPS": "false"}, "IMMUNOSITE_HTTPS=false"),
    *(
        ({"ALLOWED_HOSTS": hosts}, "ALLOWED_HOSTS holds")
        for hosts in [
            *("*", "www.example.org,*", "*.example.org", ".com", ".", ".co.uk", ".org.au"),
            *("https://www.example.org", "www.example.org:443", "www.example.org/", "a b.org"),
            *("exämple.org", "www..org", "-a.org", "[::1", "[zz]", "a_b.org", "user@example.org"),
        ]
    ),
    ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS names no host"),
    *(
        ({"SITE_URL": url}, "SITE_URL ")
        for url in [
            *("javascript:alert(1)", "www.example.org", "//www.example.org", "ftp://x", "https://"),
            *("http://www.example.org", "https://u:p@www.example.org", "https://www.example.org/x"),
            *("https://www.example.org?x=1", "https://www.example.org#x", "https://other.org"),
            *("https://www.example.org:99999", "https://www.example.org:x", "https://[::1"),
            *("https://www.example.org:", "https://www.example.org\\@evil.org", "https://a\tb.org"),
        ]
    ),
    (HERE | {"IMMUNOSITE_HTTPS": "false", "SITE_URL": "https://localhost"}, "SITE_URL holds"),
    *(
        ({"CSRF_TRUSTED_ORIGINS": url}, "CSRF_TRUSTED_ORIGINS holds")
        for url in [
            *("cms.example.org", "https://*.example.org", "*", "https://*", "null", "https://.org"),
            *("http://cms.example.org", "https://cms.example.org/", "https://u@cms.example.org"),
            *("https://cms.example.org?x", "https://a.org,b.org", "javascript:x"),
        ]
    ),
    *(
        ({"SECURITY_CONTACT": contact}, "SECURITY_CONTACT holds")
        for contact in [
            *("security@example.org", "mailto:", "mailto:nobody", "https://", "http://x.org"),
            *("tel:", "tel:help", "https://exa mple.org", "javascript:x", "mailto:a@b.org,x"),
        ]
    ),
    *(
        ({"EMAIL_URL": "smtp://mail", "EMAIL_FROM": sender}, "EMAIL_FROM must be")
        for sender in [
            "editors",
            "editors@",
            "a@b@c.org",
            "Name <editors>",
            "a@b.org\nBcc: c@d.org",
        ]
    ),
    ({"EMAIL_URL": "smtp://mail"}, "EMAIL_FROM is not set"),
    *(
        ({"EMAIL_URL": url}, "EMAIL_URL ")
        for url in [
            *("mail.example.org", "http://mail", "smtp://", "file:///", "smtp://a:b", "smtp://a:0"),
            *("smtp://u:p#w@mail", "smtp://u:p@w@mail", "smtp://mail/x", "smtp://mail?tls=1"),
            *("file://folder/x", "smtp://a b"),
        ]
    ),
    *(
        ({"HSTS_SECONDS": seconds}, "HSTS_SECONDS must be a whole number from")
        for seconds in ["-1", "1.5", "a year", "9" * 12, "9" * 5000, "１２"]
    ),
    ({"HSTS_PRELOAD": "true"}, "HSTS_PRELOAD=true asks for"),
    (
        {"HSTS_PRELOAD": "true", "HSTS_INCLUDE_SUBDOMAINS": "true", "HSTS_SECONDS": "3600"},
        "HSTS_PRELOAD",
    ),
    *(
        ({"DATABASE_URL": url}, "DATABASE_URL ")
        for url in [
            *("immunosite", "mysql://a/b", "postgres://u:p@h", "postgres://u:p@h/", "sqlite://x"),
            *("sqlite:///", "sqlite:///:memory:", "sqlite:///var", "sqlite:////no/such/folder/x"),
            *("sqlite:///x?timeout=1", "postgres://u:p@h:x/n", "postgres://u:p@h:99999/n"),
            *("postgres://u:p#w@h/n", "postgres://u:p@w@h/n", "postgres://h/n?ssl=yes"),
            *("postgres://h/n?sslmode", "postgres://h/n m", "postgres://h:0/n"),
        ]
    ),
    *(
        ({"REPLICA_URL": url}, "REPLICA_URL ")
        for url in [
            *("sqlite:///copy", "mysql://h/n", "postgres://h", GOOD["DATABASE_URL"]),
            *("postgres://h/n?ssl=yes", "postgres://u:p#w@h/n"),
        ]
    ),
    (
        {"REPLICA_URL": "postgres://h/n", "DATABASE_URL": "sqlite:///var/x.sqlite3"},
        "REPLICA_URL is for PostgreSQL",
    ),
    ({"RECEIPT_KEY_FILE": "no/such/folder/key.json"}, "RECEIPT_KEY_FILE names"),
    ({"RECEIPT_KEY_FILE": "var"}, "RECEIPT_KEY_FILE names"),
    ({"SITE_NAME": "x" * 61}, "SITE_NAME must be"),
    ({"SITE_NAME": "Two\nlines"}, "SITE_NAME must be"),
    ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL must be DEBUG, INFO"),
    ({"METRICS_TOKEN": "short"}, "METRICS_TOKEN has 5 characters"),
    ({"METRICS_TOKEN": "password" * 8}, "METRICS_TOKEN repeats itself"),
    ({"PAGE_FILES_MEGABYTES": "-1"}, "PAGE_FILES_MEGABYTES must be a whole number from 0"),
    ({"CDN_SECONDS": "1 h"}, "CDN_SECONDS must be a whole number from 0"),
    ({"CDN_SECONDS": "60"}, "CDN_PURGE_URL does not say where"),
    ({"CDN_STALE_SECONDS": "-1"}, "CDN_STALE_SECONDS must be a whole number from 0"),
    ({"CDN_PURGE_URL": "cache.example.org"}, "CDN_PURGE_URL must be a whole http"),
    ({"CDN_PURGE_KEY": "two\nlines"}, "CDN_PURGE_KEY must be"),
    ({"LOG_FORMAT": "xml"}, "LOG_FORMAT must be plain or json"),
    ({"TRUST_X_REQUEST_ID": "1"}, "TRUST_X_REQUEST_ID must be true or false"),
    ({"TRUST_X_FORWARDED_FOR": "1"}, "TRUST_X_FORWARDED_FOR must be true or false"),
    ({"SIGNING_REQUIRES_MFA": "no"}, "SIGNING_REQUIRES_MFA must be true or false"),
    ({"IDENTITY_WAIT_HOURS": "0"}, "IDENTITY_WAIT_HOURS must be a whole number from 1"),
]


@pytest.mark.parametrize(("given", "said"), MISTAKES, ids=str)
def test_a_mistake_is_told_at_the_start(start, given, said):
    with pytest.raises(ImproperlyConfigured, match=said):
        start(**given)


def test_each_variable_has_a_mistake_that_is_told():
    """So that a new one gets a check, or a reason."""
    tried = {name for given, _ in MISTAKES for name in given} | {"SECRET_KEY", *SERVER}
    any_text = {"SAMPLE_PASSWORD", "IMMUNOSITE_ENV_FILE"}
    as_the_others = {"SECRET_KEY_FALLBACKS", "TRUST_X_FORWARDED_PROTO"}
    assert tried | any_text | as_the_others == set(variables_documented())


# --- The server -----------------------------------------------------------------------------------

SERVER = {
    "BIND": [
        *("8000", "localhost", ":8000", "localhost:0", "localhost:65536", "localhost:http"),
        *("http://localhost:8000", "::1:8000", "unix:", "unix:socket", "a b:80"),
    ],
    "WEB_WORKERS": ["0", "-1", "two", "1.5", "100000"],
    "WEB_THREADS": ["0", "-1", "two", "1.5", "100000"],
    "GUNICORN_LOG_LEVEL": ["WARN", "loud"],
    "STOP_DELAY": ["-1", "301", "soon"],
}


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, each in SERVER.items() for v in each])
def test_the_server_does_not_start_with_nonsense(start, name, value):
    with pytest.raises(ImproperlyConfigured, match=f"{name} must be"):
        start("gunicorn.conf.py", **{name: value})


@pytest.mark.parametrize("place", ["0.0.0.0:80", "[::]:80", "unix:/run/x.sock", "www.site.org:80"])
def test_the_server_can_listen_anywhere(start, place):
    assert start("gunicorn.conf.py", BIND=place)["bind"] == place


@pytest.mark.parametrize(
    "given", [{"IMMUNOSITE_SAMPLE": "true"}, {"DEBUG": "true"}, {"IMMUNOSITE_HTTPS": "false"}]
)
def test_what_is_for_this_machine_listens_to_no_other(start, given):
    with pytest.raises(ImproperlyConfigured, match=r"BIND=0\.0\.0\.0:80 is open to other machines"):
        start("gunicorn.conf.py", BIND="0.0.0.0:80", **given)
    assert start("gunicorn.conf.py", BIND="[::1]:80", **given)
