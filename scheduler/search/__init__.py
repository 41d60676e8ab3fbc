"""What everybody may see without an account: professionals, what they offer, and when they are free."""
