"""Small tools without business logic: hashing, canonical JSON, text folding."""
