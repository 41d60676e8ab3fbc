"""What a professional's own website shows of them: who they are, what they offer, when they are free."""
