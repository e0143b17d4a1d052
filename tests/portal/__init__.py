"""Tests of the client's own door."""
