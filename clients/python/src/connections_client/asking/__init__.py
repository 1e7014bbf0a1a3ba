"""Asks the injector for tokens."""
