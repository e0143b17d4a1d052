"""Tests of deviations."""
