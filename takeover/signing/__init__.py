"""Who agreed: identities, signatures, reservations, verification."""

from takeover.signing.offline import leave_out_clients

leave_out_clients()  # before the first import of pyHanko, which is always in this room
