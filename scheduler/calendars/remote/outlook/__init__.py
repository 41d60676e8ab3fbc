"""Outlook (Microsoft Graph v1.0) behind the port."""
