// Which last days follow from the audit day, while it is being typed. Without this script the sentences stand alone.

const box = document.querySelector("[data-auditdag]");
const inputs = document.querySelectorAll("#day, #day-maand, #day-jaar");
const long = new Intl.DateTimeFormat("nl-NL", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

// Between day and month the line does not break.
function inWords(day) {
  return long.format(day).replace(/(\d) /, "$1\u00a0");
}

function typedDay() {
  const [day, month, year] = [...inputs].map((input) => Number(input.value));
  const found = new Date(Date.UTC(year, month - 1, day));
  const exists = year > 1999 && found.getUTCDate() === day && found.getUTCMonth() === month - 1;
  return exists ? found : null;
}

function moved(day, days) {
  return new Date(day.getTime() + days * 86_400_000);
}

function say(which, text) {
  const strong = document.createElement("b");
  strong.textContent = text;
  box.querySelector(`[data-dag="${which}"]`)?.replaceChildren(...(text ? [": ", strong] : []));
}

function show() {
  const day = typedDay();
  const { voor, na, veilig } = box.dataset;
  say("voor", day && voor ? inWords(moved(day, -Number(voor))) : "");
  say("na", day && na ? inWords(moved(day, Number(na))) : "");
  say("veilig", day && veilig && day > new Date(`${veilig}T00:00:00Z`) ? "deze dag is later" : "");
}

if (box && inputs.length === 3) {
  box.setAttribute("aria-live", "polite");
  for (const input of inputs) input.addEventListener("input", show);
  show();
}
