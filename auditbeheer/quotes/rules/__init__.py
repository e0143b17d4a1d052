"""What must hold of an application, a quote and an agreement, and what a quote costs (SCH-3 to SCH-8, QUO-1 to QUO-10).

The schemes themselves answer which of them are open and which documents and hours they ask; here stands what follows.
"""
