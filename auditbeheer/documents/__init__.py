"""Documenten: de set voor de audit, haar versies, de volledigheid, de respons en de maatregelen.

Handboek: B4 §4.1.1, §4.2.5, §5.2.1, §5.2.2; S31 §2.3.1.1. Adres: /dossiers/<nummer>/documenten.
Owns: received documents with their assessment, survey figures per area, measures, the completeness decision.
"""
