"""Afwijkingen en hun termijnen.

Handboek: B4 §6.3; S31 §4.4.3. Adres: /dossiers/<nummer>/afwijkingen.
Owns: deviations found at an audit, the answers of the working group, their assessment, and an extension (3.1).
"""
