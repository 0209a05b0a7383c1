"""Measure the room: the stream against its limit, answers beside idle streams, the reveal under load.

python benchmarks/live.py --clients 3000                 embedded: SQLite, as `make run` starts it
python benchmarks/live.py --clients 3000 --servers       with PostgreSQL and Redis, as in production

Every number comes from this one run on this machine, limit and product in turn; compare the ratios. Any
refused stream, lost event, status other than expected or acknowledged answer that is not shown ends the run.
"""

import argparse
import asyncio
import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import installation
from benchmarks.crowd import Crowd, Delivery
from tests.servers import free_port

SLOW_ONES = 20


def part(values: list[float], percent: float) -> float:
    """Return the value below which this part lies."""
    there = sorted(values)
    return there[min(len(there) - 1, int(len(there) * percent / 100))] if there else float("nan")


def start_limit(port: int) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.limit", str(port)], cwd=installation.ROOT, stdin=subprocess.PIPE
    )
    time.sleep(1)
    return process


async def measure_stream(port: int, web: int, tables: list[Any], rounds: int) -> dict[str, Any]:
    """Open all streams on both, and let both tell everybody the same, in turn."""
    from benchmarks.tables import change

    paths = [path for table in tables for path in table.paths]
    limit_port = free_port()
    limit = start_limit(limit_port)
    at_limit, product = Crowd(limit_port), Crowd(port)
    try:
        before = installation.memory_of(limit.pid), installation.memory_of(web)
        await at_limit.enter(paths)
        await product.enter(paths)
        await asyncio.sleep(2)
        after = installation.memory_of(limit.pid), installation.memory_of(web)
        told: list[tuple[Delivery, Delivery]] = []
        cpu = installation.cpu_of(web)
        for number in range(1, rounds + 1):
            told.append((await _tell_limit(limit, at_limit, number), await _tell(product, tables, change)))
        cpu = installation.cpu_of(web) - cpu
        beside_slow = await _beside_slow(product, tables, change, rounds)
    finally:
        at_limit.close()
        product.close()
        limit.terminate()
    missed = sum(one.missed + other.missed for one, other in told)
    if missed:
        raise SystemExit(f"{missed} events were not heard.")
    ratios = [part(ours.from_first, 99) / max(1, part(theirs.from_first, 99)) for theirs, ours in told]
    return {
        "kilobytes per stream, limit": (after[0] - before[0]) / len(paths) / 1024,
        "kilobytes per stream": (after[1] - before[1]) / len(paths) / 1024,
        "delivery p50 ms, limit": part([at for one, _ in told for at in one.from_first], 50),
        "delivery p99 ms, limit": part([at for one, _ in told for at in one.from_first], 99),
        "delivery p50 ms": part([at for _, one in told for at in one.from_first], 50),
        "delivery p99 ms": part([at for _, one in told for at in one.from_first], 99),
        "delivery p99 ÷ limit, median": statistics.median(ratios),
        "delivery p99 ÷ limit, least and most": [min(ratios), max(ratios)],
        "from the change p50 ms": part([at for _, one in told for at in one.from_change], 50),
        "from the change p99 ms": part([at for _, one in told for at in one.from_change], 99),
        "processor µs per delivery": 1e6 * cpu / (rounds * len(paths)),
        f"delivery p99 ms beside {SLOW_ONES} that do not read": part(beside_slow, 99),
    }


async def _beside_slow(crowd: Crowd, tables: list[Any], change: Any, rounds: int) -> list[float]:
    """Let some read nothing any more, and return how soon the others hear."""
    slow = crowd.listeners[:SLOW_ONES]
    for one in slow:
        one.transport.pause_reading()
    found: list[float] = []
    for _round in range(rounds):
        revisions, at = await asyncio.to_thread(change, tables)
        wanted = [-1] * len(slow) + revisions[len(slow) :]
        told = await crowd.hear(wanted, at)
        if told.missed:
            raise SystemExit("Somebody waited for who does not read.")
        found += told.from_first
    return found


async def _tell_limit(limit: subprocess.Popen[bytes], crowd: Crowd, number: int) -> Delivery:
    assert limit.stdin is not None
    limit.stdin.write(b"%d\n" % number)
    limit.stdin.flush()
    return await crowd.hear([number] * len(crowd.listeners), time.perf_counter())


async def _tell(crowd: Crowd, tables: list[Any], change: Any) -> Delivery:
    revisions, at = await asyncio.to_thread(change, tables)
    return await crowd.hear(revisions, at)


async def measure_answers(
    port: int, tables: list[Any], idle: int, *, phones: int, reveals: int, seconds: float, pause: float
) -> dict[str, Any]:
    """Answer with every phone at once and reveal meanwhile, beside so many idle streams."""
    from benchmarks.tables import Room

    crowd = Crowd(port)
    await crowd.enter([path for table in tables for path in table.paths][:idle])
    took: list[float] = []
    shown: list[float] = []
    try:
        while len(shown) < reveals:
            room = await asyncio.to_thread(Room, f"http://127.0.0.1:{port}", phones, pause=pause)
            for place in range(min(5, reveals - len(shown))):
                answers, reveal = await asyncio.to_thread(room.play, place, seconds=seconds)
                took += answers
                shown.append(reveal)
    finally:
        lost = sum(one.is_lost for one in crowd.listeners)
        crowd.close()
    return {
        f"answers beside {idle} idle streams": len(took),
        f"answer p50 ms beside {idle}": part(took, 50),
        f"answer p95 ms beside {idle}": part(took, 95),
        f"reveals under load beside {idle}": len(shown),
        f"reveal p50 ms beside {idle}": part(shown, 50),
        f"reveal p99 ms beside {idle}": part(shown, 99),
        f"idle streams lost of {idle}": lost,
    }


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--clients", type=int, default=3000, help="streams in one process")
    parser.add_argument("--idle", type=int, default=2000, help="idle streams beside the answers")
    parser.add_argument("--rounds", type=int, default=7, help="changes told to everybody")
    parser.add_argument("--phones", type=int, default=40, help="phones that answer at once")
    parser.add_argument("--reveals", type=int, default=20, help="reveals under that load")
    parser.add_argument("--seconds", type=float, default=2, help="of answering before each reveal")
    parser.add_argument(
        "--pause",
        type=float,
        default=0.5,
        help="seconds a phone rests after an answer",
    )
    parser.add_argument("--servers", action="store_true", help="on PostgreSQL and Redis")
    parser.add_argument("--json", type=Path, help="write the numbers to this file")
    return parser.parse_args()


def main() -> None:
    wanted = asked()
    with ExitStack() as cleared:
        folder = Path(cleared.enter_context(tempfile.TemporaryDirectory(prefix="gesprekshulp-benchmark-")))
        port = installation.prepare(folder, cleared, on_servers=wanted.servers)
        import django

        django.setup()
        logging.getLogger("httpx").setLevel(logging.WARNING)
        from benchmarks.tables import build_tables
        from tests.builders import build_municipality

        web = cleared.enter_context(installation.running(folder, port))
        tables = build_tables(build_municipality(), max(wanted.clients, wanted.idle))
        found: dict[str, Any] = {
            "on": "PostgreSQL and Redis" if wanted.servers else "SQLite, embedded",
            "streams": wanted.clients,
            "processors": os.cpu_count(),
            "load at the start": os.getloadavg()[0],
        }
        found |= asyncio.run(measure_stream(port, web, tables, wanted.rounds))
        for idle in dict.fromkeys((0, wanted.idle)):
            more = {"phones": wanted.phones, "reveals": wanted.reveals, "seconds": wanted.seconds}
            more["pause"] = wanted.pause
            found |= asyncio.run(measure_answers(port, tables, idle, **more))
        found["load at the end"] = os.getloadavg()[0]
    for name, value in found.items():
        print(f"{name:<45}{_told(value):>28}")
    if wanted.json:
        wanted.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")


def _told(value: Any) -> str:
    if isinstance(value, list):
        return " – ".join(map(_told, value))
    return f"{value:.1f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
