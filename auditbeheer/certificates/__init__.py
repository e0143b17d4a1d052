"""Genummerde certificaten: nummer zonder gaten, uitgaven, archief dat niet wijzigt, pdf met QR-code.

Handboek: B4 §7.2, §7.3; S31 §5.2. Adres: /certificaten, /dossiers/<nummer>/certificaat.
Owns: certificates, their editions with the PDF's bytes, the number series.
"""
