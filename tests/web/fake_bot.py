"""A bot that answers what a test tells it to, over the same wire as the real one."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from trust import tokens


@dataclass
class FakeBot:
    """`replies` are sent for every message; `heard` is what came in. `between` blocks before the second reply."""

    replies: list[dict[str, Any]] = field(default_factory=lambda: [{"text": "Hello."}])
    heard: list[tuple[str, str]] = field(default_factory=list)  # (sender_id, text)
    metadata: list[dict[str, Any] | None] = field(default_factory=list)  # what came beside each text
    between: threading.Event | None = None
    break_off: bool = False
    status: int = 200
    port: int = 0

    def start(self) -> Iterator[FakeBot]:
        """Serve on a free port of loopback until the generator is closed."""
        server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        self.port = server.server_port
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield self
        server.shutdown()
        server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        bot = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:  # noqa: N802 - the name http.server calls
                self._send(200, b'{"status": "ok"}')

            def do_POST(self) -> None:  # noqa: N802
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                identity = tokens.bearer(self.headers["Authorization"])
                bot.heard.append((identity.sender_id, body["text"]))
                bot.metadata.append(body.get("metadata"))
                if bot.status != 200:
                    self._send(bot.status, b"{}")
                    return
                self.send_response(200)
                self.send_header("Content-Type", "application/x-ndjson")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for number, reply in enumerate(bot.replies):
                    if number == 1 and bot.between:
                        bot.between.wait(10)
                    self._chunk(json.dumps(reply).encode() + b"\n")
                if bot.break_off:
                    self._chunk(b'{"text": "and th')
                    self.close_connection = True
                    return
                self._chunk(b"")

            def _chunk(self, data: bytes) -> None:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
                self.wfile.flush()

            def _send(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Tests are quiet."""

        return Handler
