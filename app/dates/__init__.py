"""Days, times and moments as people write them, in any language: "next Friday 2pm", "vor drei Tagen"."""
