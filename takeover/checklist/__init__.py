"""What is asked: questions as data, their conditions and the path, translations, lint."""
