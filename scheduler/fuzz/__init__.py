"""What the scheduler reads from outside beside its typed endpoints, as targets of the fuzzer (`make fuzz`)."""
