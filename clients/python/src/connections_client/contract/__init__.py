"""What the injector says, checked field by field."""
