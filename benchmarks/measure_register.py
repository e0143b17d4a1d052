"""The public pages: what a QR code opens, and the register, against one plain query and a trivial page."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import Engine, select

from auditbeheer.certificates.models import Certificate, CertificateArea, Edition
from auditbeheer.register.search import PAGE_SIZE
from benchmarks import stock
from benchmarks.ratios import fresh_office, in_turn, milliseconds, queries, table
from tests.office import BASE

CERTIFICATES = 1000
ONE = "<!doctype html><html lang=nl><title>{{ row.number }}</title><h1>{{ row.number }}</h1><p>{{ row.holder }}</html>"
MANY = (
    "<!doctype html><html lang=nl><title>Register</title><table>{% for row in rows %}<tr><td>{{ row.name }}<td>"
    "{{ row.municipality }}<td>{{ row.number }}<td>{{ row.issued_on }}<td>{{ row.last_day }}{% endfor %}</table></html>"
)
BEHIND = select(Certificate.number, Certificate.holder).join(Edition)
ROWS = (
    select(
        CertificateArea.name, Certificate.municipality, Certificate.number, Certificate.issued_on, Certificate.last_day
    )
    .join(Certificate)
    .order_by(Certificate.sort_key)
)


def floor_on(engine: Engine) -> Flask:
    """A Flask application that does nothing but a Core select and a page."""
    app = Flask("floor")
    # Compiled once, as templates in files are.
    page, listing = app.jinja_env.from_string(ONE), app.jinja_env.from_string(MANY)

    @app.get("/v/<code>")
    def one(code: str) -> str:
        with engine.connect() as connection:
            row = connection.execute(BEHIND.where(Edition.code == code)).one()
        return page.render(row=row)

    @app.get("/register/<int:count>")
    def many(count: int) -> str:
        with engine.connect() as connection:
            rows = connection.execute(ROWS.limit(count)).all()
        return listing.render(rows=rows)

    return app


def main() -> None:
    """Measure and print."""
    with fresh_office() as (office, _):
        with office.write() as session:
            code = stock.certificates(session, CERTIFICATES)[0]
        reading = office.database.engine.execution_options(read_only=True)
        ours, floor = office.app.test_client(), floor_on(reading).test_client()
        rows = []
        for what, address, plain in (
            (f"/v/<code>, of {CERTIFICATES}", f"/v/{code}", f"/v/{code}"),
            (f"/register, {PAGE_SIZE} of {CERTIFICATES}", "/register", f"/register/{PAGE_SIZE}"),
            (f"/register.csv, all {CERTIFICATES}", "/register.csv", f"/register/{CERTIFICATES}"),
        ):

            def mine(address: str = address) -> None:
                assert ours.get(address, base_url=BASE).status_code == 200

            def theirs(plain: str = plain) -> None:
                assert floor.get(plain).status_code == 200

            mean, least, ratio = in_turn(mine, theirs, 60)
            with queries(office.database) as asked:
                mine()
            rows.append((what, milliseconds(mean), milliseconds(least), ratio, len(asked)))
    table(("page", "ours", "floor", "ratio", "queries"), rows)


if __name__ == "__main__":
    main()
