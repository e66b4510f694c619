"""The sole reader of the process environment: every setting that an operator can turn is here."""

import os
from pathlib import Path

import environ

env = environ.Env()

ROOT = Path(__file__).resolve().parents[2]

DATA_DIR = Path(env.str("ERP_DATA_DIR", default="") or ROOT / ".data").resolve()
# Where the embedded servers listen; `bin/up` sets it when the data directory's own folder cannot be used.
RUN_DIR = Path(env.str("ERP_RUN_DIR", default="") or DATA_DIR / "run")
SERVER_ACCOUNT = env.str("ERP_SERVER_ACCOUNT", default="nobody")
SECRET_KEY = env.str("ERP_SECRET_KEY", default="")
DEBUG = env.bool("ERP_DEBUG", default=False)
ALLOWED_HOSTS: list[str] = env.list("ERP_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("ERP_CSRF_TRUSTED_ORIGINS", default=[])
DATABASE_URL = env.str("DATABASE_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="")
SECURE_COOKIES = env.bool("ERP_SECURE_COOKIES", default=False)
LANGUAGE = env.str("ERP_LANGUAGE", default="en")
TIME_ZONE = env.str("ERP_TIME_ZONE", default="UTC")
EMAIL_URL = env.str("EMAIL_URL", default="filemail://")
# The address that people reach this installation at, for links in messages, such as https://erp.example.com.
SITE_URL = env.str("ERP_SITE_URL", default="")
TASK_LINK_HOURS = env.int("ERP_TASK_LINK_HOURS", default=72)
# Addresses and secrets of channels; they stand before the ones kept in the database.
CHANNELS = {
    code: (
        env.str(f"ERP_{code.upper()}_URL", default=""),
        env.str(f"ERP_{code.upper()}_SECRET", default=""),
    )
    for code in ("sms", "wecom", "dingtalk", "feishu", "slack")
}
LOG_LEVEL = env.str("ERP_LOG_LEVEL", default="INFO")
LOG_JSON = env.bool("ERP_LOG_JSON", default=False)
TEST_DATABASE = env.str("ERP_TEST_DATABASE", default="test_kept")
# Who reads `/metrics/` from elsewhere than this machine brings it.
METRICS_TOKEN = env.str("ERP_METRICS_TOKEN", default="")
# Off behind a pooler that gives each transaction another session.
PREPARE_STATEMENTS = env.bool("ERP_PREPARE_STATEMENTS", default=True)
# `bin/test`: a browser by path, whether its absence is a failure, and which checks before the tests failed.
CHROMIUM = env.str("ERP_CHROMIUM", default="")
REQUIRE_CHROMIUM = env.bool("ERP_REQUIRE_CHROMIUM", default=False)
FAILED_CHECKS = env.str("ERP_FAILED_CHECKS", default="")
# `bin/test`: the file that is locked until its own database is migrated; test databases are copies of that.
TEST_TEMPLATE_LOCK = env.str("ERP_TEST_TEMPLATE_LOCK", default="")
DEMO = env.bool("ERP_DEMO", default=False)


def process_environment() -> dict[str, str]:
    """A copy of the environment, for the supervisor to hand to the processes it starts."""
    return dict(os.environ)
