"""What was kept: one append-only chain of entries, and the situation read from it (docs/record-format.md)."""
