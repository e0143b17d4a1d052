"""Bewaren en opschonen: stukken waarvan de bewaartermijn voorbij is, elk jaar voorgesteld, door een mens verwijderd.

Handboek: B4 §3.6.2; S31 §2.2.7 (rulebook DOC-11). Adres: /opschonen.
Owns: proposals to clean up with their files. Facts of the register and archived certificates are never among them.
"""
