"""The server of the browser tests itself: a browser that leaves in the midst of a file leaves nothing open."""

from __future__ import annotations

import gc
import socket
import struct

import pytest
from flask import Flask

from tests.chromium import served
from tests.databases import ROOT

LEAVES_AT_ONCE = struct.pack("ii", 1, 0)  # no goodbye: the line is reset


@pytest.mark.filterwarnings("error")
def test_a_browser_that_leaves_in_the_midst_of_a_file_leaves_it_closed(monkeypatch):
    left: list[str] = []
    app = Flask("statisch", static_folder=str(ROOT / "auditbeheer" / "static"))
    with monkeypatch.context() as patched, served(app) as address:
        patched.setattr("sys.unraisablehook", lambda seen: left.append(str(seen.exc_value)))
        for _ in range(40):
            with socket.create_connection(("127.0.0.1", int(address.rsplit(":", 1)[1]))) as line:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LEAVES_AT_ONCE)
                line.sendall(b"GET /static/merk.svg HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\nabc")
                line.recv(10)
        gc.collect()
    assert left == []
