"""Settings: one file, safe as it stands; the environment says what differs.

Every variable is described in `.env.example`. A missing or mistyped one is an error that says what
to set, because a site of medical advice must not start half configured.
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from immunosite import inline_scripts

BASE_DIR = Path(__file__).resolve().parent.parent
# What the running site keeps: database, key, built static files.
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)


# --- Reading the environment ---------------------------------------------------------------------


def load_env_file(path: Path) -> None:
    """Put `NAME=value` lines into the environment; what is set there already wins."""
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals:
            raise ImproperlyConfigured(f"{path.name}, line {number}: expected NAME=value.")
        os.environ.setdefault(name.strip(), value.strip().strip("'\""))


def env(name: str, default: str) -> str:
    """The variable, or the default when it is unset or empty (`NAME=` in a file means unset)."""
    return os.environ.get(name, "").strip() or default


def env_required(name: str, what: str) -> str:
    if not (value := env(name, "")):
        raise ImproperlyConfigured(
            f"{name} is not set. Set it to {what} (see .env.example), or set IMMUNOSITE_SAMPLE=true"
            " for a sample site on this machine."
        )
    return value


def env_bool(name: str, default: bool) -> bool:
    value = env(name, str(default).lower())
    if value not in ("true", "false"):
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value == "true"


def env_int(name: str, default: int) -> int:
    value = env(name, str(default))
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


load_env_file(Path(os.environ.get("IMMUNOSITE_ENV_FILE", BASE_DIR / ".env")))


# --- What kind of run this is --------------------------------------------------------------------

# A sample run shows invented content under a banner, on this machine only.
SAMPLE_SITE = env_bool("IMMUNOSITE_SAMPLE", False)
DEBUG = env_bool("DEBUG", False)
HTTPS = env_bool("IMMUNOSITE_HTTPS", True)


def sample_secret_key(path: Path) -> str:
    """The sample site's key: made once and kept, so that a restart signs nobody out."""
    if not path.exists():
        # A whole file or none, and the first process wins: workers may start together.
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        draft.unlink()
    return path.read_text().strip()


if SAMPLE_SITE and not env("SECRET_KEY", ""):
    SECRET_KEY = sample_secret_key(VAR_DIR / "secret-key")
else:
    SECRET_KEY = env_required("SECRET_KEY", "a long random string")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")

LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
if SAMPLE_SITE:
    ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
else:
    env_required("ALLOWED_HOSTS", "the site's host names, separated by commas")
    ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
if not HTTPS and not LOOPBACK.issuperset(ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "IMMUNOSITE_HTTPS=false sends passwords in the clear, so it is allowed only while every"
        f" name in ALLOWED_HOSTS is this machine ({', '.join(sorted(LOOPBACK))})."
    )

SITE_NAME = env("SITE_NAME", "ImmunoSite")
SITE_URL = env(
    "SITE_URL", f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0].lstrip('.*') or 'localhost'}"
).rstrip("/")
# Where to report a weakness of the site: what /.well-known/security.txt says (RFC 9116).
SECURITY_CONTACT = env_list("SECURITY_CONTACT")
for contact in SECURITY_CONTACT:
    if not contact.startswith(("mailto:", "https://", "tel:")):
        raise ImproperlyConfigured(
            f"SECURITY_CONTACT holds {contact!r}; each must begin with mailto:, https:// or tel:."
        )


# --- Applications --------------------------------------------------------------------------------

INSTALLED_APPS = [
    "immunosite",
    "articles",
    "glossary",
    "evidence",
    "editorial",
    "reversion",
    "django_filters",
    "csp",
    "django_prose_editor",
    "editorial.admin_app.WritersAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "immunosite.urls"
WSGI_APPLICATION = "immunosite.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The owner's own words first: var/templates/about/_funding_text.html, for one.
        "DIRS": [VAR_DIR / "templates", BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]


# --- Database ------------------------------------------------------------------------------------


def database(url: str) -> dict[str, Any]:
    """Settings for a database address: `sqlite:///file` (four slashes: absolute) or
    `postgres://user:password@host:port/name?option=value`, each part percent-encoded.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
        options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}.") from None
    name = unquote(parts.path[1:])
    if not name:
        raise ImproperlyConfigured("DATABASE_URL names no database after the host's slash.")
    if parts.scheme == "sqlite":
        if parts.netloc or parts.query:
            raise ImproperlyConfigured("DATABASE_URL for SQLite is sqlite:///FILE, without more.")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": BASE_DIR / name,
            "OPTIONS": {
                # Taking the write lock at BEGIN waits `timeout` seconds for a busy writer; taking
                # it later fails at once. FULL keeps a committed sign-off through a power cut.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # Without recursive triggers, INSERT OR REPLACE deletes rows past their guard.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                " PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON",
            },
        }
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL must start with sqlite:/// or postgres://.")
    # Not `parts.hostname`, which lowers the case: a socket folder stands there too (%2Frun%2F…).
    host = parts.netloc.rpartition("@")[2].removesuffix(f":{port}").strip("[]")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


DATABASES = {"default": database(env("DATABASE_URL", "sqlite:///var/immunosite.sqlite3"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# --- People --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "editorial.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/admin/"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: a working day, not Django's fortnight

PASSWORD_HASHERS = [
    "immunosite.hashers.Argon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
]


# --- Mail ----------------------------------------------------------------------------------------


def mail(url: str) -> dict[str, Any]:
    """Settings for a mail address: `smtp://user:password@host:587` (STARTTLS), `smtps://…:465` (TLS
    from the start), each part percent-encoded; or `file:///folder`, to look at mail and send none.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"EMAIL_URL cannot be read: {error}.") from None
    if parts.scheme == "file" and parts.path.strip("/"):
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": parts.path}
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must be smtp://HOST, smtps://HOST or file:///FOLDER.")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (587 if parts.scheme == "smtp" else 465),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


EMAIL_URL = env("EMAIL_URL", f"file://{VAR_DIR}/mail" if SAMPLE_SITE else "")
CAN_SEND_MAIL = bool(EMAIL_URL)
EMAIL_TIMEOUT = 10  # seconds: an editor waits for it
if CAN_SEND_MAIL:
    globals().update(mail(EMAIL_URL))
    if SAMPLE_SITE:
        DEFAULT_FROM_EMAIL = env("EMAIL_FROM", "editors@localhost")
    else:
        DEFAULT_FROM_EMAIL = env_required("EMAIL_FROM", "the address that answers come from")


# --- Transport and headers -----------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", 365 * 24 * 60 * 60) if HTTPS else 0
# Off until asked for: it binds neighbouring hosts, and preloading binds browsers, for a year.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env_bool("HSTS_INCLUDE_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = env_bool("HSTS_PRELOAD", False)
# Only behind a proxy that always sets this header itself; otherwise any client could lie.
if env_bool("TRUST_X_FORWARDED_PROTO", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
# Likewise: readers' letters are counted by the address that the proxy writes last.
TRUST_X_FORWARDED_FOR = env_bool("TRUST_X_FORWARDED_FOR", False)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# The style sheet that the writers' editor (Tiptap) puts into the page by itself, by its hash; a
# browser test says when an upgrade changes it.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # The nonce is for the editor's import map, and sent only with a page that has one.
        "script-src": [SELF, NONCE, *inline_scripts.HASHES],
        "style-src": [SELF, EDITOR_STYLE],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    },
}

# An article's form must reach its validators: a body too long is told at its field, with the text
# kept. Three bytes of form encoding per byte, several long fields, many rows of citations.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000


# --- Static files, language, log -----------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LANGUAGE_CODE = "en-gb"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

LOG_LEVEL = env("LOG_LEVEL", "INFO")
if LOG_LEVEL not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
    raise ImproperlyConfigured(
        f"LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR, not {LOG_LEVEL!r}."
    )
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # Django's own handlers mail and colour; one plain stream serves every supervisor.
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
