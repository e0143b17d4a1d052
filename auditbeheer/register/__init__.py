"""Het openbare register: wie een certificaat controleert, vindt hier het antwoord.

Handboek: B4 §7.2, §7.4; ISO/IEC 17065 §7.8. Adres: /register, /v, /rekenhulp, /api/v1.
Owns: historic rows of other bodies and earlier years; the public reading of certificates.
"""
