"""One request with a token, as steps that a synchronous and an asynchronous client run in the same way."""
