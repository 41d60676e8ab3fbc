"""Classes: one professional and many clients at one time. A seat is a booking; a class is what it is a seat of.

`recurrence` is pure. The rules kept here: the host is occupied by the class, each client by their seat; seats are
counted in the row of the class and never exceed it; what concerns many seats goes one seat a transaction.
"""
