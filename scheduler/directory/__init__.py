"""The directory: one document for each professional, as search reads it, kept by whoever changes what it tells."""
