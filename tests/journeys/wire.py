"""A wire between a browser and the office that a test can cut, as a phone's line breaks in a tunnel."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit


class Wire(ThreadingTCPServer):
    """Passes on what comes in at ``address``, both ways, until it is cut."""

    daemon_threads = True

    def __init__(self, office: str) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.office = urlsplit(office)
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.whole = True
        self.ends: set[socket.socket] = set()

    def cut(self) -> None:
        """What is under way stops half-way, and nothing new comes through."""
        self.whole = False
        for end in list(self.ends):
            _close(end)

    def mend(self) -> None:
        """From now on things come through again."""
        self.whole = True


class _Passing(BaseRequestHandler):
    server: Wire

    def handle(self) -> None:
        if not self.server.whole:
            return
        there = (str(self.server.office.hostname), self.server.office.port or 80)
        with socket.create_connection(there) as office:
            ends = {self.request, office}
            self.server.ends |= ends
            back = Thread(target=_pass_on, args=(office, self.request), daemon=True)
            back.start()
            _pass_on(self.request, office)
            back.join()
            self.server.ends -= ends


def _pass_on(this: Any, that: Any) -> None:
    try:
        while piece := this.recv(16_384):
            that.sendall(piece)
    except OSError:
        pass  # cut, or left by the browser: the other end hears it below
    _close(that)


def _close(end: socket.socket) -> None:
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it was closed already


@contextmanager
def wired(office: str) -> Iterator[Wire]:
    """A wire to the office at this address."""
    with Wire(office) as wire:
        thread = Thread(target=wire.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield wire
        wire.cut()
        wire.shutdown()
        thread.join()
