"""Room: how many deliveries may be on their way at once.

Places are taken in the thread that hands deliveries out: a tenant that has to wait for one takes none
meanwhile.
"""

from __future__ import annotations

from threading import Lock


class Room:
    """Places for deliveries, so many at `most`. Used from any thread."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._changing = Lock()

    @property
    def free(self) -> int:
        """Places that nobody has at the moment."""
        return self._free

    def take(self, wanted: int) -> int:
        """Takes so many places, or as many as are free; how many those are."""
        with self._changing:
            taken = min(wanted, self._free)
            self._free -= taken
            return taken

    def give_back(self, count: int = 1) -> None:
        """So many places are free again."""
        with self._changing:
            self._free += count


class Share:
    """The places that one tenant takes for what is handed out to it: as many as are `wanted`, at most."""

    def __init__(self, room: Room, wanted: int) -> None:
        self._room = room
        self.wanted = wanted
        self._taken = 0

    def take(self) -> int:
        """Takes them, as far as there is room; how many those are."""
        self._taken = self._room.take(self.wanted)
        return self._taken

    def keep(self, used: int) -> None:
        """Gives back those that are not used."""
        self._room.give_back(self._taken - used)
        self._taken = used
