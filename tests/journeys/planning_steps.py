"""Steps of journeys around an audit day: agreed dossiers to plan, and what everybody finds in the mail."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage

from icalendar import Calendar

from auditbeheer.certificates.composing import Printing
from auditbeheer.demo.founding import Kit
from auditbeheer.demo.stories import Place, Story, Until
from auditbeheer.demo.telling import tell
from auditbeheer.operations.letterhead import enclosed_for, heading_for, links_for
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.outbox import GATHERING
from auditbeheer.plumbing.post_office import deliver, gather
from auditbeheer.plumbing.smtp import SmtpServer
from auditbeheer.quotes.models import newest_dossier
from auditbeheer.relations.models import Partnership
from auditbeheer.timetable import Works
from tests.journeys.live import DAY, LiveOffice
from tests.post.people import Server, part

DE_VAART = Story("KVO De Vaart", "Almere", (Place("Bedrijventerrein De Vaart 1-3", 240),), "Sophie Jongbloed",
                 "Ruud Meijer", Until.AGREED, 60)  # fmt: skip


def agree(live: LiveOffice, *stories: Story) -> list[str]:
    """These dossiers up to their agreement, so that each waits for a day; returns their numbers."""
    shelf, numbers = FileShelf(live.settings.files_dir), []
    printing = Printing(live.settings.base_url, PictureFiles(live.settings.house_style_dir, shelf))
    for story in stories:
        with live.database.write() as session:
            tell(Kit(session, live.cast, shelf, printing, DAY), story)
            group = session.query(Partnership).filter(Partnership.name == story.name).one()
            found = newest_dossier(session, group.id)
            assert found is not None
            numbers.append(found.number)
    return numbers


def delivered(live: LiveOffice, post: Server, days: int = 0) -> dict[str, EmailMessage]:
    """What leaves now, or so many days later, by the address that it goes to."""
    post.messages.clear()
    at = Works(live.database, live.settings).now() + GATHERING + timedelta(days=days)
    base = live.settings.base_url
    with live.database.write() as session:
        gather(session, at, heading_for(lambda: at))
    deliver(
        live.database, lambda: at, SmtpServer(post.url), heading_for(lambda: at), links_for(base),
        enclosed_in=enclosed_for(base),
    )  # fmt: skip
    return {message["To"].addresses[0].addr_spec: message for message in post.messages}


def link_in(message: EmailMessage) -> str:
    """The personal link, as it stands in the mail."""
    found = re.search(r"http://register\.voorbeeld\.nl(/mijn/link/\S+)", part(message, "plain"))
    assert found is not None
    return found[1]


def calendar_in(message: EmailMessage) -> Calendar:
    """The file for a calendar that goes along, as a calendar reads it."""
    files = [one for one in message.iter_attachments() if one.get_content_type() == "text/calendar"]
    assert [one.get_filename() for one in files] == [f"audit-{_number_in(message)}.ics"]
    content = files[0].get_payload(decode=True)
    assert isinstance(content, bytes)
    found = Calendar.from_ical(content)
    assert isinstance(found, Calendar)
    return found


def _number_in(message: EmailMessage) -> str:
    found = re.search(r"D-\d{4}-\d{4}", message["Subject"])
    assert found is not None
    return found[0]
