"""What each command of ``auditbeheer`` does; ``cli.py`` says which there are."""
