"""The host as operators start it, with more patience: a stalled machine takes long to answer, and what it
does not answer in time is said twice. `python -m tests.kit.patient_host serve …`."""

from __future__ import annotations

import sys

import app.courier.courier as courier_module
import bot.post as post_module
from app.__main__ import main

PATIENCE, LEASE = 12.0, 20.0

if __name__ == "__main__":
    for module in (courier_module, post_module):
        module.PATIENCE, module.LEASE = PATIENCE, LEASE  # type: ignore[attr-defined]
    sys.exit(main())
