"""What a WSGI server starts: ``granian --interface wsgi wsgi:app``."""

from auditbeheer.app import create_app

app = create_app()
