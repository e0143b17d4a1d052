"""Components as they come out: wiring for who cannot see, one h1, no greyed-out button, ids that exist once."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from flask import render_template_string
from selectolax.lexbor import LexborHTMLParser
from werkzeug.datastructures import MultiDict

from auditbeheer.plumbing import style_page
from auditbeheer.plumbing import style_samples as samples
from tests.pages import Page

ALL = ["", *(f"/{state}" for state in style_page.PAGES)]


def opened(app, path):
    answer = app.test_client().get(f"/stijl{path}")
    assert answer.status_code == 200
    return Page(answer.get_data(as_text=True), 200, answer)


def drawn(app, source, **values):
    with app.test_request_context("/"):
        html = render_template_string(source, samples=samples, **values)
    return LexborHTMLParser(html)


def field(app, name, form=None, arguments=""):
    source = f"{{% from '_parts/veld.html' import veld %}}{{{{ veld(form.{name}{arguments}) }}}}"
    with app.test_request_context("/"):
        form = form() if form else samples.good_form()
        return LexborHTMLParser(render_template_string(source, form=form))


@pytest.mark.parametrize("path", ALL)
def test_every_sample_page_keeps_what_holds_on_every_page(app, path):
    page = opened(app, path)
    if path == "":  # the overview shows buttons and verdicts side by side, on purpose
        page._check_buttons = lambda: None
    page.check()


@pytest.mark.parametrize("path", ALL)
def test_what_an_attribute_points_at_is_there(app, path):
    tree = opened(app, path).tree
    ids = {node.attributes["id"] for node in tree.css("[id]")}
    for attribute in ("aria-describedby", "aria-labelledby", "for", "popovertarget"):
        for node in tree.css(f"[{attribute}]"):
            assert set((node.attributes[attribute] or "").split()) <= ids, f"{attribute}={node.attributes[attribute]}"
    for link in tree.css("a[href^='#']"):
        assert (link.attributes["href"] or "")[1:] in ids | {""}


@pytest.mark.parametrize("path", ALL)
def test_every_form_that_changes_something_carries_what_makes_it_count_once(app, path):
    for form in opened(app, path).tree.css("form[method=post]"):
        names = {node.attributes.get("name") for node in form.css("input[type=hidden]")}
        assert "form_id" in names


def test_a_field_with_help_and_a_mistake_reads_both(app):
    tree = field(app, "email", samples.wrong_form, ", 'Hier sturen wij de offerte naartoe.'")
    box = tree.css_first("input")
    assert box.attributes["aria-describedby"] == "email-hulp email-fout"
    assert box.attributes["aria-invalid"] == "true"
    order = re.findall(r"<(label|input|p)", tree.body.html)
    assert order == ["label", "p", "p", "input"]
    assert tree.css_first(".err").text() == "Vul een e-mailadres in, bijvoorbeeld naam@gemeente.nl"


def test_ticks_that_answer_one_question_stand_together_each_with_its_own_mistake(app):
    both = "[form.chair, form.secretary]"
    source = f"{{% from '_parts/veld.html' import vinken %}}{{{{ vinken('Wat doet zij?', {both}, 'Hulp.') }}}}"
    with app.test_request_context("/"):
        tree = LexborHTMLParser(render_template_string(source, form=samples.wrong_form()))
    (together,), (told,), (wrong,) = (tree.css(kind) for kind in ("fieldset", ".hulp", ".err"))
    assert together.attributes["aria-describedby"] == told.attributes["id"]
    chair, secretary = tree.css("input[type=checkbox]")
    assert "aria-invalid" not in chair.attributes
    assert secretary.attributes["aria-describedby"] == wrong.attributes["id"] == "secretary-fout"


def test_a_field_that_is_fine_says_nothing_of_mistakes(app):
    tree = field(app, "name")
    assert not tree.css("[aria-invalid], [aria-describedby], .err, [required]")
    assert tree.css_first("input").attributes["value"] == "KVO Lelystad"


def test_what_was_typed_stays_when_it_does_not_fit(app):
    with app.test_request_context("/"):
        tree = field(app, "entrepreneurs", samples.wrong_form)
        assert tree.css_first("input").attributes["value"] == "51,5"
        boxes = [box.attributes["value"] for box in field(app, "day", samples.wrong_form).css("input")]
    assert boxes == ["31", "2", "2026"]


def test_only_a_field_that_may_stay_empty_says_so(app):
    assert "(mag leeg blijven)" in field(app, "note").body.text()
    assert "(mag leeg blijven)" not in field(app, "story").body.text()


@pytest.mark.parametrize(("name", "mode"), [("entrepreneurs", "numeric"), ("hours", "decimal"), ("name", None)])
def test_numbers_are_typed_as_text_with_the_fitting_keyboard(app, name, mode):
    box = field(app, name).css_first("input")
    assert box.attributes["type"] == "text"
    assert box.attributes.get("inputmode") == mode


def test_a_day_is_three_boxes_in_one_group(app):
    tree = field(app, "day", None, ", 'Bijvoorbeeld 9 12 2026'")
    assert [label.text() for label in tree.css("label")] == ["Dag", "Maand", "Jaar"]
    assert [box.attributes["value"] for box in tree.css("input")] == ["9", "12", "2026"]
    assert tree.css_first("fieldset").attributes["aria-describedby"] == "day-hulp"


def test_choices_stand_in_one_group_with_a_legend(app):
    tree = field(app, "scheme", samples.wrong_form)
    group = tree.css_first("fieldset[role=radiogroup]")
    assert group.attributes["aria-invalid"] == "true"
    assert tree.css_first("legend").text().strip() == "Welk schema past bij deze aanvraag?"
    assert len(tree.css("input[type=radio]")) == 3


def test_two_choices_stand_beside_one_another(app):
    assert field(app, "first").css_first(".keuzes.naast") is not None
    assert field(app, "scheme").css_first(".keuzes.naast") is None


def test_ticks_share_a_name_and_each_has_its_label(app):
    tree = field(app, "parties")
    assert {box.attributes["name"] for box in tree.css("input[type=checkbox]")} == {"parties"}
    assert len(tree.css("label")) == 4


@pytest.mark.parametrize(("name", "kind"), [("plan", "file"), ("secret", "password")])
def test_files_and_passwords_keep_their_kind(app, name, kind):
    assert field(app, name).css_first("input").attributes["type"] == kind


def test_the_summary_counts_and_leads_to_each_field(app):
    page = opened(app, "/formulier-fout")
    assert page.tree.css_first(".melding.fout h2").text() == "Er zijn 9 dingen die nog niet kloppen"
    summary = page.tree.css_first(".melding.fout")
    assert summary.attributes["role"] == "alert"
    assert summary.attributes["tabindex"] == "-1"
    assert [link.attributes["href"] for link in summary.css("a")] == [
        "#name", "#email", "#entrepreneurs", "#scheme-0", "#parties-0", "#day", "#plan", "#story", "#secretary",
    ]  # fmt: skip
    assert page.tree.css_first("title").text().startswith("Fout: ")


def test_one_mistake_is_told_in_the_singular(app):
    with app.test_request_context("/"):
        form = samples.DecideForm(formdata=MultiDict({}), meta={"csrf": False})
        form.object_to(None, "Verlenen kan nog niet")
        tree = LexborHTMLParser(
            render_template_string(
                "{% from '_parts/veld.html' import foutoverzicht %}{{ foutoverzicht(form) }}", form=form
            )
        )
    assert [node.text().strip() for node in tree.css("h2, li")] == [
        "Er is 1 ding dat nog niet klopt",
        "Verlenen kan nog niet",
    ]


def test_a_form_with_a_file_is_sent_in_parts_and_others_are_not(app):
    assert opened(app, "/formulier").tree.css_first("main form").attributes["enctype"] == "multipart/form-data"
    assert "enctype" not in opened(app, "/bevestigen").tree.css_first("main form").attributes


def test_hidden_fields_have_no_id_so_that_two_forms_fit_on_a_page(app):
    form = opened(app, "/formulier").tree.css_first("main form")
    hidden = {node.attributes["name"]: node for node in form.css("input[type=hidden]")}
    assert set(hidden) == {"csrf_token", "form_id", "version"}
    assert all("id" not in node.attributes for node in hidden.values())


def test_unmet_conditions_come_first_with_their_fact_and_where_to_solve_them(app):
    tree = drawn(
        app,
        "{% from '_parts/voorwaarden.html' import voorwaarden %}{{ voorwaarden(samples.CONDITIONS, samples.SOLVE) }}",
    )
    rows = tree.css(".voorw > li")
    assert ["nee" in (row.attributes["class"] or "") for row in rows] == [True, True, False, False, False]
    assert "Afwijking 1 wacht op beoordeling" in rows[0].text()
    assert rows[0].css_first(".hier a").text() == "Naar afwijking 1"
    assert not rows[2].css(".hier")


def test_a_refusal_shows_every_condition_at_the_form(app):
    page = opened(app, "/bevestigen-geweigerd")
    assert len(page.tree.css(".voorw > li")) == 5
    assert page.value("reason").strip() == "Alles is op orde."


def test_a_source_opens_what_the_rule_says_on_the_same_page(app):
    tree = drawn(app, "{% from '_parts/bron.html' import bron %}{{ bron(samples.CLOSED) }}{{ bron(samples.CLOSED) }}")
    marks, notes = tree.css("button.par"), tree.css("[popover]")
    assert [mark.text() for mark in marks] == ["eigen regel 12", "eigen regel 12"]
    assert [mark.attributes["popovertarget"] for mark in marks] == [note.attributes["id"] for note in notes]
    assert notes[0].attributes["id"] != notes[1].attributes["id"]
    assert "Wij beslissen pas" in notes[0].text()


def test_a_source_without_explanation_is_no_button_and_no_source_is_nothing(app):
    tree = drawn(
        app, "{% from '_parts/bron.html' import bron %}{{ bron(samples.CONDITIONS[0].source) }}|{{ bron(none) }}"
    )
    assert not tree.css("button")
    assert tree.body.text() == "B4 §6.1|"


def test_a_receipt_shows_its_lines_and_its_sum_in_dutch(app):
    tree = drawn(app, "{% from '_parts/herleiding.html' import herleiding %}{{ herleiding(samples.PRICE) }}")
    assert tree.css_first("summary").text().replace("\u00a0", " ") == "€ 2.366,88, hoe komen we hieraan?"
    assert [cell.text().replace("\u00a0", " ") for cell in tree.css("td.getal")] == [
        "€ 1.920,00",
        "€ 36,10",
        "€ 410,78",
        "€ 2.366,88",
    ]


def test_a_list_says_what_will_come_when_it_is_empty(app):
    page = opened(app, "/lijst-leeg")
    assert not page.tree.css("table")
    assert "Een dossier begint met een aanvraag." in page


def test_an_empty_cell_stays_empty_and_a_nought_is_written(app):
    tree = drawn(
        app,
        "{% from '_parts/tabel.html' import tabel, naamcel, cel %}"
        "{% call(r) tabel([1], ['Naam', 'Aantal', 'Leeg']) %}{{ naamcel('x') }}"
        "{{ cel('Aantal', 0) }}{{ cel('Leeg') }}{% endcall %}",
    )
    assert re.findall(r"<td[^>]*>(.*?)</td>", tree.body.html) == ["0", ""]


def test_long_lists_keep_their_head_in_sight(app):
    assert opened(app, "/lijst").tree.css_first(".lang table") is not None
    assert opened(app, "/dossier").tree.css_first(".lang") is None


def test_the_rail_tells_each_state_in_words_and_marks_the_open_step(app):
    page = opened(app, "/dossier")
    steps = page.tree.css(".stappen li")
    assert [step.css_first(".vh").text() for step in steps[:4]] == ["Klaar", "Klaar", "Bezig", "Wacht op werkgroep"]
    assert [node.text() for node in page.tree.css("[aria-current=step]")] == ["Documenten"]


def test_the_heading_of_a_step_names_the_dossier_and_the_step(app):
    page = opened(app, "/dossier")
    assert page.tree.css_first("title").text() == "Cluster Lelystad – Documenten – auditbeheer"


def test_now_has_one_button_or_none(app):
    assert len(opened(app, "/dossier").tree.css(".nu .knop")) == 1
    assert not opened(app, "/dossier-rustig").tree.css(".nu .knop")


def test_a_menu_of_more_than_six_folds_the_rest_into_more(app):
    page = opened(app, "/dossier-lange-naam")
    direct = page.tree.css("nav[aria-label=Hoofdmenu] > a")
    assert len(direct) == 5
    assert [link.text() for link in page.tree.css("nav .uitklap a")] == ["Auditors", "Instellingen", "Logboek"]


def test_an_act_that_can_be_undone_offers_it_beside_the_news(app):
    page = opened(app, "/werk")
    news = page.tree.css_first(".flits[role=status]")
    assert "M. Bakker doet de audit" in news.text()
    assert news.css_first("form button").text() == "Ongedaan maken"


def test_two_texts_are_shown_and_the_chosen_one_is_sent_under_the_fields_own_name(app):
    page = opened(app, "/twee-teksten")
    sides = page.tree.css("input[type=radio][name=summary]")
    assert [side.attributes["value"] for side in sides] == [
        "De werkgroep werkt goed samen.\nDe schouw is twee keer gelopen.",
        "De werkgroep werkt goed samen en overlegt elke maand.",
    ]
    assert page.tree.css_first("input[type=hidden][name=place]").attributes["value"] == "Lelystad"


def test_public_pages_show_no_staff_menu_and_no_way_to_log_in(app):
    page = opened(app, "/uitslag-geldig")
    assert not page.tree.css("nav")
    assert "Uitloggen" not in page
    assert "Annelies Vos" not in page


def test_a_chart_is_a_table_with_its_bars_and_says_in_words_what_is_too_low(app):
    page = opened(app, "")
    rows = page.tree.css(".grafiek tbody tr")
    assert len(rows) == len(samples.RESPONSE)
    assert "12 (te laag)" in rows[3].text()
    assert not any("(te laag)" in row.text() for row in rows[:3])


def test_a_file_without_an_address_is_still_named(app):
    plain = SimpleNamespace(name="brief.pdf", url="", size=0, when=samples.TODAY, by="", version=None)
    tree = drawn(app, "{% from '_parts/bestand.html' import bestanden %}{{ bestanden([file]) }}", file=plain)
    assert not tree.css("a")
    assert "0 bytes" in tree.body.text().replace("\u00a0", " ")
