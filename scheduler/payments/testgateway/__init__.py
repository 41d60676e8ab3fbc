"""The built-in test gateway: an HTTP service of ours that behaves like a payment provider, without money.

The rule kept here: it knows nothing of the scheduler; they meet over HTTP, with secrets, as with a provider. Its own
tables (`test_gateway_…`) make it durable, so that a test may kill anything. It is refused in production.
"""
