"""Payments: money, the ledger, charges, the gateways behind one port, webhooks, refunds, payouts, invoices.

The rule kept here: what is paid for is a *subject* (a kind and an id). Whoever owns the kind registers what happens
when it is paid (`subjects.py`); nothing here knows bookings.
"""
