"""A field is told once: in a copy of the tree leads get a website and a renewal by four files, and every door
has them."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "bot", "tabs", "manifest", "migrations", "deploy", "tests", "pyproject.toml")
DESCRIBED = (
    '        Field("need",',
    """        Field("website", Type.LINE, filtered=True, fills=(Kind.ORGANIZATION,)),
        Field("renewal", Type.DAY),""",
)
HELD = ('    need: str = ""', '    website: str = ""\n    renewal: dt.date | None = None')
KEPT = ('    text("source"),', '    text("website"),\n    sa.Column("renewal", sa.Date),')
NAMES = {"en": "Renewal", "de": "Verlängerung"}
MIGRATION = '''"""Websites and renewals of leads."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None
compatible_from = "{before}"


def upgrade() -> None:
    """Goes to this revision."""
    op.add_column("leads", sa.Column("website", sa.Text(), server_default="", nullable=False))
    op.add_column("leads", sa.Column("renewal", sa.Date()))


def downgrade() -> None:
    """Goes back to the one before."""
    op.drop_column("leads", "renewal")
    op.drop_column("leads", "website")
'''


def _insert(path: Path, before: str, line: str) -> None:
    """Puts a line before the first one that begins so."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, f"{line}\n{before}", 1), encoding="utf-8")


def _with_fields(tree: Path) -> None:
    """Gives leads a website and a renewal: the description, the record, its table and a migration; only the
    renewal has no name in the catalogs yet."""
    _insert(tree / "app/domain/fields.py", *DESCRIBED)
    _insert(tree / "app/domain/lead.py", *HELD)
    _insert(tree / "app/store/tables/records.py", *KEPT)
    for language, name in NAMES.items():
        catalog = tree / f"app/languages/{language}/catalog.json"
        said = json.loads(catalog.read_text(encoding="utf-8"))
        said["field"]["renewal"] = name
        catalog.write_text(json.dumps(said), encoding="utf-8")
    versions = tree / "migrations/versions"
    history = "\n".join(path.read_text(encoding="utf-8") for path in versions.glob("*.py"))
    last = max(re.findall(r'^revision = "(\d+)"', history, re.MULTILINE))
    told = MIGRATION.format(revision=f"{int(last) + 1:04}", before=last)
    (versions / "2099_01_01_websites_and_renewals.py").write_text(told, encoding="utf-8")


def test_a_field_of_a_lead_costs_four_files(tmp_path: Path) -> None:
    left = shutil.ignore_patterns("node_modules", "__pycache__", "dist", "web")
    for room in ROOMS:
        if (ROOT / room).is_dir():
            shutil.copytree(ROOT / room, tmp_path / room, ignore=left)
        else:
            shutil.copy(ROOT / room, tmp_path / room)
    _with_fields(tmp_path)
    walk = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-k", "sqlite"]
    done = subprocess.run(
        [*walk, "tests/architecture/walk.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]
