"""Tests of application, quote and agreement."""
