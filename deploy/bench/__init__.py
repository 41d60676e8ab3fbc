"""`make bench`: runs the services' benchmarks, each in a process of its own, and keeps the figures."""
