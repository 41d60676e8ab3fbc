"""Plans: sessions paid in advance, as packages and as monthly subscriptions.

The rule kept here: what was paid in advance is owed as sessions until each is held, lapses or is given back; a credit
is taken in the booking's transaction and money follows it, never the other way round.
"""
