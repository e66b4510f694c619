"""Settings shared by every way of running the product."""

import platform
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import environ
from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

from erp.core.logging import configure
from erp.settings import env
from erp.settings.api_schema import SPECTACULAR_SETTINGS  # noqa: F401 -- a setting

BASE_DIR = env.ROOT
DATA_DIR = env.DATA_DIR

SECRET_KEY = env.SECRET_KEY
DEBUG = env.DEBUG
ALLOWED_HOSTS = env.ALLOWED_HOSTS
CSRF_TRUSTED_ORIGINS = env.CSRF_TRUSTED_ORIGINS

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "axes",
    "csp",
    # the platform, lowest first
    "erp.core",
    "erp.identity",
    "erp.masterdata",
    "erp.rules",
    "erp.processes",
    "erp.reports",
    "erp.notifications",
    # the business, lowest first
    "inventory",
    "production",
    "finance",
    "orders",
    "sla",
]

MIDDLEWARE = [
    "erp.core.http.observe.ObserveMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "erp.core.http.policy.PolicyMiddleware",
    "erp.core.http.programs.ProgramsPass",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "erp.core.http.programs.PeopleEnd",
    "erp.identity.middleware.ReaderMiddleware",
]

ROOT_URLCONF = "erp.urls"
WSGI_APPLICATION = "erp.wsgi.application"
ASGI_APPLICATION = "erp.asgi.application"

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
                "sla.context.frame",
            ],
        },
    },
]

# --- database -----------------------------------------------------------------
# A database is always PostgreSQL; without DATABASE_URL it is the embedded one of the data directory.
if env.DATABASE_URL:
    _database = environ.Env.db_url_config(env.DATABASE_URL)
else:
    _database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "kept",
        "USER": "kept",
        "HOST": str(env.RUN_DIR),
    }
_database["ENGINE"] = "django.db.backends.postgresql"
_database.setdefault("OPTIONS", {})
_database["OPTIONS"].setdefault(
    "options",
    # Prepared statements find rows by their keys: one plan serves any values. Tables that work goes on
    # in are in memory: at the server's own price of a look-up, young tables are read whole for one row.
    "-c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000 "
    "-c plan_cache_mode=force_generic_plan -c random_page_cost=1.1 -c jit=off",
)
_database["CONN_MAX_AGE"] = 600
_database["CONN_HEALTH_CHECKS"] = True
_database["TEST"] = {"NAME": env.TEST_DATABASE}
if env.TEST_TEMPLATE_LOCK:
    _database["TEST"]["TEMPLATE"] = _database["NAME"]
DATABASES = {"default": _database}
# Hot statements are prepared on the server; a pooler that shares sessions between clients can't have that.
PREPARE_STATEMENTS = env.PREPARE_STATEMENTS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- cache and queue ------------------------------------------------------------
_redis = env.REDIS_URL or f"unix://{env.RUN_DIR / 'valkey.sock'}"


def redis_database(number: int) -> str:
    """Address of one numbered database of the Redis-compatible server (0 broker, 1 results, 2 cache).

    Where REDIS_URL names a database (redis://host:6379/3), ours count from there.
    """
    if _redis.startswith("unix://"):
        return f"{_redis}?db={number}"
    parts = urlsplit(_redis)
    first = int(parts.path.strip("/") or 0)
    return urlunsplit(parts._replace(path=f"/{first + number}"))


CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_database(2),
        "KEY_PREFIX": "kept",
    }
}
_broker = redis_database(0)
_results = redis_database(1)
if _redis.startswith("unix://"):
    _path = _redis.removeprefix("unix://")
    _broker = f"redis+socket://{_path}?virtual_host=0"
    _results = f"redis+socket://{_path}?virtual_host=1"
CELERY_BROKER_URL = _broker
CELERY_RESULT_BACKEND = _results
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "relay-outbox": {"task": "core.relay_outbox", "schedule": 2.0, "options": {"expires": 2.0}},
    "seal-audit": {"task": "core.seal_audit", "schedule": 60.0},
    "forget-idempotency-keys": {"task": "core.forget_idempotency_keys", "schedule": 3600.0},
    "tell-dead-letters": {"task": "notifications.tell_dead_letters", "schedule": 60.0},
    "send-notifications": {"task": "notifications.send_due", "schedule": 3.0, "options": {"expires": 3.0}},
    "expire-holds": {"task": "inventory.expire_holds", "schedule": 30.0},
    "reserve-due": {"task": "inventory.reserve_due", "schedule": 600.0},
    "nightly-proof": {"task": "inventory.prove_books", "schedule": crontab(minute=30)},
    "watch-promises": {"task": "orders.watch_promises", "schedule": 120.0, "options": {"expires": 120.0}},
    "release-due-orders": {"task": "orders.release_due_orders", "schedule": 120.0},
    "expire-quotations": {"task": "orders.expire_quotations", "schedule": 300.0},
    "watch-confirmations": {"task": "inventory.watch_confirmations", "schedule": crontab(minute=25)},
    "watch-rules": {"task": "rules.watch_rules", "schedule": 60.0, "options": {"expires": 60.0}},
    "find-missed-rules": {"task": "rules.find_missed", "schedule": crontab(minute=40)},
    "watch-expiry": {"task": "inventory.watch_expiry", "schedule": crontab(minute=10)},
    "replenish": {"task": "inventory.replenish", "schedule": crontab(minute=35)},
    "forecast": {"task": "production.forecast", "schedule": crontab(minute=50)},
    "plan-material": {"task": "production.plan", "schedule": crontab(minute=5)},
    "watch-machines": {"task": "production.machines", "schedule": crontab(minute="*/10")},
    "schedule-work": {"task": "production.schedule", "schedule": crontab(minute=20)},
    "propose-counts": {"task": "inventory.propose_counts", "schedule": crontab(minute=0)},
    "wake-process-timers": {"task": "processes.wake_due", "schedule": 10.0, "options": {"expires": 10.0}},
    "run-forgotten-cases": {"task": "processes.run_forgotten", "schedule": 60.0},
    "keep-facts-of-orders": {"task": "sla.keep_facts", "schedule": crontab(minute="*/20")},
    "remind-of-actions": {"task": "sla.remind_of_actions", "schedule": crontab(minute=35)},
    "snapshots-of-measures": {"task": "sla.take_snapshots", "schedule": crontab(minute=15)},
    "settle-ended-clocks": {"task": "sla.settle_ended", "schedule": 60.0, "options": {"expires": 60.0}},
    "sweep-clocks": {"task": "sla.sweep", "schedule": 5.0, "options": {"expires": 5.0}},
}

# --- people and passwords -------------------------------------------------------
AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "erp.identity.backends.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

# --- languages and times --------------------------------------------------------
LANGUAGE_CODE = env.LANGUAGE
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.TIME_ZONE

# --- files ----------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(DATA_DIR) / "static"
MEDIA_ROOT = Path(DATA_DIR) / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
WEBHOOK_PORTS = {80, 443, 8080, 8443}
WEBHOOK_HOSTS: set[str] = set()  # hosts in our own network that rules may call all the same
ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024

# --- API ------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "erp.identity.api.authentication.ApiKeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["erp.core.http.parsing.StrictJSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["erp.core.http.throttle.KeyThrottle"],
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "erp.core.http.problems.problem_response",
    "COERCE_DECIMAL_TO_STRING": True,
    "DATETIME_FORMAT": "iso-8601",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
# --- admin ----------------------------------------------------------------------
# The grays and blues are those of static/css/tokens.css.
UNFOLD = {
    "SITE_TITLE": "Kept",
    "SITE_HEADER": "Kept 必达",
    "SITE_URL": "/",
    "SITE_ICON": f"{STATIC_URL}img/logo.svg",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": f"{STATIC_URL}img/favicon.svg"},
    ],
    "STYLES": [f"{STATIC_URL}css/tokens.css", f"{STATIC_URL}css/admin.css"],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": True,
    "LANGUAGES": {
        "action": "/language/",
        "navigation": [
            {"code": "en", "name": "English", "name_local": "English", "bidi": False},
            {"code": "zh-hans", "name": "Simplified Chinese", "name_local": "简体中文", "bidi": False},
        ],
    },
    "BORDER_RADIUS": "6px",
    "DASHBOARD_CALLBACK": "sla.admin.home",
    "COLORS": {
        "base": {
            "50": "#f4f5f7",
            "100": "#eef0f3",
            "200": "#e1e5ea",
            "300": "#c5ccd6",
            "400": "#97a1af",
            "500": "#616c7a",
            "600": "#4a5563",
            "700": "#353f4c",
            "800": "#252d38",
            "900": "#1b2430",
            "950": "#10151c",
        },
        "primary": {
            "50": "#f3f6fd",
            "100": "#e8eefb",
            "200": "#cfdcf6",
            "300": "#aac2ef",
            "400": "#7fa8ec",
            "500": "#4a72d2",
            "600": "#2b52b8",
            "700": "#21429a",
            "800": "#1c377f",
            "900": "#182e67",
            "950": "#101e44",
        },
    },
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "navigation": "erp.core.administration.navigation.sidebar",
    },
}

# --- security -------------------------------------------------------------------
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = env.SECURE_COOKIES
CSRF_COOKIE_SECURE = env.SECURE_COOKIES
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/", "/api/v1/docs/"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    },
}

# --- messages, mail and logs --------------------------------------------------------------
_mail = environ.Env.email_url_config(env.EMAIL_URL)
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_FILE_PATH = DATA_DIR / "mail"  # where mails are kept while no mail server is configured
EMAIL_TIMEOUT = 20
EMAIL_USE_TLS = bool(_mail.get("EMAIL_USE_TLS"))
EMAIL_USE_SSL = bool(_mail.get("EMAIL_USE_SSL"))
EMAIL_HOST = _mail.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
SITE_URL = env.SITE_URL
TASK_LINK_HOURS = env.TASK_LINK_HOURS
CHANNEL_SECRETS = env.CHANNELS
LOGGING = configure(is_json=env.LOG_JSON, level=env.LOG_LEVEL)
METRICS_TOKEN = env.METRICS_TOKEN
METRICS_DIR: Path | None = DATA_DIR / "metrics" / platform.node()
DEMO = env.DEMO
DEMO_SIGN_INS = "erp.identity.selectors.demo.demo_signins"
