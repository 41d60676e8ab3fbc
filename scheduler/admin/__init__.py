"""What Visavis' own people do: vet professionals, look into accounts and bookings, decide on reports.

The rule kept here: each act needs the role admin in force, is written down with its reason in the same transaction,
and what is written down stays.
"""
