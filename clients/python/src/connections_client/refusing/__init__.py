"""What a person or a model is told when there is no token."""
