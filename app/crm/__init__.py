"""Use cases: plain functions (work, actor, …) -> result, a module or a folder per noun; `Crm` runs them."""
