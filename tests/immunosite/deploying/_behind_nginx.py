"""The settings of a site behind a proxy that ends TLS; its answers say what it heard."""

from tests.settings import *  # noqa: F403 - settings are names

ROOT_URLCONF = "tests.immunosite.deploying._echo_urls"
ALLOWED_HOSTS = ["www.example.org", "127.0.0.1"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
TRUST_X_FORWARDED_FOR = True
TRUST_X_REQUEST_ID = True
