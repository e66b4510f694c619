"""A local sink: a real HTTP server that keeps what it is sent and answers as a test wants."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Sink:
    """What arrived, and what is answered next."""

    def __init__(self):
        self.requests = []
        self.status, self.body, self.wait = 200, b'{"errcode": 0}', 0.0
        self.port = 0

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/hook?key=SECRET-IN-URL"

    def sent(self):
        """The bodies that arrived, as JSON."""
        return [json.loads(body) for _path, _headers, body in self.requests]


@contextmanager
def sink():
    """A sink on a port of its own, for as long as the test needs it."""
    kept = Sink()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            kept.requests.append((self.path, dict(self.headers), body))
            time.sleep(kept.wait)
            try:
                self.send_response(kept.status)
                self.send_header("Content-Length", str(len(kept.body)))
                if 300 <= kept.status < 400:
                    self.send_header("Location", "http://169.254.169.254/latest/")
                self.end_headers()
                self.wfile.write(kept.body)
            except OSError:
                return

        def log_message(self, *args):
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    kept.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
