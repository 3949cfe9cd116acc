"""Which release this is. It is told by `python -m app version`, `/healthz`, the API and the Teams package."""

VERSION = "0.2.0"
