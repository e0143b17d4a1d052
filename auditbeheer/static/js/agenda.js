// Drag an audit to another day, or by auditor to somebody else's row: what stands in the way is told while it hangs
// there; letting go opens the form with the reason. Nothing moves here. Without a mouse the same forms are on the
// audit's own page.

const table = document.querySelector("[data-agenda]");
const told = document.querySelector("[data-bezwaren]");
const known = new Map();
let dossier = "";
let from = ""; // in whose row it hung
let home = null; // the cell it hung in
let over = null;

function ask(cell) {
  const query = new URLSearchParams({ dossier, dag: cell.dataset.dag, van: from, wie: cell.dataset.wie ?? "" });
  const key = String(query);
  if (!known.has(key)) {
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

// Where it came from is no other place; out of the team goes somebody on the page of the audit.
function target(event) {
  const cell = event.target.closest("[data-dag]");
  return cell && dossier && cell !== home && !(from && !cell.dataset.wie) ? cell : null;
}

function leave() {
  over?.classList.remove("kan", "kan-niet");
  over = null;
}

function enter(cell) {
  if (cell === over) return;
  leave();
  over = cell;
  ask(cell).then(
    (answer) => {
      if (over !== cell) return;
      cell.classList.add(answer.bezwaren.length ? "kan-niet" : "kan");
      tell(answer);
    },
    () => {
      told.textContent = "De bezwaren zijn nu niet op te halen. Verander de audit op de pagina van de audit.";
    },
  );
}

if (table && told) {
  for (const item of table.querySelectorAll("[data-dossier]")) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      dossier = item.dataset.dossier;
      from = item.dataset.van ?? "";
      home = item.closest("[data-dag]");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", dossier);
    });
    item.addEventListener("dragend", () => {
      leave();
      dossier = "";
    });
  }
  table.addEventListener("dragover", (event) => {
    const cell = target(event);
    if (!cell) {
      leave();
      return;
    }
    event.preventDefault();
    enter(cell);
  });
  table.addEventListener("drop", (event) => {
    const cell = target(event);
    if (!cell) return;
    event.preventDefault();
    ask(cell).then(
      (answer) => window.location.assign(answer.naar),
      () => {
        told.textContent = "De audit is niet veranderd. Verander hem op de pagina van de audit.";
      },
    );
  });
}
