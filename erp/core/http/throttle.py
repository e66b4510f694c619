"""Rate limits of API keys: a bucket of `burst` requests that fills with so many a second."""

from __future__ import annotations

import functools
import threading
import time
from typing import Any

import structlog
from django.core.cache import cache, caches
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

log = structlog.get_logger(__name__)

# Generic cell rate: one number, the moment when the bucket would be full again.
_SCRIPT = """
local t = redis.call('TIME')
local now = t[1] + t[2] / 1000000
local full = tonumber(redis.call('GET', KEYS[1]) or '0')
if full < now then full = now end
local step = 1 / tonumber(ARGV[1])
local wait = full + step - now - tonumber(ARGV[2]) * step
if wait > 0 then return tostring(wait) end
redis.call('SET', KEYS[1], string.format('%.6f', full + step), 'EX', math.ceil(full + step - now) + 1)
return '0'
"""
_lock = threading.Lock()


@functools.cache
def _script() -> Any:
    """The bucket as a script of the Redis-compatible server; None where the cache is another one."""
    backend: Any = caches["default"]
    if not hasattr(backend, "_cache") or not hasattr(backend._cache, "get_client"):
        return None
    return backend._cache.get_client(None, write=True).register_script(_SCRIPT)


def take(name: str, per_second: float, burst: int) -> float:
    """Take one request from a bucket; 0 when there was one, else the seconds to wait.

    A cache that fails lets everything pass: no limit is better than no service.
    """
    try:
        return _taken(name, per_second, burst)
    except Exception as error:  # noqa: BLE001 -- whatever the cache's driver raises
        log.warning("rate_limit_unavailable", error=str(error))
        return 0.0


def _taken(name: str, per_second: float, burst: int) -> float:
    script = _script()
    if script is not None:
        key, rate, most = f"kept:rate:{name}", str(per_second), str(burst)
        try:
            return float(_asked(script, key, rate, most))
        except RedisError:  # a connection that was cut, or a server that does not know the script yet
            return float(script(keys=[key], args=[rate, most]))
    with _lock:
        now = time.time()
        full = max(float(cache.get(f"rate:{name}", 0)), now)
        step = 1 / per_second
        wait = full + step - now - burst * step
        if wait > 0:
            return wait
        cache.set(f"rate:{name}", full + step, timeout=max(1, int(full + step - now) + 1))
        return 0.0


def _asked(script: Any, key: str, *values: str) -> Any:
    """Run the script on a connection of its client's, without what the client does around every command.

    Retries and loading the script are the client's: whoever is refused here asks there.
    """
    pool = script.registered_client.connection_pool
    connection = pool.get_connection()
    try:
        connection.send_command("EVALSHA", script.sha, 1, key, *values)
        return connection.read_response()
    finally:
        pool.release(connection)


class KeyThrottle(BaseThrottle):
    """Holds a key to its requests a second and its burst; people in the browser are not limited."""

    waiting = 0.0

    def allow_request(self, request: Request, view: Any) -> bool:
        """Whether the request may go on."""
        key: Any = request.auth
        if not hasattr(key, "requests_per_second"):
            return True
        self.waiting = take(str(key.pk), max(key.requests_per_second, 1), max(key.burst, 1))
        return self.waiting <= 0

    def wait(self) -> float:
        """Seconds until the next request may come."""
        return self.waiting
