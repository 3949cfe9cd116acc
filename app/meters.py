"""Meters: what the parts of the host count and time. They need no other module, so every room may use them.
Labels have few values, known beforehand: never a tenant, a person or a path."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import REGISTRY, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

TURNS = Counter(
    "leadline_turns", "Turns of the chat, by command and by what became of them.", ("command", "outcome")
)
TURN_SECONDS = Histogram(
    "leadline_turn_seconds",
    "Seconds from the arrival of a turn until its answer had arrived or was kept, by what became of it.",
    ("outcome",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 12, 30),
)
DELIVERIES = Counter(
    "leadline_deliveries",
    "What was to leave by itself: kept to be tried again, tried in vain, and what became of it in the end.",
    ("kind", "outcome"),
)
DELIVERY_SECONDS = Histogram(
    "leadline_delivery_seconds",
    "Seconds that what was kept had to wait until it was delivered.",
    buckets=(0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900),
)
LOCK_SECONDS = Histogram(
    "leadline_lock_wait_seconds",
    "Seconds until a transaction that writes had its workspace to itself.",
    buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10),
)
KEY_FETCHES = Counter(
    "leadline_key_fetches", "Readings of the keys that sign tokens, by whose they are.", ("keys", "outcome")
)
STREAMS = Gauge("leadline_live_streams", "Boards that listen for changes.")

GaugeValues = Mapping[str, tuple[str, Mapping[str, float]]]
"""Gauges as they stand: by name, what they mean and a value for each label (`""` where there is none)."""


class Gauges(Collector):
    """What is read when somebody looks, of every host in this process: values of one name are added up."""

    def __init__(self) -> None:
        self._sources: list[Callable[[], GaugeValues]] = []

    def add(self, source: Callable[[], GaugeValues]) -> None:
        """Reads from here as well, from now on."""
        self._sources.append(source)

    def remove(self, source: Callable[[], GaugeValues]) -> None:
        """Reads from here no more."""
        self._sources.remove(source)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Called by the registry."""
        meanings: dict[str, str] = {}
        totals: dict[str, dict[str, float]] = {}
        for source in list(self._sources):
            for name, (meaning, values) in source().items():
                meanings[name] = meaning
                for label, value in values.items():
                    of_name = totals.setdefault(name, {})
                    of_name[label] = of_name.get(label, 0.0) + value
        for name, values in totals.items():
            labels = [] if "" in values else ["of"]
            family = GaugeMetricFamily(name, meanings[name], labels=labels)
            for label, value in values.items():
                family.add_metric([label] if labels else [], value)
            yield family


GAUGES = Gauges()
REGISTRY.register(GAUGES)
