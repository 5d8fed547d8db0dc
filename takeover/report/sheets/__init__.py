"""Blank sheets to fill in by hand."""
