"""Tests of qualifications."""
