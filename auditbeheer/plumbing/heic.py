"""Photos as an iPhone makes them (HEIC), written anew as JPEG: upright, with its colours and the time it was taken.

The only photos that must be decoded to be kept. What decodes them is a large piece of foreign code that reads what
strangers send, so it works in a process of its own that may take little memory and little time: what makes it
stumble costs a photo, never the server. Run by itself this file is that process: HEIC comes in, JPEG goes out.
"""

from __future__ import annotations

import os
import subprocess  # nosec B404 - starts this very file, with fixed words
import sys
from io import BytesIO
from pathlib import Path

MOST_PIXELS = 60_000_000
"""An iPhone makes 48 million at most; decoding takes some 10 bytes for each of them."""
MOST_MEMORY = 2_000_000_000
SECONDS = 60
QUALITY = 90
TOO_LARGE, BROKEN = 3, 4
"""How the process ends when it made no JPEG; of a photo that is too large it tells width and height."""


class TooManyPixels(Exception):
    """A photo that is not decoded, with its width and height."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self.width, self.height = width, height


def as_jpeg(content: bytes) -> bytes:
    """The photo as JPEG, with the words that were in it. Raises ``TooManyPixels``, ValueError for a broken one."""
    command = [sys.executable, "-I", str(Path(__file__))]
    try:
        done = subprocess.run(  # nosec B603
            command, input=content, capture_output=True, timeout=SECONDS, check=False, env={"PATH": os.defpath}
        )
    except subprocess.TimeoutExpired as error:
        raise ValueError("took too long") from error
    if done.returncode == TOO_LARGE:
        width, height = done.stderr.split()
        raise TooManyPixels(int(width), int(height))
    if done.returncode or not done.stdout:
        raise ValueError(f"no photo came out: {done.returncode}")
    return done.stdout


def _written_anew(content: bytes) -> bytes:
    """The decoding itself, inside the process of its own. Raises ``TooManyPixels`` before a pixel is read."""
    import pillow_heif

    photo = pillow_heif.open_heif(BytesIO(content), convert_hdr_to_8bit=True)
    width, height = photo.size
    if width * height > MOST_PIXELS:
        raise TooManyPixels(width, height)
    # The decoder turns the photo upright, so the note that says which side is up goes.
    pillow_heif.set_orientation(photo.info)
    picture = photo.to_pillow().convert("RGB")
    words = {name: value for name in ("exif", "icc_profile") if (value := photo.info.get(name))}
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, **words)
    return out.getvalue()


def _keep_small() -> None:
    """No more memory and time than a photo needs, and no file written."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """One photo, from standard input to standard output."""
    _keep_small()
    try:
        made = _written_anew(sys.stdin.buffer.read())
    except TooManyPixels as photo:
        sys.stderr.write(f"{photo.width} {photo.height}")
        return TOO_LARGE
    except (OSError, SyntaxError, ValueError, EOFError, RuntimeError, MemoryError, IndexError):
        return BROKEN
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
