"""Rows of registers: asked one by one in the terminal, read from a file, compared with the record."""
