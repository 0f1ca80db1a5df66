"""Pass-through: a real test endpoint answers in a mock's place, and both directions are checked all the same."""
