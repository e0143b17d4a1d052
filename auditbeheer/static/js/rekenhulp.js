// The calculators answer beside the question while somebody types, through the public API. Without this script the
// button Uitrekenen gives the same answer on the page.

const WAIT = 300; // milliseconds after the last key

function make(name, text, className) {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  if (className) element.className = className;
  return element;
}

// The fields carry the name of their question in front (audittijd-schema); a day has three boxes.
function asked(form) {
  const query = new URLSearchParams();
  const days = new Map();
  for (const [name, value] of new FormData(form)) {
    const own = name.slice(form.dataset.som.length + 1);
    const box = own.match(/^(.+)-(dag|maand|jaar)$/);
    if (box) days.set(box[1], { ...days.get(box[1]), [box[2]]: value.trim() });
    else if (value.trim()) query.set(own, value.trim().replace(/^(\d{1,3})((?:\.\d{3})+)$/, (all) => all.replaceAll(".", "")));
  }
  for (const [name, { dag, maand, jaar }] of days) {
    if (dag && maand && /^\d{4}$/.test(jaar)) query.set(name, `${jaar}-${maand.padStart(2, "0")}-${dag.padStart(2, "0")}`);
    else if (dag || maand || jaar) return null; // half a day: wait for the rest
  }
  return query;
}

function amount(number, unit) {
  if (number === null) return "";
  return [number.toLocaleString("nl-NL"), unit].filter(Boolean).join("\u00a0");
}

function receipt(found) {
  const details = make("details", "", "herleid");
  details.open = true;
  details.append(make("summary", `${amount(found.totaal, found.eenheid)}, hoe komen we hieraan?`));
  const body = make("tbody");
  const lines = [...found.regels, { tekst: found.titel, aantal: found.totaal, eenheid: found.eenheid, bron: "" }];
  lines.forEach((line, at) => {
    const row = make("tr", "", at === found.regels.length ? "som" : "");
    const head = make("th", line.tekst);
    head.scope = "row";
    const source = make("td");
    if (line.bron) source.append(make("span", line.bron, "par"));
    row.append(head, make("td", amount(line.aantal, line.eenheid), "getal"), source);
    body.append(row);
  });
  const table = make("table");
  table.append(body);
  details.append(table);
  return details;
}

function sources(labels) {
  const line = make("p", "Bron: ", "klein");
  labels.forEach((label, at) => line.append(at ? ", " : "", make("span", label, "par")));
  return line;
}

function message(kind, headline, text) {
  const section = make("section", "", `melding ${kind}`);
  section.append(make("h2", headline), make("p", text));
  return section;
}

function link(form) {
  const address = new URL(form.action);
  address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  return address.href;
}

// Buttons that only work with a script come from the script.
function buttons(address) {
  const row = make("div", "", "knoppen ruim");
  const print = make("button", "Afdrukken", "knop stil smal");
  print.type = "button";
  print.addEventListener("click", () => window.print());
  row.append(print);
  if (navigator.clipboard) {
    const copy = make("button", "Link kopiëren", "knop stil smal");
    copy.type = "button";
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(address);
      copy.textContent = "Link gekopieerd";
    });
    row.append(copy);
  }
  return row;
}

function told(form, status, answer) {
  if (status === 422) {
    const refusal = message("letop", "Dit kan niet", answer.detail);
    refusal.append(sources([answer.bron]));
    return refusal;
  }
  const section = message("info", answer.antwoord, answer.uitleg);
  section.append(...answer.opmerkingen.map((remark) => make("p", remark)));
  if (answer.herleiding) section.append(receipt(answer.herleiding));
  section.append(sources(answer.bronnen), buttons(link(form)));
  return section;
}

for (const form of document.querySelectorAll("form[data-som]")) {
  const place = form.parentElement.querySelector("[data-antwoord]");
  const shown = place.querySelector("[data-link]");
  if (shown) shown.parentElement.replaceWith(buttons(shown.href));
  let waiting = 0;
  let latest = 0;

  async function answer() {
    const mine = ++latest;
    const query = asked(form);
    if (!query) return;
    let reply;
    try {
      reply = await fetch(`${form.dataset.api}?${query}`, { headers: { Accept: "application/json" } });
    } catch {
      return; // no connection: the button tells
    }
    if (mine !== latest || ![200, 400, 422].includes(reply.status)) return;
    if (reply.status === 400) {
      place.replaceChildren(make("p", "Vul in wat u weet. Hier komt het antwoord.", "klein"));
      return;
    }
    const found = await reply.json();
    if (mine === latest) place.replaceChildren(told(form, reply.status, found));
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(answer, WAIT);
  });
}
