"""Toegang: medewerkers, rollen, wie wat mag, en het logboek.

Adres: /inloggen, /accounts. Bron: ISO/IEC 17065 §4.2 and §4.5 by way of S31 §4.1.2 (separation, confidentiality).
Owns: employees with their roles, the guard before every page (gate), grants per thing, the journal.
"""
