"""Werkvoorraad: wat wacht op mij, op ons of op een ander; opgehaald bij elk gebied.

Adres: /. Owns nothing.
"""
