"""All settings, driven by the environment; `DATABASE_URL` and `REDIS_URL` alone decide how it runs.

Without them it runs embedded: SQLite and a filesystem broker in `VAR_DIR`. With them it is a production
installation, which refuses to start without a secret key, host names and an address of its own.
"""

import os
import secrets
from contextlib import suppress
from datetime import date
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
DATABASE_URL = env("DATABASE_URL", default="")
REDIS_URL = env("REDIS_URL", default="")
EMBEDDED = not REDIS_URL
ON_SERVERS = bool(REDIS_URL) or DATABASE_URL.startswith(("postgres", "psql", "pgsql"))
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
PORT = env.int("PORT", default=8000)

VAR_DIR.mkdir(parents=True, exist_ok=True)


def _own_secret_key() -> str:
    """Return the key of an embedded installation, made at its first start and readable by its owner only."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        # Written aside and linked, so that two processes that start at once read one whole key.
        draft = VAR_DIR / f"secret_key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


SECRET_KEY = env("SECRET_KEY", default="")
# An earlier key: what it signed, printed name cards among it, stays valid until it is taken out here.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
BASE_URL = env("BASE_URL", default="").rstrip("/")
ACCESSIBILITY_OWNER = env("ACCESSIBILITY_OWNER", default="")
ACCESSIBILITY_CONTACT = env("ACCESSIBILITY_CONTACT", default="")
_inspection = env("ACCESSIBILITY_INSPECTION_BY", default="")
ACCESSIBILITY_INSPECTION_BY = date.fromisoformat(_inspection) if _inspection else None
if not ON_SERVERS:
    SECRET_KEY = SECRET_KEY or _own_secret_key()
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
    BASE_URL = BASE_URL or f"http://127.0.0.1:{PORT}"
elif not (SECRET_KEY and ALLOWED_HOSTS and "*" not in ALLOWED_HOSTS and BASE_URL):
    raise ImproperlyConfigured("With servers, set SECRET_KEY, ALLOWED_HOSTS (no *) and BASE_URL.")
elif DEBUG:
    raise ImproperlyConfigured("DEBUG shows data of people on error pages: not with servers.")
if DEMO and ON_SERVERS and not env.bool("DEMO_ON_SERVERS", default=False):
    raise ImproperlyConfigured("DEMO opens every account: it is for the embedded installation only.")

# A provider of sign-ins on this machine itself, to try one out.
OWN_SIGN_IN_ON_LOOPBACK = env.bool("OWN_SIGN_IN_ON_LOOPBACK", default=False)
if OWN_SIGN_IN_ON_LOOPBACK and ON_SERVERS:
    raise ImproperlyConfigured("OWN_SIGN_IN_ON_LOOPBACK asks servers on this machine: not with servers.")

INSTALLED_APPS = [
    "vroegsignalering",
    "reports",
    "live",
    "agenda",
    "questionnaire",
    "sessions",
    "catalogue",
    "municipalities",
    "outbox",
    "audit",
    "users",
    "common",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "crispy_forms",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    # First, so that what any other answers has the policy too: a file, a redirect, a refusal.
    "csp.middleware.CSPMiddleware",
    "common.browser_rights.BrowserRights",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    # After the language is known, or its answer would be in that of the request before it.
    "common.clean_input.CleanInput",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "municipalities.own_account.wall.OwnSignInWall",
    "users.language.ChosenLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "users.last_seen.LastSeen",
    "common.no_store.NoStore",
    "common.busy.Busy",
    "municipalities.middleware.TenantDoor",
]

ROOT_URLCONF = "vroegsignalering.urls"
WSGI_APPLICATION = "vroegsignalering.wsgi.application"
ASGI_APPLICATION = "vroegsignalering.asgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "municipalities.context.house",
                "vroegsignalering.hats.hats",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["nlds"]
CRISPY_TEMPLATE_PACK = "nlds"

DATABASES = {"default": env.db_url_config(DATABASE_URL or f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE excludes the answer and the reveal from each other; FULL keeps what was acknowledged.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA temp_store=MEMORY;",
    }
    # A file, because tests with several threads need a database that several connections share.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = 60
# Who owns the tables migrates them, and nothing else: the role that works could not take its walls away.
DATABASE_OWNER_URL = env("DATABASE_OWNER_URL", default="")
if DATABASE_OWNER_URL:
    DATABASES["owner"] = {**env.db_url_config(DATABASE_OWNER_URL), "TEST": {"MIRROR": "default"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        # Without it nobody waits long: `common.busy` says so.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR_DIR / "cache"}
}

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "users.sign_in.InvitedOnly"
ACCOUNT_FORMS = {
    "login": "users.sign_in_forms.SignInForm",
    "request_login_code": "users.sign_in_forms.AskForCodeForm",
    "confirm_login_code": "users.sign_in_forms.GiveCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
# Nobody can make this installation mail a stranger; and a town hall signs in from one address.
# (`users.sign_in` writes the mail to a stranger and throws it away.)
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "request_login_code": "120/m/ip,3/m/key",
    # Wrong codes of a second step, per person; the network address has no part in it.
    "login_failed": "5/5m/key,50/d/key",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_ADAPTER = "users.mfa_rules.SecondStepRules"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODE_COUNT = 10
MFA_FORMS = {"authenticate": "vroegsignalering.account.forms.SignInCodeForm"}
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
# As long as the seat of a participant: a session may go on another day.
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 30
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["vroegsignalering.formats"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# static/css and static/js are sources: bin/assets makes the bundles in static/vendor of them.
STATICFILES_DIRS = [(folder, BASE_DIR / "static" / folder) for folder in ("img", "vendor")]
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

if DEMO or (EMBEDDED and not env("EMAIL_URL", default="")):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
else:
    vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Digitale gesprekshulp <gesprekshulp@localhost>")

SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
if SECURE:
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=True)
    SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
    SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=not ALLAUTH_TRUSTED_PROXY_COUNT)
    CSRF_TRUSTED_ORIGINS = [BASE_URL]
    if ALLAUTH_TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The preload list binds a whole domain for years: whoever owns it chooses. A proxy redirects to https itself.
SILENCED_SYSTEM_CHECKS = ["security.W021", *(["security.W008"] if ALLAUTH_TRUSTED_PROXY_COUNT else [])]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "vroegsignalering.error_pages.without_token"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

QUEUE_DIR = VAR_DIR / "queue"
if EMBEDDED:
    for folder in ("messages", "control"):
        (QUEUE_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "wholefiles://localhost//"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
        "store_processed": False,
        "polling_interval": 0.2,
    }
else:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 3600,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 1,
        # Waking the worker is a courtesy: without a broker nobody waits, the sweep finds the promise.
        "max_retries": 1,
        "interval_start": 0,
        "interval_max": 0.1,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "forget expired sign-ins": {
        "task": "users.tasks.forget_expired_sign_ins",
        "schedule": crontab(hour=4, minute=40),
    },
    "forget waiting screens": {
        "task": "sessions.tasks.forget_waiting_screens",
        "schedule": crontab(hour=4, minute=50),
    },
    "remove what is past its term": {
        "task": "municipalities.tasks.retain_everywhere",
        "schedule": crontab(hour=3, minute=20),
    },
    # Each hour: a day begins at another moment for a municipality in the Caribbean.
    "carry out successions": {
        "task": "municipalities.tasks.carry_out_what_was_planned",
        "schedule": crontab(minute=5),
    },
    "clear exports": {
        "task": "municipalities.tasks.clear_exports",
        "schedule": crontab(hour=4, minute=10),
    },
    # Each 10 minutes: a missed night is caught up at once, and rows decide whether there is anything to do.
    "remind owners": {"task": "agenda.tasks.remind_everywhere", "schedule": 600, "options": {"expires": 600}},
    "tell of the month": {"task": "agenda.tasks.tell_months", "schedule": crontab(hour=5, minute=50)},
    "seal the log": {"task": "audit.tasks.seal_logs", "schedule": 60, "options": {"expires": 60}},
    # One that waited longer is of no use: the next is in the queue already. Without it they pile up.
    "fulfil what was promised": {"task": "outbox.tasks.sweep", "schedule": 10, "options": {"expires": 10}},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name} {message}", "style": "{"}},
    "filters": {"quiet links": {"()": "common.quiet_links.QuietLinks"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["quiet links"]}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "matplotlib.font_manager": {"level": "ERROR"},
    },
}
