"""The evidence vault: bytes in, exhibits under their hash out, and a log of custody that an outsider can check.

Comes in: files, and what is known of how they came into custody.
Goes out: stored bytes that nobody changes, an append-only log of all that was done to them as a Merkle tree (RFC 6962),
signed heads of that tree (C2SP signed notes, Ed25519), and proofs that need nothing of this program to be checked.
Refuses: to write over anything, to sign a log that its own earlier heads do not fit, to take a key for good after it
was revoked, to drop a removed item without a trace.
Does not prove: that what an item shows is true, that it was made when or where somebody says, or that the one who
handed it over is who he says he is. The times in entries are the vault's own word; who needs more compares heads that
he was given earlier.
"""
