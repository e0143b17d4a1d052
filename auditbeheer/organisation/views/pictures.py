"""The pages of the body's pictures: logo, mark and signatures are chosen by management, and seen before they print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, current_app, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation import models, service
from auditbeheer.organisation.forms import FOLDER, SENT, PictureForm
from auditbeheer.organisation.models import BodyPicture, PictureKind, Signatory
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.plumbing.serving import hand_out
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted, today

WORDS = {
    PictureKind.LOGO: ("Logo", "Het logo staat op offertes, rapporten en certificaten."),
    PictureKind.MARK: (
        "Beeldmerk KVO",
        "Het bestand dat wij van het CCV kregen. Het staat boven aan elk certificaat; wij tekenen het nooit na.",
    ),
    PictureKind.SIGNATURE: ("Handtekening", "De handtekening staat op overeenkomsten en certificaten."),
}


def picture_routes(organisation: Blueprint) -> None:
    """Add the pages to the blueprint of the body."""
    both = ["GET", "POST"]
    organisation.add_url_rule("/instelling/beelden/<any(logo, beeldmerk):kind>", view_func=change_picture, methods=both)
    organisation.add_url_rule(
        "/instelling/ondertekenaars/<int:key>/handtekening", view_func=change_signature, methods=both
    )
    organisation.add_url_rule("/instelling/beelden/<int(max=2147483647):key>", view_func=picture_file)


@dataclass(frozen=True)
class Shown:
    """A picture on a page: what it is called, where it can be seen (empty: its file is gone), from which day."""

    word: str
    name: str
    url: str
    from_day: date | None
    change_url: str


def picture_files() -> PictureFiles:
    """Where the body's pictures lie."""
    return PictureFiles(current_app.extensions["settings"].house_style_dir, shelf())


def pictures_now(day: date) -> list[Shown]:
    """Logo and mark as they hold on ``day``; one that is not there yet has no name."""
    return [
        _shown(kind, models.picture_on(db(), kind, day), url_for("organisation.change_picture", kind=kind.value))
        for kind in (PictureKind.LOGO, PictureKind.MARK)
    ]


def signatures_now(day: date) -> dict[int, Shown]:
    """Signatory's id -> the signature that holds on ``day``; who may not change it sees none."""
    if not actor().may(Permission.BODY):
        return {}
    return {row.id: _signature(row, day) for row in models.signatories(db())}


def _signature(row: Signatory, day: date) -> Shown:
    held = models.picture_on(db(), PictureKind.SIGNATURE, day, row)
    return _shown(PictureKind.SIGNATURE, held, url_for("organisation.change_signature", key=row.id))


def _shown(kind: PictureKind, held: BodyPicture | None, change_url: str) -> Shown:
    there = held is not None and picture_files().path(held) is not None
    return Shown(
        WORDS[kind][0],
        held.name if held else "",
        url_for("organisation.picture_file", key=held.id) if held and there else "",
        held.from_day if held else None,
        change_url,
    )


@permit(Permission.BODY)
def change_picture(kind: str) -> Response:
    """Another logo, or another file of the mark."""
    return _change(PictureKind(kind))


@permit(Permission.BODY)
def change_signature(key: int) -> Response:
    """Another signature of somebody who signs."""
    return _change(PictureKind.SIGNATURE, found(db().get(Signatory, key)))


def _change(kind: PictureKind, signatory: Signatory | None = None) -> Response:
    word, why = WORDS[kind]
    held = models.picture_on(db(), kind, today(), signatory)
    form = PictureForm(data={"from_day": today()})
    form.offer(picture_files().names(), held=held is not None)
    if submitted(form):
        with attempt(form):
            service.change_picture(
                db(), actor(), now(), shelf(), kind=kind, signatory=signatory, from_day=form.from_day.data,
                upload=form.upload.data if form.chosen == SENT else None,
                file_name=form.file_name.data if form.chosen == FOLDER else None, why=form.why.data,
            )  # fmt: skip
            return saved(form, url_for("organisation.overview"), f"{word} gewijzigd.")
    return page(
        "organisation/beeld-wijzigen.html", form=form, word=word, why=why, signatory=signatory,
        held=_shown(kind, held, ""), coming=models.pictures_after(db(), kind, today(), signatory),
    )  # fmt: skip


@permit(Permission.READ)
def picture_file(key: int) -> Response:
    """The picture itself, to look at; a signature only for who may change it."""
    row: BodyPicture = found(db().get(BodyPicture, key))
    found(row if row.kind is not PictureKind.SIGNATURE or actor().may(Permission.BODY) else None)
    path = found(picture_files().path(row))
    return hand_out(path.read_bytes(), name=row.name, media_type=picture_files().media_type(row))
