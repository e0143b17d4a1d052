"""``python -m auditbeheer`` does what the command ``auditbeheer`` does."""

import sys

from auditbeheer.cli import main

sys.exit(main())
