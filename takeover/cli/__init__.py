"""The commands: one file each; parse, call, append, print."""
