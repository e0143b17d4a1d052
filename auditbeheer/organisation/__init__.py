"""De instelling zelf: naam, adres, huisstijl, licentie, ondertekenaars, tarieven en eigen regels.

Adres: /instelling. Bron: B4 §6.1 (licence), S31 §4.1.1 and §4.1.2 (harmonisation of own choices).
Owns: dated, journaled rows; a row is never changed, a later one takes over from its day.
"""
