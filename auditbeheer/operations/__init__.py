"""Beheer: wat de beheerder van de installatie doet en nagaat.

Adres: /beheer. Owns: the checks on journal, archive and numbering; later jobs, post, back-up and health.
"""
