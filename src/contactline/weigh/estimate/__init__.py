"""What the accounts of an incident amount to, by written models: estimates, never findings."""
