"""Kwalificaties: wie mag welke rol in een audit, op welke dag, en waarom (niet).

Handboek: B4 §6.1, §6.2; S31 §4.2. Adres: /auditors.
Owns: evidence per criterion, acts of qualifying, the ledger of experience, guidance given (impartiality), declarations.
"""
