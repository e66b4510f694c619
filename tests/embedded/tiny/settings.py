"""The smallest product that the supervisor can run: its tests measure the supervisor, not the product."""

from erp.settings import base, env

SECRET_KEY = env.SECRET_KEY
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "tests.embedded.tiny",
]
LANGUAGE_CODE = base.LANGUAGE_CODE
LOCALE_PATHS: list[str] = []
DATABASES = base.DATABASES
DEFAULT_AUTO_FIELD = base.DEFAULT_AUTO_FIELD
ROOT_URLCONF = "tests.embedded.tiny.urls"
STATIC_URL = "/static/"
STATIC_ROOT = base.STATIC_ROOT
USE_TZ = True
CELERY_BROKER_URL = base.CELERY_BROKER_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
