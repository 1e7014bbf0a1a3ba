"""The doors into httpx and httpx2."""
