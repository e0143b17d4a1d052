"""Het schema: wat het handboek zegt, als cijfers met hun paragraaf en regels die daarop rekenen.

Handbook: all of it (B4, S31, H15). Pure: no Flask, no database, no clock; another certification body would have
the same files. Owns ``data/`` (one readable file per scheme version, the body's own rules, the norms) and one module
per question. Rules that can refuse answer with :class:`~auditbeheer.scheme.condition.Condition` objects; figures
travel with their :class:`~auditbeheer.scheme.condition.Source`.
"""
