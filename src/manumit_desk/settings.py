"""The desk's settings. What differs between installations comes from the environment (docs/operate/desk.md).

Everything that an installation keeps (database, key, documents, outgoing mail) lies in one folder, MANUMIT_DATA.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

django_stubs_ext.monkeypatch()

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("MANUMIT_DATA", ".manumit")).resolve()
os.umask(0o077)  # whatever a process of the desk writes (database, mail with its links, uploads) is its owner's alone
DATA.mkdir(mode=0o700, parents=True, exist_ok=True)


def _kept_secret(name: str) -> str:
    """A random secret that is made once and kept in the data folder, readable by its owner only."""
    path = DATA / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii")


def _database(address: str) -> dict[str, object]:
    """Django's settings for a database address: `postgresql://user:password@host:port/name`, or a SQLite file."""
    if not address.startswith(("postgresql://", "postgres://")):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": address,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "pragma journal_mode=wal; pragma synchronous=normal; pragma foreign_keys=on;",
            },
        }
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    if not parts.path.strip("/"):
        raise ImproperlyConfigured("MANUMIT_DATABASE names no database: postgresql://user:password@host/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": parts.port or "",
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DEBUG = os.environ.get("MANUMIT_DEBUG") == "1"
SECRET_KEY = os.environ.get("MANUMIT_SECRET_KEY") or _kept_secret("secret_key")
DOCUMENT_KEY = os.environ.get("MANUMIT_DOCUMENT_KEY") or _kept_secret("document_key")
BADGE_KEY = os.environ.get("MANUMIT_BADGE_KEY") or _kept_secret("badge_key")
ALLOWED_HOSTS = os.environ.get("MANUMIT_HOSTS", "localhost 127.0.0.1 [::1]").split()
SITE_ADDRESS = os.environ.get("MANUMIT_ADDRESS", "http://localhost:8000")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
SECURE = SITE_ADDRESS.startswith("https://")

DATABASES = {"default": _database(os.environ.get("MANUMIT_DATABASE") or str(DATA / "desk.sqlite3"))}
# Counts log-in attempts and the like. Several server processes must count together: with PostgreSQL, in a table of its
# own (python -m manumit_desk createcachetable).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "desk_cache",
    }
    if "postgresql" in str(DATABASES["default"]["ENGINE"])
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rooms, from the lowest floor up; urls.py stands above all of them.
ROOMS = [
    "shell",
    "agencies",
    "guard",
    "accounts",
    "registry",
    "measures",
    "jobs",
    "tips",
    "cases",
    "training",
    "plan",
    "api",
    "today",
    "demo",
]
INSTALLED_APPS = [
    *(f"manumit_desk.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "manumit_desk.shell.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "manumit_desk.agencies.middleware.ViewerMiddleware",
    "manumit_desk.shell.exchange.guard_exchange",
]
ROOT_URLCONF = "manumit_desk.urls"
WSGI_APPLICATION = "manumit_desk.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "manumit_desk.shell.context.page",
            ]
        },
    }
]
FORM_RENDERER = "manumit_desk.shell.rendering.FormRenderer"

# Log-in. Accounts are made by an agency's administrator: nobody signs up by himself.
AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"] = {"min_length": 12}  # type: ignore[assignment]
ACCOUNT_ADAPTER = "manumit_desk.agencies.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "Manumit"
MFA_ADAPTER = "manumit_desk.agencies.accounts.SecondFactorAdapter"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_AGE = None  # gone with the browser: a caller's computer keeps no trace
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"  # not "no-referrer": browsers then send forms with the origin "null"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [HERE / "shell" / "locale"]
USE_TZ = True
TIME_ZONE = os.environ.get("MANUMIT_TIME_ZONE", "America/New_York")

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "documents"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# Bytes of a form without its files, and of one document; the front server should refuse larger bodies too.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
LARGEST_DOCUMENT = 25 * 2**20

EMAIL_BACKEND = os.environ.get("MANUMIT_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = DATA / "mail"
# Where mail goes out, when MANUMIT_EMAIL_BACKEND is Django's smtp backend.
EMAIL_HOST = os.environ.get("MANUMIT_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("MANUMIT_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("MANUMIT_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("MANUMIT_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("MANUMIT_SMTP_TLS") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("MANUMIT_EMAIL_FROM", "manumit@localhost")
TASKS = {"default": {"BACKEND": os.environ.get("MANUMIT_TASKS", "django_tasks_db.DatabaseBackend"), "QUEUES": []}}

# Logs name no person: requests are logged by path and status only, never with their data.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"manumit_desk": {"level": "INFO"}},
}

# What rooms count; a room's list is named here, nothing registers itself.
MEASURES = [
    "manumit_desk.tips.measures.MEASURES",
    "manumit_desk.cases.measures.MEASURES",
    "manumit_desk.training.measures.MEASURES",
]
# What follows at once when a consent is recorded or revoked, called with the record's kind and id.
AFTER_CONSENT = ["manumit_desk.registry.actions.follow_consent"]
# Hours after which a hit that nobody answered goes to the coordination centre.
HIT_ESCALATES_AFTER_HOURS = 72
# Calls of the API that one member's tokens may make in a minute.
API_CALLS_PER_MINUTE = 600
# A released count of people below this is not shown.
SMALLEST_COUNT = 11
# What the public form takes in an hour, of one sender and of all; and how many follow-up codes may be tried.
TIPS_PER_SENDER_AND_HOUR, TIPS_PER_HOUR = 6, 2_000
TIP_CODES_PER_SENDER_AND_HOUR, TIP_CODES_PER_HOUR = 20, 5_000
# Bytes and rows of a file of tips.
LARGEST_TIP_FILE, MOST_TIPS_IN_FILE = 10 * 2**20, 20_000
# How many of our own servers a request passes before it comes here (a proxy is one); senders are told apart by it.
FRONT_SERVERS = int(os.environ.get("MANUMIT_FRONT_SERVERS", "0"))
