"""The product as people use it: the real chat client and the board in a real browser."""
