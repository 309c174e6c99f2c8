"""Settings: one file, safe as it stands; the environment says what differs.

Every variable is described in `.env.example`. A missing or mistyped one is an error that says what
to set, because a site of medical advice must not start half configured.
"""

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.functional import lazy

from immunosite import environment as env
from immunosite import inline_scripts
from immunosite.edge import log_lines
from immunosite.start import cdn, contacts, hosts, secret, server
from immunosite.start.connections import database, mail, replica

BASE_DIR = env.BASE_DIR
# What the running site keeps: database, key, built static files.
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)


# --- What kind of run this is --------------------------------------------------------------------

# A sample run shows invented content under a banner, on this machine only.
SAMPLE_SITE = env.flag("IMMUNOSITE_SAMPLE", False)
DEBUG = env.flag("DEBUG", False)
HTTPS = env.flag("IMMUNOSITE_HTTPS", True)


if SAMPLE_SITE and not env.text("SECRET_KEY"):
    SECRET_KEY = secret.sample_key(VAR_DIR / "secret-key")
else:
    SECRET_KEY = secret.check_key("SECRET_KEY", env.required("SECRET_KEY", "a long random string"))
SECRET_KEY_FALLBACKS = [
    secret.check_key("SECRET_KEY_FALLBACKS", key) for key in env.items("SECRET_KEY_FALLBACKS")
]

if not SAMPLE_SITE:
    env.required("ALLOWED_HOSTS", "the site's host names, separated by commas")
ALLOWED_HOSTS = hosts.allowed_hosts(env.items("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]"))
hosts.check_this_machine_only(ALLOWED_HOSTS, sample=SAMPLE_SITE, debug=DEBUG, https=HTTPS)

SITE_NAME = contacts.site_name(env.text("SITE_NAME", "ImmunoSite"))
SITE_URL = hosts.site_url(
    env.text("SITE_URL", f"http{'s' * HTTPS}://{ALLOWED_HOSTS[0].lstrip('.')}"),
    ALLOWED_HOSTS,
    https=HTTPS,
)
# Where to report a weakness of the site: what /.well-known/security.txt says (RFC 9116).
SECURITY_CONTACT = contacts.security_contacts(env.items("SECURITY_CONTACT"))


# --- Applications --------------------------------------------------------------------------------

INSTALLED_APPS = [
    "immunosite",
    "immunosite.letters",
    "immunosite.sample_site",
    "immunosite.search",
    "articles",
    "findings",
    "glossary",
    "evidence",
    "editorial",
    "reversion",
    "django_filters",
    "csp",
    "django_prose_editor",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "editorial.apps.WritersAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "immunosite.edge.known_host.KnownHost",
    "django.middleware.security.SecurityMiddleware",
    "immunosite.edge.encodings.AcceptedEncodings",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "immunosite.edge.bodies.BoundedBody",
    "immunosite.edge.cookies.NoPublicCookies",
    "immunosite.edge.methods.KnownMethods",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "immunosite.returned.middleware.ReturnPosts",
]
# Who has the token reads /metrics (`immunosite.metrics`).
if METRICS_TOKEN := server.metrics_token():
    MIDDLEWARE.append("immunosite.metrics.counting.NameOfView")
CSRF_FAILURE_VIEW = "immunosite.returned.views.stale_form"

ROOT_URLCONF = "immunosite.urls"
WSGI_APPLICATION = "immunosite.wsgi.application"
# The site lives at the root of its host. A web server can be talked into another prefix, which
# would stand in every link of a page, and in the name under which it is stored for all.
FORCE_SCRIPT_NAME = ""

# Success is told with the mark of the form that was saved.
MESSAGE_STORAGE = "editorial.kept_text.Messages"

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
            "builtins": ["immunosite.templatetags.whose_form"],
        },
    },
]


# --- Database ------------------------------------------------------------------------------------

DATABASE_URL = env.text("DATABASE_URL", "sqlite:///var/immunosite.sqlite3")
DATABASES = {"default": database(DATABASE_URL)}
# Readers' pages come from a copy, while it has all that the database itself has.
if REPLICA_URL := env.text("REPLICA_URL"):
    DATABASES["replica"] = replica(REPLICA_URL, DATABASE_URL)
    DATABASE_ROUTERS = ["immunosite.replica.routing.Router"]
# The private half of the key for receipts; docs/receipts.md says how to make and to change it.
RECEIPT_KEY_FILE = secret.key_file(
    "RECEIPT_KEY_FILE", BASE_DIR / env.text("RECEIPT_KEY_FILE", "var/receipt-key.json")
)
# Stored pages that outlive the process, in var/pages; 0: none.
PAGE_FILES_MEGABYTES = env.number("PAGE_FILES_MEGABYTES", 1024, least=0, most=1024 * 1024)
# A cache in front of the site: seconds that it may keep a page, and serve it while it asks anew.
CDN_SECONDS = env.number("CDN_SECONDS", 0, least=0, most=24 * 60 * 60)
CDN_STALE_SECONDS = env.number("CDN_STALE_SECONDS", 0, least=0, most=60 * 60)
CDN_PURGE_URL = cdn.purge_url(env.text("CDN_PURGE_URL"), seconds=CDN_SECONDS)
CDN_PURGE_KEY = cdn.purge_key(env.text("CDN_PURGE_KEY"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# --- People --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "editorial.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/admin/"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: a working day, not Django's fortnight

PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds that the link of a reset mail is good

# Sign-in is django-allauth's. Each of its pages that is open is named in `editorial.people.urls`.
ACCOUNT_ADAPTER = "editorial.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "editorial.people.forms.SignInForm",
    "reauthenticate": "editorial.people.forms.PasswordAgainForm",
    "change_password": "editorial.people.forms.NewPasswordForm",
    "reset_password": "editorial.people.forms.ResetForm",
    "reset_password_from_key": "editorial.people.forms.ResetKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # asked by its checks; nobody can sign up
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator enters the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True  # SESSION_COOKIE_AGE says how long
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_DEFAULT_HTTP_PROTOCOL = f"http{'s' * HTTPS}"
# Its own limits are counted by each process for itself; ours are in `editorial.people.limits`.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
MFA_ADAPTER = "editorial.people.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "editorial.people.forms.CodeForm",
    "reauthenticate": "editorial.people.forms.CodeAgainForm",
    "activate_totp": "editorial.people.forms.AppForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # the phone's clock may be half a minute off

# What somebody else changed of a reviewer's account waits so long where no second administrator is.
IDENTITY_WAIT_HOURS = env.number("IDENTITY_WAIT_HOURS", 48, least=1, most=24 * 30)

# Whether signing asks for a code or a passkey at the act itself, besides signing in.
SIGNING_REQUIRES_MFA = env.flag("SIGNING_REQUIRES_MFA", not SAMPLE_SITE)

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

EMAIL_URL = env.text("EMAIL_URL", f"file://{VAR_DIR}/mail" if SAMPLE_SITE else "")
CAN_SEND_MAIL = bool(EMAIL_URL)
EMAIL_TIMEOUT = 10  # seconds: an editor waits for it
if CAN_SEND_MAIL:
    globals().update(mail(EMAIL_URL))
    DEFAULT_FROM_EMAIL = contacts.sender(
        env.text("EMAIL_FROM", "editors@localhost")
        if SAMPLE_SITE
        else env.required("EMAIL_FROM", "the address that answers come from")
    )


# --- Transport and headers -----------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # asked from inside, past the proxy
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
YEAR = 365 * 24 * 60 * 60
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", YEAR, least=0, most=2 * YEAR) if HTTPS else 0
# Off until asked for: it binds neighbouring hosts, and preloading binds browsers, for a year.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_INCLUDE_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD", False)
if SECURE_HSTS_PRELOAD and not (SECURE_HSTS_INCLUDE_SUBDOMAINS and SECURE_HSTS_SECONDS >= YEAR):
    raise ImproperlyConfigured(
        "HSTS_PRELOAD=true asks for HSTS_INCLUDE_SUBDOMAINS=true and HSTS_SECONDS of a year or more"
        f" ({YEAR}), or no browser takes the site into its list (hstspreload.org)."
    )
# `check --deploy` asks for both. Only the owner of the whole domain can know whether every host
# below it has HTTPS, so each is a choice, described in `.env.example`, and no fault when left off.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# Only behind a proxy that always sets this header itself; otherwise any client could lie.
if env.flag("TRUST_X_FORWARDED_PROTO", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = hosts.origins(env.items("CSRF_TRUSTED_ORIGINS"), https=HTTPS)
# Likewise: readers' letters are counted by the address that the proxy writes last.
TRUST_X_FORWARDED_FOR = env.flag("TRUST_X_FORWARDED_FOR", False)
# And a request's number in the log is the proxy's own.
TRUST_X_REQUEST_ID = env.flag("TRUST_X_REQUEST_ID", False)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

lazy_static = lazy(static, str)  # the storage that knows the name is set up later
# The style sheet that the writers' editor (Tiptap) puts into the page by itself, by its hash; a
# browser test says when an upgrade changes it.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
# Our own parts of the editor; they write no HTML of their own, so they allow none.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [lazy_static("admin-editor.js"), lazy_static("admin-pasting.js")],
        "extensions": dict.fromkeys(["Toolbar", "Pasting", "Unseen"], lambda config, allowed: None),
    }
]
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
FILE_UPLOAD_HANDLERS = ["immunosite.edge.uploads.NoOtherFiles"]


# --- Static files, language, log -----------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"  # empty while nothing can be uploaded; backups hold it
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
# Every time that is printed says its zone.
FORMAT_MODULE_PATH = "immunosite.formats"

LOG_LEVEL = env.one_of("LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"])
# Django's own handlers mail and colour.
LOGGING = log_lines.config(server.log_format(), LOG_LEVEL, {"django": "NOTSET"})
