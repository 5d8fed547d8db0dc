"""Which register rows a picture shows, and what it says in words: from the material to sketches of pictures."""
