"""The environment of the Microsoft 365 Agents SDK: apart from ours, since the two pin different packages."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from bench.processes import ROOT

_LOCK = Path(__file__).parent / "agents.lock"
_HOME = ROOT / "data" / "bench" / "agents"


class PeerError(Exception):
    """The packages could not be installed; the text says why."""


def install_agents() -> str:
    """The path of a Python with the Agents SDK; installs the locked packages where the lock has changed."""
    python, stamp = _HOME / "bin" / "python", _HOME / "lock.sha256"
    digest = hashlib.sha256(_LOCK.read_bytes()).hexdigest()
    if not (stamp.exists() and stamp.read_text() == digest):
        print("Installing the Microsoft 365 Agents SDK into data/bench/agents …", file=sys.stderr)
        shutil.rmtree(_HOME, ignore_errors=True)
        _run(sys.executable, "-m", "venv", str(_HOME))
        _run(str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(_LOCK))
        stamp.write_text(digest)
    return str(python)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise PeerError((done.stderr or done.stdout)[-500:].strip())
