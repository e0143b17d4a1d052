"""Auditbeheer: the office of a certification body for the KVO, from application to certificate."""

__version__ = "0.1.0"
