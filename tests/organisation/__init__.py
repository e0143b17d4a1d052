"""Tests of organisation."""
