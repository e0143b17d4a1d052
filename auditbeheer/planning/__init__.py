"""Planning: de auditdag, de plaats, het team en de termijnen die ervan afhangen.

Handboek: B4 §5.2.1, §5.4, §6.2.2; S31 §4.1.3. Adres: /planning, /dossiers/<nummer>/planning.
Owns: the audit (day, place, promised last days) and who is assigned to it.
"""
