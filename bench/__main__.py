"""`python -m bench [PART …]`: measures and prints reports as Markdown; all parts unless told which."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench.contests import measure_turns
from bench.copying import RECORDS, measure_copy
from bench.following.measure import Followings, measure_followings, weigh_first_page
from bench.following.report import judge_followings, write_following_report
from bench.goals import Goal, judge
from bench.messages import play_messages, write_messages_report
from bench.outage import judge_outages, measure_outages, write_outage_report
from bench.reading.goals import judge_readings
from bench.reading.measure import measure_readings
from bench.reading.report import write_reading_report
from bench.report import write_report
from bench.soak import judge_soak, measure_soak, write_soak_report
from bench.store.boards import measure_boards
from bench.store.databases import KINDS, Databases, fill_with_leads, open_databases
from bench.store.figures import StoreFindings
from bench.store.finds import measure_finds
from bench.store.goals import judge_neighbours, judge_store, judge_writers
from bench.store.hosts import Door, open_door
from bench.store.neighbours import measure_neighbours
from bench.store.report import write_store_report
from bench.store.steps import measure_steps
from bench.store.writers import measure_writers
from bench.strangers import WINDOW, measure_strangers
from bench.turns import CONVERSATIONS

PARTS = (
    "turns",
    "store",
    "writers",
    "neighbours",
    "copy",
    "boards",
    "reading",
    "messages",
    "strangers",
    "soak",
    "outage",
)


def main(arguments: list[str] | None = None) -> int:
    """Returns 1 where a message was not understood as it should be, with `--strict` also where a goal was
    missed or not measured; for the goals of reading always: they tell of the code, and little of the
    machine."""
    options = _read_options(arguments)
    reports: list[str] = []
    goals: list[Goal] = []
    of_reading: list[Goal] = []
    is_clean = True
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="leadline-bench-")))
        folder.chmod(0o755)
        kept = options.keep or folder / "kept"
        if "turns" in options.parts:
            reports.append(_measure_turns(options, folder, kept, goals))
        if {"store", "writers", "neighbours", "copy", "boards"} & set(options.parts):
            databases = stack.enter_context(open_databases(kept))
            door = stack.enter_context(open_door())
            if {"store", "writers", "neighbours"} & set(options.parts):
                reports.append(_measure_store(options, databases, door, goals))
            if "copy" in options.parts:
                report, judged = measure_copy(databases, door, options.records, min(options.rounds, 3))
                reports.append(report)
                goals += judged
            if "boards" in options.parts:
                reports.append(_measure_followings(options, databases, door, goals))
        if "reading" in options.parts:
            reports.append(_measure_reading(options, of_reading))
        if "messages" in options.parts:
            tally = play_messages(folder, options.count, options.first)
            reports.append(write_messages_report(tally))
            is_clean = tally.is_clean
        if "strangers" in options.parts:
            size, seconds = (1000, 20.0) if options.quick else (10_000, WINDOW)
            report, judged = measure_strangers(kept, size, seconds)
            reports.append(report)
            goals += judged
        if "soak" in options.parts:
            reports.append(_soak(options, folder, goals))
        if "outage" in options.parts:
            outages = measure_outages(folder, options.away)
            goals += judge_outages(outages)
            reports.append(write_outage_report(outages, options.away))
    print("\n".join(reports))
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text("\n".join(reports))
    binding = [*of_reading, *(goals if options.strict else ())]
    return 0 if is_clean and all(goal.reached for goal in binding) else 1


def _read_options(arguments: list[str] | None) -> argparse.Namespace:
    description = "Measures turns, the store, the reading of messages, and what becomes of made-up ones."
    parser = argparse.ArgumentParser(prog="python -m bench", description=description)
    parser.add_argument("parts", nargs="*", metavar="|".join(PARTS), help="all unless named")
    parser.add_argument("--quick", action="store_true", help="two short rounds on little data")
    parser.add_argument("--rounds", type=int, help="rounds of everything (default 7; 2 with --quick)")
    parser.add_argument("--seconds", type=float, help="length of one measurement of turns (default 2)")
    parser.add_argument(
        "--sizes", help="opportunities (default 10000,100000,1000000; 1000,3000 with --quick)"
    )
    parser.add_argument(
        "--leads", type=int, help="leads in each workspace of the lead turns (default 100000)"
    )
    parser.add_argument("--records", type=int, help="records that are copied (default 100000)")
    parser.add_argument("--count", type=int, help="messages (default 50000; 1000 with --quick)")
    parser.add_argument("--first", type=int, default=0, help="the seed of the first message (default 0)")
    parser.add_argument("--turns", type=int, help="turns of the soak (default 200000; 6000 with --quick)")
    parser.add_argument("--away", type=float, help="seconds of an outage (default 60; 14 with --quick)")
    parser.add_argument("--keep", type=Path, help="folder in which seeded databases stay for the next run")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if a goal was missed")
    parser.add_argument("--out", type=Path, help="also write the reports to this file")
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    options.parts = options.parts or list(PARTS)
    options.rounds = options.rounds or (2 if options.quick else 7)
    options.seconds = options.seconds or (1.0 if options.quick else 2.0)
    options.leads = options.leads if options.leads is not None else (500 if options.quick else 100_000)
    options.records = options.records or (2_000 if options.quick else RECORDS)
    options.count = options.count if options.count is not None else (1000 if options.quick else 50_000)
    options.turns = options.turns or (6_000 if options.quick else 200_000)
    options.away = options.away or (14.0 if options.quick else 60.0)
    sizes = options.sizes or ("1000,3000" if options.quick else "10000,100000,1000000")
    options.sizes = sorted(int(size) for size in sizes.split(","))
    return options


def _measure_turns(options: argparse.Namespace, folder: Path, kept: Path, goals: list[Goal]) -> str:
    held = fill_with_leads(kept, CONVERSATIONS, options.leads) if options.leads else None
    began = time.monotonic()
    findings = measure_turns(
        folder, held, rounds=options.rounds, seconds=options.seconds, starts=3 if options.quick else 5
    )
    judged = judge(findings)
    goals += judged
    minutes = (time.monotonic() - began) / 60
    plan = f"{options.rounds} rounds of {options.seconds:g} s a variant and setting; {minutes:.1f} minutes."
    return write_report(findings, judged, plan)


def _measure_store(options: argparse.Namespace, databases: Databases, door: Door, goals: list[Goal]) -> str:
    findings, judged, began = StoreFindings(), [], time.monotonic()
    times = 60 if options.quick else 300
    if "store" in options.parts:
        for kind in KINDS:
            measure_steps(databases, door, findings, kind, options.rounds, times // 3)
            measure_boards(databases, door, findings, kind, options.sizes, options.rounds, times)
            measure_finds(databases, findings, kind, options.sizes, options.rounds, 2 * times)
            print(f"{kind} done", file=sys.stderr)
        findings.seeding = databases.seconds
        judged += judge_store(findings, options.sizes)
    if "writers" in options.parts:
        measure_writers(databases, door, findings, options.rounds, 2 * options.seconds)
        judged += judge_writers(findings)
    if "neighbours" in options.parts:
        held, rows = (1 + options.seconds, 200) if options.quick else (12.0, 2_000)
        measure_neighbours(databases, door, findings, min(options.rounds, 3), held, rows)
        judged += judge_neighbours(findings)
    goals += judged
    minutes = (time.monotonic() - began) / 60
    plan = (
        f"{options.rounds} rounds; {times} boards and {2 * times} questions in each; {minutes:.1f} minutes."
    )
    return write_store_report(findings, judged, plan)


def _soak(options: argparse.Namespace, folder: Path, goals: list[Goal]) -> str:
    found = measure_soak(folder, options.turns)
    goals.append(judge_soak(found))
    return write_soak_report(found)


def _measure_followings(
    options: argparse.Namespace, databases: Databases, door: Door, goals: list[Goal]
) -> str:
    found, size = Followings(), 1_000 if options.quick else 30_000
    seconds = 5.0 if options.quick else 20.0
    weigh_first_page(databases, door, found, KINDS[0])
    for kind in KINDS:
        measure_followings(databases, door, found, kind, size, options.rounds, seconds)
        print(f"{kind} done", file=sys.stderr)
    judged = judge_followings(found, KINDS)
    goals += judged
    plan = f"{options.rounds} rounds of {seconds:g} s on {size} opportunities."
    return write_following_report(found, judged, plan)


def _measure_reading(options: argparse.Namespace, goals: list[Goal]) -> str:
    found = measure_readings(options.rounds)
    goals += judge_readings(found)
    return write_reading_report(found, goals, f"{options.rounds} rounds.")


if __name__ == "__main__":
    sys.exit(main())
