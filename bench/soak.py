"""The soak: very many turns against one host, and how much memory it holds along the way."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.certificates import issue_certificates
from bench.figures import Spread
from bench.goals import Goal, at_most
from bench.processes import StartError, run_command, run_load, run_server
from bench.report import describe_machine, draw
from bench.turns import CONVERSATIONS
from bench.variants import start_host

WARM = 20_000
"""Turns after which a host knows all that it will keep in mind."""
MOST_GROWTH = 10.0
"""Megabytes that it may hold more at the end than then."""
_PORTION = 5.0
"""Seconds between two looks at the memory."""
_MB = 1024.0


@dataclass
class Soak:
    """Megabytes of memory by turns so far."""

    turns: int
    held: list[tuple[int, float]] = field(default_factory=list)
    seconds: float = 0.0
    note: str = ""

    @property
    def growth(self) -> float | None:
        """Megabytes between the end of the warming up and the end: each the largest of three looks, as
        memory goes up and down by what is under way."""
        warm = min(WARM, self.turns // 2)
        before = [held for turns, held in self.held if turns <= warm][-3:]
        after = [held for turns, held in self.held if turns > warm][-3:]
        return max(after) - max(before) if before and after else None


def measure_soak(folder: Path, turns: int) -> Soak:
    """Creates a lead in each turn, in sixteen conversations at once, over a new database."""
    found, began = Soak(turns), time.monotonic()
    certificates = issue_certificates(folder)
    place = folder / "soak"
    place.mkdir()
    with run_load(folder) as load:
        migrate, serve = start_host(place, load.ports, certificates.trust)
        run_command(migrate, place)
        try:
            with run_server(serve, place, watched=False) as server:
                done = 0
                while done < turns:
                    heard = load.capture_leads([server.url], CONVERSATIONS, _PORTION)
                    done += heard["turns"]
                    found.held.append((done, _memory_of(server.pid)))
                    print(f"{done} turns, {found.held[-1][1]:.1f} MB", file=sys.stderr)
        except StartError as failure:
            found.note = f"The soak ended early: {failure}"
    found.seconds = time.monotonic() - began
    return found


def judge_soak(found: Soak) -> Goal:
    """Whether the memory stays flat."""
    growth = None if found.growth is None or found.note else Spread.of([found.growth])
    return at_most("memory after the warming up, growth", growth, MOST_GROWTH, "MB")


def write_soak_report(found: Soak) -> str:
    """The memory along the way as Markdown."""
    shown = found.held[:: max(1, len(found.held) // 20)] + found.held[-1:]
    growth = "not measured" if found.growth is None else f"{found.growth:+.1f} MB (at most +{MOST_GROWTH:g})"
    parts = [
        "# Soak",
        f"{describe_machine()}\n{found.turns:,} lead turns asked for; {found.seconds / 60:.1f} minutes.",
        found.note or "No turn failed.",
        draw(("turns", "memory, MB"), [(f"{turns:,}", f"{held:.1f}") for turns, held in shown]),
        f"After the first {min(WARM, found.turns // 2):,} turns: {growth}.",
    ]
    return "\n\n".join(parts) + "\n"


def _memory_of(pid: int) -> float:
    """Megabytes that a process holds in memory."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / _MB
    raise StartError("the host ended")
