"""Tests, laid out like the house itself; `architecture` holds the house to its own rules."""
