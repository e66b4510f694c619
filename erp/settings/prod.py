"""Settings of a production deployment: everything secret comes from the environment, or nothing starts."""

from django.core.exceptions import ImproperlyConfigured

from erp.settings import env
from erp.settings.base import *  # noqa: F403 -- a settings module is its base plus differences

if not env.SECRET_KEY:
    raise ImproperlyConfigured("Set ERP_SECRET_KEY to a long random text.")
if not env.DATABASE_URL:
    raise ImproperlyConfigured("Set DATABASE_URL, for example postgres://kept:password@db/kept.")
if not env.REDIS_URL:
    raise ImproperlyConfigured("Set REDIS_URL, for example redis://redis:6379.")

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
