"""De audit zelf: aanwezigheid, toetspunten, bevindingen, afsluiting en rapport.

Handboek: B4 §5.4, §6.3, §6.4; S31 §4.4.2. Adres: /dossiers/<nummer>/audit, /rapport.
Owns: attendance, verdicts per checkpoint, the closing, the report with its topics.
"""
