"""Leidingwerk: clock, tables, database, refusal, files, Dutch formats, web.

Knows nothing of certification. Everything here could serve any office.
"""
