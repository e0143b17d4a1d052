"""Looking for viruses with ClamAV: its daemon ``clamd``, spoken to in its own words (INSTREAM), nothing else.

A daemon that cannot be reached is no reason to send somebody away: the file waits, and is looked at later.
"""

from __future__ import annotations

import hashlib
import socket
import struct
from collections import OrderedDict
from dataclasses import dataclass, field
from enum import StrEnum

PIECE = 64 * 1024
REMEMBERED = 200


class ScanState(StrEnum):
    """Whether somebody looked for a virus in a file."""

    NOT_ASKED = "niet gevraagd"
    WAITING = "nog niet gecontroleerd"
    CLEAN = "gecontroleerd"
    INFECTED = "virus gevonden"


@dataclass(frozen=True)
class Look:
    """What a look at a file gave; ``virus``: its name, when one was found."""

    state: ScanState
    virus: str = ""


NOT_ASKED, WAITING, CLEAN = Look(ScanState.NOT_ASKED), Look(ScanState.WAITING), Look(ScanState.CLEAN)


@dataclass(frozen=True)
class Scanner:
    """A ``clamd`` at ``host:port`` or at the path of a socket. Seconds: how long we wait for a word of it."""

    address: str
    seconds: float = 20
    _clean: OrderedDict[str, None] = field(default_factory=OrderedDict, repr=False, compare=False)

    def look(self, content: bytes) -> Look:
        """Clean, infected, or waiting when the daemon is out of reach or gives no verdict.

        Content that this process just saw to be clean is not sent again: a form asks twice.
        """
        digest = hashlib.sha256(content).hexdigest()
        if digest in self._clean:
            return CLEAN
        try:
            said = self._ask(b"zINSTREAM\0", content)
        except OSError:
            return WAITING
        if said.endswith(" FOUND"):
            return Look(ScanState.INFECTED, said.removesuffix(" FOUND").removeprefix("stream: ")[:200])
        if said != "stream: OK":
            return WAITING  # its own limit on size, or an error: no verdict
        self._clean[digest] = None
        while len(self._clean) > REMEMBERED:
            self._clean.popitem(last=False)
        return CLEAN

    def answers(self) -> bool:
        """Whether the daemon is there now."""
        try:
            return self._ask(b"zPING\0", None, seconds=2) == "PONG"
        except OSError:
            return False

    def _ask(self, command: bytes, content: bytes | None, seconds: float = 0) -> str:
        with self._connected(seconds or self.seconds) as line:
            line.sendall(command)
            if content is not None:
                self._send(line, content)
            answer = b""
            while not answer.endswith(b"\0") and (piece := line.recv(4096)):
                answer += piece
        return answer.rstrip(b"\0").decode("utf-8", "replace").strip()

    @staticmethod
    def _send(line: socket.socket, content: bytes) -> None:
        try:
            for at in range(0, len(content), PIECE):
                piece = content[at : at + PIECE]
                line.sendall(struct.pack(">I", len(piece)) + piece)
            line.sendall(struct.pack(">I", 0))
        except (BrokenPipeError, ConnectionResetError):
            return  # too large for its own limit: it says so and hangs up, and that answer is read below

    def _connected(self, seconds: float) -> socket.socket:
        if self.address.startswith("/"):
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(seconds)
            line.connect(self.address)
            return line
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)
