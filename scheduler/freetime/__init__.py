"""When professionals are free, for search to look up: a cache of windows, 60 days ahead. Never the truth."""
