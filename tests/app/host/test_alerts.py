"""The page of alerts speaks of what the host counts, and of nothing else."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from prometheus_client import REGISTRY

import app.courier.courier as courier_module
import app.host.main  # noqa: F401 - all that counts is loaded
import app.keys as keys_module
import bot.post as post_module
from app.crm.crm import Crm
from app.domain.delivery import DeliveryState
from app.host.gauges import HostGauges
from bot.account import Outcome

PAGE = Path(__file__).parents[3] / "docs" / "alerts.md"


def counted() -> set[str]:
    found = {family.name for family in REGISTRY.collect()}
    source = Path(str(HostGauges.__call__.__code__.co_filename)).read_text(encoding="utf-8")
    return found | set(re.findall(r'"(leadline_[a-z_]+)"', source))


def test_every_metric_on_the_page_is_counted_and_every_one_counted_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    told = {re.sub(r"_(total|bucket)$", "", name) for name in re.findall(r"\bleadline_[a-z_]+", page)}
    assert told == {name for name in counted() if name.startswith("leadline_")}


def values_of() -> dict[str, set[str]]:
    """What the labels hold that tell what became of something, or of what it is, by the metric."""
    couriers = inspect.getsource(courier_module) + inspect.getsource(post_module)
    counted = set(re.findall(r'(?:\.value|delivery), "(\w+)"', couriers))
    turns = {outcome.value for outcome in Outcome}
    ends = {state.value for state in DeliveryState if state is not DeliveryState.WAITING}
    threads = set(re.findall(r'"(\w+)": self\._\w+\.waiting', inspect.getsource(Crm.load)))
    return {
        "leadline_turns_total": turns,
        "leadline_turn_seconds": turns,
        "leadline_deliveries_total": counted | ends,
        "leadline_queue_length": threads,
        "leadline_threads_busy": threads,
        "leadline_key_fetches_total": set(re.findall(r'_whose, "(\w+)"\)', inspect.getsource(keys_module))),
    }


def test_the_rules_ask_for_what_the_host_tells_and_the_table_explains_all_of_it() -> None:
    page, known = PAGE.read_text(encoding="utf-8"), values_of()
    asked = re.findall(r'(leadline_\w+?)(?:_bucket)?\{(?:outcome|of)=~?"([^"]+)"\}', page)
    assert {name for name, _ in asked} >= {"leadline_turns_total", "leadline_deliveries_total"}
    for name, values in asked:
        assert set(re.split(r"\\?\|", values)) <= known[name], name
    rows = dict(re.findall(r"^\| `(leadline_\w+)\{[^}]*\}`.* \| (.*) \|$", page, re.MULTILINE))
    for name in ("leadline_turns_total", "leadline_deliveries_total", "leadline_queue_length"):
        assert set(re.findall(r"`(\w+)`", rows[name])) == known[name], name


def test_the_table_names_the_labels_of_each_metric() -> None:
    told = dict(re.findall(r"`(leadline_\w+?)(?:_total)?\{([a-z,]+)\}`", PAGE.read_text(encoding="utf-8")))
    labelled = {
        name: ",".join(labels)
        for name, collector in REGISTRY._names_to_collectors.items()
        if name.startswith("leadline_") and (labels := getattr(collector, "_labelnames", ()))
    }
    for name, labels in told.items():
        assert labels == labelled.get(name, "of"), name
