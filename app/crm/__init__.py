"""Use cases: plain functions (work, actor, …) -> result, one module per noun; `Crm` runs them."""
