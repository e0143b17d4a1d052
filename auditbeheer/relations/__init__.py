"""Relaties: samenwerkingsverbanden, hun gebieden en partijen, gemeenten.

Handboek: B4 §2, §3.1 to §3.4, §3.7. Adres: /relaties.
Owns: municipalities with their history, areas, partnerships with parties and representatives.
"""
