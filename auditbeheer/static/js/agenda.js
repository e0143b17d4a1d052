// Drag an audit to another day: what stands in the way is told while it hangs there; letting go opens the form with
// the reason. Nothing moves here. Without a mouse the same form is on the audit's own page.

const table = document.querySelector("[data-agenda]");
const told = document.querySelector("[data-bezwaren]");
const known = new Map();
let dossier = "";
let over = null;

function ask(day) {
  const key = `${dossier} ${day}`;
  if (!known.has(key)) {
    const query = new URLSearchParams({ dossier, dag: day });
    known.set(
      key,
      fetch(`${table.dataset.agenda}?${query}`, { credentials: "same-origin" }).then((answer) =>
        answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status))),
      ),
    );
  }
  return known.get(key);
}

function tell(answer) {
  const title = document.createElement("p");
  const strong = document.createElement("b");
  strong.textContent = answer.bezwaren.length ? `${answer.titel}: kan niet` : `${answer.titel}: kan`;
  title.append(strong);
  const list = document.createElement("ul");
  for (const text of answer.bezwaren) {
    const item = document.createElement("li");
    item.textContent = text;
    list.append(item);
  }
  told.replaceChildren(title, list);
}

function leave() {
  over?.classList.remove("kan", "kan-niet");
  over = null;
}

function enter(cell) {
  if (cell === over) return;
  leave();
  over = cell;
  ask(cell.dataset.dag).then(
    (answer) => {
      if (over !== cell) return;
      cell.classList.add(answer.bezwaren.length ? "kan-niet" : "kan");
      tell(answer);
    },
    () => {
      told.textContent = "De bezwaren zijn nu niet op te halen. Verzet de audit op de pagina van de audit.";
    },
  );
}

if (table && told) {
  for (const item of table.querySelectorAll("[data-dossier]")) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      dossier = item.dataset.dossier;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", dossier);
    });
    item.addEventListener("dragend", () => {
      leave();
      dossier = "";
    });
  }
  table.addEventListener("dragover", (event) => {
    const cell = event.target.closest("[data-dag]");
    if (!cell || !dossier) return;
    event.preventDefault();
    enter(cell);
  });
  table.addEventListener("drop", (event) => {
    const cell = event.target.closest("[data-dag]");
    if (!cell || !dossier) return;
    event.preventDefault();
    ask(cell.dataset.dag).then(
      (answer) => window.location.assign(answer.naar),
      () => {
        told.textContent = "De audit is niet verzet. Verzet hem op de pagina van de audit.";
      },
    );
  });
}
