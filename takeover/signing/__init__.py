"""Who agreed: identities, signatures, reservations, verification."""
