"""Het dossier: één bladzijde die elke stap leest en er geen bezit.

Adres: /dossiers. Owns nothing: kop, nu, stappen, termijnen, tijdlijn come from the areas.
"""
