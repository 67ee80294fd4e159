"""The nouns. Frozen, checked, and free of JSON, database and clock; rooms pass these and nothing else."""
