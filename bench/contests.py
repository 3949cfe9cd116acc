"""The bench of turns: the servers that are compared, started and measured side by side."""

from __future__ import annotations

import shutil
import sys
from contextlib import ExitStack
from pathlib import Path

from bench.certificates import Certificates, issue_certificates
from bench.contest import Contest
from bench.figures import Findings
from bench.processes import Load, Server, StartError, run_command, run_load, run_server
from bench.turns import CONVERSATIONS
from bench.variants import STORE, Variant, count_leads, list_variants, start_host


def measure_turns(folder: Path, held: Path | None, *, rounds: int, seconds: float, starts: int) -> Findings:
    """Plays every variant in every setting. `held` is a store whose workspaces hold leads already; the host
    that makes more of them works on a copy."""
    findings = Findings()
    if held is not None:
        shutil.copy(held, folder / STORE)
    before = count_leads(folder) or 0
    certificates = issue_certificates(folder)
    with ExitStack() as stack:
        load = stack.enter_context(run_load(folder))
        findings.starts = _time_starts(folder, load, certificates, findings, starts)
        servers = _start_servers(stack, folder, load, certificates, findings)
        contest = Contest(load, findings, servers)
        contest.warm_up()
        for number in range(rounds):
            contest.play_round(number, seconds)
            print(f"round {number + 1} of {rounds} done", file=sys.stderr)
        stored = count_leads(folder)
        findings.leads_stored = None if stored is None else stored - before
        findings.leads_held = before // CONVERSATIONS
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
