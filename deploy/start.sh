#!/bin/sh
# What a container does: the tables, then the doctor, whose findings are the first thing in the log. What may
# pass by itself, such as a network that is away, keeps no host from starting; a wrong setting does.
set -eu
python -m app migrate
python -m app doctor --at-start
exec python -m app serve
