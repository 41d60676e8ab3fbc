"""API keys: how a program acts for its owner, within the scopes it was given."""
