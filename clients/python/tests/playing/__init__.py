"""Plays the cases of clients/vectors with this client."""
