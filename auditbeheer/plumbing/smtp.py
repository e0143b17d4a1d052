"""The mail server of the installation: one setting, ``smtp://user:password@host:587`` or ``smtps://host:465``.

``smtp`` takes TLS when the server offers it, and demands it (STARTTLS) as soon as a password is sent.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from auditbeheer.plumbing.post_office import NotNow, Refusal

PATIENCE_SECONDS = 20
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class SmtpServer:
    """Brings mail to the server named by ``url``. Raises ValueError on an address that is none."""

    url: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError(
                "AUDITBEHEER_SMTP_URL moet eruitzien als smtp://gebruiker:wachtwoord@mail.voorbeeld.nl:587"
            )

    def carry(self, message: EmailMessage, to: str) -> None:
        """Hand over one message. ``Refusal``: never for this address; ``NotNow``: try later."""
        try:
            with self._connect() as server:
                server.send_message(message, to_addrs=[to])
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _problem(code, _words(said)) from error
        except smtplib.SMTPResponseException as error:
            # What is wrong with log-in or sender is for us to mend: the mail waits until it is.
            raise NotNow(f"{error.smtp_code} {_words(error.smtp_error)}") from error
        except smtplib.SMTPNotSupportedError as error:
            raise Refusal("Dit e-mailadres heeft tekens die de mailserver niet aanneemt") from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotNow(f"De mailserver is niet te bereiken ({type(error).__name__})") from error

    def _connect(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        secure = ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=PATIENCE_SECONDS, context=secure)
        else:
            server = smtplib.SMTP(host, port, timeout=PATIENCE_SECONDS)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=secure)
        if parts.username:
            if parts.scheme == "smtp" and not isinstance(server.sock, ssl.SSLSocket):
                server.close()
                raise NotNow("De mailserver biedt geen TLS aan. Zonder TLS sturen wij geen wachtwoord")
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server


def _problem(code: int, said: str) -> Refusal | NotNow:
    return Refusal(f"{code} {said}") if 500 <= code < 600 else NotNow(f"{code} {said}")


def _words(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
