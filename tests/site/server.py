"""Serves the built site as a public host does: compressed, under a base path, with its 404 page.

Also by hand, for Lighthouse and the like: `python tests/site/server.py [PORT]`.
"""

import gzip
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

SITE = Path(__file__).parents[2] / "_build" / "html"
BASE = "/book/"  # not the root: a project's pages seldom lie there
TEXT = {".css", ".html", ".inv", ".ipynb", ".js", ".json", ".md", ".svg", ".txt", ".xml"}


@cache
def body(path: Path) -> bytes:
    """Return a file as it goes over the wire."""
    data = path.read_bytes()
    return gzip.compress(data, mtime=0) if path.suffix in TEXT else data


class Handler(SimpleHTTPRequestHandler):
    """Answers from the folder `site`, which `serve` sets."""

    protocol_version = "HTTP/1.1"
    site = SITE

    def do_GET(self) -> None:
        """Answer with the file, compressed if it is text, or with the 404 page."""
        name = self.path.partition("?")[0].removeprefix(BASE)
        path = (self.site / name).resolve()
        path = path / "index.html" if path.is_dir() else path
        found = self.path.startswith(BASE) and path.is_relative_to(self.site) and path.is_file()
        path = path if found else self.site / "404.html"
        data = body(path)
        self.send_response(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        if path.suffix in TEXT:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output quiet."""


class Server(ThreadingHTTPServer):
    """Does not report that a browser which was closed has dropped its connections."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report any other error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve(site: Path, port: int = 0) -> Iterator[str]:
    """Serve a folder on loopback; yield its address, which ends in a slash."""
    handler = type("Handler", (Handler,), {"site": site.resolve()})
    with Server(("127.0.0.1", port), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}{BASE}"
        server.shutdown()
        thread.join()


if __name__ == "__main__":
    with serve(SITE, int(sys.argv[1]) if len(sys.argv) > 1 else 8000) as address:
        print(address, flush=True)
        input("Enter stops it. ")
