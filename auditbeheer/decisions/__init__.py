"""Review, advies en besluit, door wie niet in het auditteam zat.

Handboek: B4 §6.4; S31 §4.4.1, §4.4.4; ISO/IEC 17065 §7.5 and §7.6. Adres: /besluiten, /dossiers/<nummer>/besluit.
Owns: reviews with their advice, and decisions.
"""
