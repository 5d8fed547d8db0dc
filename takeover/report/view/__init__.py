"""What a report shows, as values: from a baseline to texts ready to be set."""
