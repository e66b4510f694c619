"""Settings of `bin/test`: real PostgreSQL, no worker (tasks run at once), quick password hashes."""

from erp.settings.base import *  # noqa: F403 -- a settings module is its base plus differences

SECRET_KEY = "for-tests-only-not-a-secret-of-anyone"  # noqa: S105 -- tests sign nothing that leaves them
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
AXES_ENABLED = False
WHITENOISE_AUTOREFRESH = True  # nothing is collected for tests
METRICS_DIR = None
