"""The two database engines behind one door: nobody outside of this room asks which one it is.

`Engine` says what the store asks of an engine; `sqlite` and `postgres` answer, `choice` tells which it is.
`pipeline` only makes PostgreSQL faster: without that file everything works as it does with it.
"""
