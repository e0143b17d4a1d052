"""What a worker holds in memory after so many requests, and how much of that grew; against a bare Flask worker."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from flask import Flask

WARM, REQUESTS = 20, 200


def resident() -> float:
    """Megabytes of this process that lie in memory now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1000
    raise RuntimeError("this system does not tell the memory of a process")


def bare() -> tuple[float, float]:
    """(after warming up, after all requests) of a Flask that answers one word."""
    app = Flask("floor")
    app.add_url_rule("/", "word", lambda: "goed")
    client = app.test_client()
    return visited([partial(client.get, "/")])


def office() -> tuple[float, float]:
    """The same of ours: public pages and a search through a thousand certificates."""
    # Only here: the bare worker must not carry what we bring.
    from benchmarks import stock
    from benchmarks.ratios import fresh_office
    from tests.office import BASE

    with fresh_office() as (place, _):
        with place.write() as session:
            code = stock.certificates(session, 1000)[0]
        client = place.app.test_client()
        addresses = ("/", "/register", f"/v/{code}", "/register?zoek=werkgroep+7", "/rekenhulp")
        return visited([partial(client.get, address, base_url=BASE) for address in addresses])


def visited(visits: Sequence[Callable[[], object]]) -> tuple[float, float]:
    """Ask for each in turn; answers the memory after warming up and after the requests that count."""
    for number in range(WARM):
        visits[number % len(visits)]()
    warm = resident()
    for number in range(REQUESTS):
        visits[number % len(visits)]()
    return warm, resident()


def in_its_own_process(which: str) -> tuple[float, float]:
    """Each in a fresh process: what one has loaded is not counted with the other."""
    done = subprocess.run([sys.executable, "-m", "benchmarks.measure_memory", which], capture_output=True, check=True)
    warm, after = json.loads(done.stdout)
    return warm, after


def main() -> None:
    """Measure and print; with a word: what one process finds, as JSON."""
    if len(sys.argv) > 1:
        print(json.dumps({"bare": bare, "office": office}[sys.argv[1]]()))
        return
    from benchmarks.ratios import table

    floor_warm, floor = in_its_own_process("bare")
    warm, after = in_its_own_process("office")
    rows = [
        (f"after {REQUESTS} requests", f"{after:.0f} MB", f"{floor:.0f} MB", after / floor),
        (f"grown since the first {WARM}", f"{after - warm:.1f} MB", f"{floor - floor_warm:.1f} MB", "-"),
    ]
    table(("memory", "ours", "floor", "ratio"), rows)


if __name__ == "__main__":
    main()
