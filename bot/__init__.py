"""The chat face: what people write to the bot and the cards it answers with."""
