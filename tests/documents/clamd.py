"""A virus scanner for tests: speaks clamd's words on the loopback, and knows one virus by a word in the content."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

VIRUS = b"EICAR-TEST"


class _Line(socketserver.StreamRequestHandler):
    server: _Daemon

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command == b"zPING\0":
            self.wfile.write(b"PONG\0")
            return
        content = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > self.server.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.seen.append(content)
        self.wfile.write(b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if VIRUS in content else b"stream: OK\0")


class _Daemon(socketserver.ThreadingTCPServer):
    daemon_threads = True
    most = 10_000_000
    seen: list[bytes]

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


@contextmanager
def clamd(most: int = 10_000_000) -> Iterator[_Daemon]:
    """A daemon that runs as long as the block; ``seen``: the contents it was asked about."""
    with _Daemon(("127.0.0.1", 0), _Line) as server:
        server.most, server.seen = most, []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
