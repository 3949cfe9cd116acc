"""Tests: real parts only; what is faked is the network beyond this machine."""
