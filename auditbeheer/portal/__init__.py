"""Mijn dossier: de eigen ingang van de contactpersoon van een werkgroep, en van wie om één document is gevraagd.

Handboek: B4 §3.5, §4.2.5, §5.2.1, §5.3. Adres: /mijn.
Owns nothing: reads every step, and hands what somebody from outside does to the step that it belongs to.
"""
