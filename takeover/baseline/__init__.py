"""What is frozen: the manifest, the level hashes, the editions of one record, and their recomputation."""
