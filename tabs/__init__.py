"""The tab face: the front end under /tab and the JSON API under /api/v1 that it and others speak."""

from tabs.face import mount
from tabs.settings import TabSettings

__all__ = ["TabSettings", "mount"]
