"""One tool call with a server that keeps the token: for a session, or for a process."""
