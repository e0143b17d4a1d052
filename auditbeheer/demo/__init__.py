"""Het demokantoor: echte gemeenten en bedrijventerreinen, verzonnen mensen en dossiers.

Adres: /demo. Filled by the same services as the screens use, each act on its own day; only in an empty database.
"""
