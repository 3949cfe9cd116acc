"""A host that is killed while the connector is away: the next one delivers what it kept, each answer once.

How the connector is away matters to no database, so one of the ways is played on both. How soon,
`python -m bench outage` tells: here a stalled machine must not be taken for a silent connector.
"""

from __future__ import annotations

import pytest

from tests.kit.outage import WAYS, play_outage
from tests.kit.patient_host import PATIENCE


@pytest.mark.parametrize(
    ("database_url", "way"),
    [("sqlite", WAYS[0]), *(("postgresql", way) for way in WAYS)],
    indirect=["database_url"],
)
async def test_every_answer_arrives_once_and_in_order(database_url: str, way: str) -> None:
    found = await play_outage(database_url, seconds=4.0, way=way, program="tests.kit.patient_host")
    assert (found.missing, found.doubled) == (0, 0)
    assert found.in_order
    assert found.delay <= 3 * PATIENCE
