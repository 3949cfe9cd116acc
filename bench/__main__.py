"""`python -m bench`: runs the benchmark and prints its report as Markdown."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench.certificates import Certificates, issue_certificates
from bench.contest import Contest
from bench.figures import Findings
from bench.goals import judge
from bench.processes import Load, Server, StartError, run_command, run_load, run_server
from bench.report import write_report
from bench.variants import Variant, count_leads, list_variants, start_host


def main() -> int:
    """Returns 1 only with `--strict`, where a goal was missed or not measured."""
    options = _read_options()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="leadline-bench-") as folder:
        findings = _measure(options, Path(folder))
    goals = judge(findings)
    minutes = (time.monotonic() - began) / 60
    plan = f"{options.rounds} rounds of {options.seconds:g} s a variant and setting; {minutes:.1f} minutes."
    report = write_report(findings, goals, plan)
    print(report)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(report)
    return 1 if options.strict and not all(goal.reached for goal in goals) else 0


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures bot turns side by side.")
    parser.add_argument("--quick", action="store_true", help="two short rounds, to see that it works")
    parser.add_argument("--rounds", type=int, help="rounds of every variant (default 7)")
    parser.add_argument("--seconds", type=float, help="length of one measurement (default 2)")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if a goal was missed")
    parser.add_argument("--out", type=Path, help="also write the report to this file")
    options = parser.parse_args()
    options.rounds = options.rounds or (2 if options.quick else 7)
    options.seconds = options.seconds or (1.0 if options.quick else 2.0)
    return options


def _measure(options: argparse.Namespace, folder: Path) -> Findings:
    findings = Findings()
    certificates = issue_certificates(folder)
    with ExitStack() as stack:
        load = stack.enter_context(run_load(folder))
        findings.starts = _time_starts(folder, load, certificates, findings, 3 if options.quick else 5)
        servers = _start_servers(stack, folder, load, certificates, findings)
        contest = Contest(load, findings, servers)
        contest.warm_up()
        for number in range(options.rounds):
            contest.play_round(number, options.seconds)
            print(f"round {number + 1} of {options.rounds} done", file=sys.stderr)
        findings.leads_stored = count_leads(folder)
    return findings


def _time_starts(
    folder: Path, load: Load, certificates: Certificates, findings: Findings, times: int
) -> list[float]:
    """Seconds from the start of the host's process until `/readyz` says 200, on a migrated store."""
    migrate, serve = start_host(folder, load.ports, certificates.trust)
    starts = []
    try:
        run_command(migrate, folder)
        for _ in range(times):
            with run_server(serve, folder, watched=False) as server:
                starts.append(server.start_seconds)
    except StartError as failure:
        findings.notes.append(f"the start of the host was not measured: {failure}")
    return starts


def _start_servers(
    stack: ExitStack, folder: Path, load: Load, certificates: Certificates, findings: Findings
) -> list[tuple[Variant, Server]]:
    servers = []
    for variant in list_variants(folder, load.ports, certificates.trust, findings.notes):
        try:
            servers.append((variant, stack.enter_context(run_server(variant.program, folder))))
        except StartError as failure:
            findings.notes.append(f"{variant.name} was not measured, it did not start: {failure}")
    return servers


if __name__ == "__main__":
    sys.exit(main())
