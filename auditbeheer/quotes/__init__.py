"""Aanvraag, offerte en overeenkomst; het traject waar elk dossier om draait.

Handboek: B4 §5.2, §6.3.1; S31 §3.2, §4.3. Adres: /dossiers/<nummer>/aanvraag, /offerte, /overeenkomst.
Owns: the trajectory (number, scheme, expected kind), applications, quotes, agreements, certified periods.
"""
