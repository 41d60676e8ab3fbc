"""Packages and subscriptions: rules, money, endpoints, races, kills."""
