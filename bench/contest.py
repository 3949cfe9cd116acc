"""Who plays against whom, and in which order."""

from __future__ import annotations

from dataclasses import dataclass

from bench.figures import SETTINGS, Findings, Sample, Setting
from bench.processes import Load, Server
from bench.variants import Variant

_WARM_UP = 0.7  # seconds


@dataclass(slots=True)
class Contest:
    """Variants that run side by side; one that fails leaves, with a note, since its figures mean nothing."""

    load: Load
    findings: Findings
    players: list[tuple[Variant, Server]]

    def warm_up(self) -> None:
        """Lets everybody open connections, fetch keys and fill caches before it counts."""
        for setting in SETTINGS:
            for variant, server in list(self.players):
                self._play(variant, server, setting, _WARM_UP)

    def play_round(self, number: int, seconds: float) -> None:
        """Every variant in every setting once; each second round backwards, so that a drift cancels out."""
        for setting in SETTINGS:
            order = list(self.players)
            for variant, server in reversed(order) if number % 2 else order:
                sample = self._play(variant, server, setting, seconds)
                if sample is not None:
                    self.findings.samples[variant.name, setting][number] = sample

    def _play(self, variant: Variant, server: Server, setting: Setting, seconds: float) -> Sample | None:
        server.observe("start")
        heard = self.load.order(
            servers=[server.url],
            scene=variant.scene,
            scheme=setting.scheme,
            conversations=setting.conversations,
            seconds=seconds,
            signed=variant.signed,
        )
        observed = server.observe("stop")
        if "error" in heard:
            self.players = [player for player in self.players if player[0] is not variant]
            self.findings.notes.append(f"{variant.name} failed at {setting} and left: {heard['error']}")
            return None
        if variant.scene == "lead":
            self.findings.lead_turns += heard["turns"]
        return Sample.of(heard, observed)
