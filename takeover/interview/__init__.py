"""What was answered: the pure navigator and its thin front ends."""
