"""No circle: no module needs itself by way of others, in Python or in the front end; neither late imports nor
those for types only may close one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "bot", "tabs", "manifest")
WEB = ROOT / "tabs" / "web" / "src"

_FROM = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']*)["']""")

Graph = Mapping[str, set[str]]


def circles(graph: Graph) -> list[list[str]]:
    """What can be reached from itself, in groups: each way round is in one of them."""
    ahead = {name: _reached(graph, name) for name in graph}
    groups = {frozenset(other for other in ahead[name] if name in ahead[other]) for name in graph}
    return sorted(sorted(group) for group in groups if group)


def _reached(graph: Graph, start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        fresh = graph.get(waiting.pop(), set()) - found
        found |= fresh
        waiting.extend(fresh)
    return found


def python_imports(root: Path) -> dict[str, set[str]]:
    """Which module of the rooms imports which, wherever in it that is said."""
    files = {_name(path.relative_to(root)): path for room in ROOMS for path in (root / room).rglob("*.py")}
    return {
        name: {needed for wanted in _wanted(path) for needed in _run_for(wanted, name, files)} - {name}
        for name, path in files.items()
    }


def _name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _wanted(path: Path) -> Iterator[tuple[str, str]]:
    """Module and name of each import; the name is empty where the module itself is meant."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def _run_for(wanted: tuple[str, str], asking: str, files: Mapping[str, Path]) -> Iterator[str]:
    """The modules that one import runs: the one that is named, and the packages on the way to it which do not
    hold the asking module as well, for those are under way already."""
    module, name = wanted
    inner = f"{module}.{name}"
    if inner in files:
        yield inner
    elif module in files:
        yield module
    else:
        return
    parts = (inner if inner in files else module).split(".")
    for length in range(1, len(parts)):
        package = ".".join(parts[:length])
        if package in files and not asking.startswith(f"{package}."):
            yield package


def web_imports(root: Path) -> dict[str, set[str]]:
    """Which file of the front end imports which, for types only as well."""
    files = {path for path in root.rglob("*") if path.suffix in {".ts", ".tsx"}}
    return {
        str(path.relative_to(root)): {
            str(found.relative_to(root))
            for given in _FROM.findall(path.read_text(encoding="utf-8"))
            for ending in (".ts", ".tsx", ".d.ts", "/index.ts")
            if (found := Path(f"{(path.parent / given).resolve()}{ending}")) in files
        }
        for path in files
    }


def test_no_python_module_needs_itself() -> None:
    graph = python_imports(ROOT)
    assert "app.domain.errors" in graph["tabs.api.refusals"]
    assert circles(graph) == []


def test_no_file_of_the_front_end_needs_itself() -> None:
    graph = web_imports(WEB.resolve())
    assert "api/index.ts" in graph["app.tsx"]
    assert "api/queries.ts" in graph["api/index.ts"]
    assert circles(graph) == []


def test_late_imports_and_imports_of_types_close_circles(tmp_path: Path) -> None:
    for name, text in {
        "app/__init__.py": "",
        "app/early.py": "from app import late",
        "app/late.py": "def f():\n    from app.typed import T",
        "app/typed.py": "if TYPE_CHECKING:\n    import app.early",
        "bot/__init__.py": "from bot.forms import one",
        "bot/forms/__init__.py": "from bot.forms import one",
        "bot/forms/one.py": "import bot.words",
        "bot/words.py": "from bot.forms.two import two",
        "bot/forms/two.py": "",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert circles(python_imports(tmp_path)) == [
        ["app.early", "app.late", "app.typed"],
        ["bot.forms", "bot.forms.one", "bot.words"],
    ]


def test_types_and_late_imports_close_circles_of_the_front_end(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "a.ts").write_text('import type { B } from "./room/b";', encoding="utf-8")
    (tmp_path / "room/b.tsx").write_text('const c = await import("../c");', encoding="utf-8")
    (tmp_path / "c.ts").write_text('export { a } from "./a";\nimport "./alone";', encoding="utf-8")
    (tmp_path / "alone.ts").write_text("", encoding="utf-8")
    assert circles(web_imports(tmp_path.resolve())) == [["a.ts", "c.ts", "room/b.tsx"]]
