"""The tab face: the front end under /tab and the JSON API under /api/v1 that it and others speak."""

from tabs.configuration import TabConfiguration
from tabs.face import mount

__all__ = ["TabConfiguration", "mount"]
