// The drop zone around a plain file field. The field works without it.

// The browser's own button speaks the browser's language; ours speaks the page's.
function dress(zone, input) {
  const invite = document.createElement("p");
  invite.className = "klein";
  invite.textContent = input.multiple ? "Sleep bestanden hierheen of kies ze." : "Sleep het bestand hierheen of kies het.";
  zone.prepend(invite);
  const button = document.createElement("label");
  button.className = "knop stil";
  button.htmlFor = input.id;
  button.textContent = input.multiple ? "Bestanden kiezen" : "Bestand kiezen";
  input.after(button);
  const chosen = document.createElement("ul");
  chosen.className = "gekozen";
  const spoken = document.createElement("div");
  spoken.setAttribute("role", "status");
  spoken.append(chosen);
  zone.append(spoken);
  zone.classList.add("eigen");
  input.addEventListener("change", () => {
    const refused = leaveOut(zone, input);
    chosen.replaceChildren(...[...input.files].map((file) => line(file)), ...refused.map(([file, why]) => line(file, why)));
    const stuck = refused.length > 0 && !input.files.length;
    zone.toggleAttribute("data-geweigerd", stuck);
    if (stuck) chosen.append(leaveItOut(zone, chosen));
    const other = input.multiple ? "Andere bestanden kiezen" : "Ander bestand kiezen";
    button.textContent = input.files.length ? other : input.multiple ? "Bestanden kiezen" : "Bestand kiezen";
  });
}

// A form whose file was refused waits for another one, or for the word that it goes without.
function leaveItOut(zone, chosen) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "linkknop";
  button.textContent = "Verder zonder dit bestand";
  button.addEventListener("click", () => {
    zone.removeAttribute("data-geweigerd");
    chosen.replaceChildren();
  });
  item.append(button);
  return item;
}

// What cannot arrive is told at once and not sent; the server says the same to who has no script.
function leaveOut(zone, input) {
  const most = Number(zone.dataset.hoogstens) || Infinity;
  const refused = [];
  const taken = new DataTransfer();
  for (const file of input.files) {
    if (!file.size) refused.push([file, "Dit bestand is leeg (0\u00a0bytes). Kies het bestand opnieuw."]);
    else if (file.size > most) {
      const sizes = `${readable(file.size)} en mag ${readable(most)}`;
      refused.push([file, `Dit bestand is ${sizes} zijn. Splits het of maak het kleiner.`]);
    } else taken.items.add(file);
  }
  if (refused.length) input.files = taken.files;
  return refused;
}

function line(file, why = "") {
  const item = document.createElement("li");
  const name = document.createElement("b");
  name.textContent = file.name;
  const size = document.createElement("small");
  size.textContent = readable(file.size);
  item.append(name, size);
  if (why) {
    const word = document.createElement("span");
    word.className = "err";
    word.textContent = why;
    item.append(word);
  }
  return item;
}

function readable(size) {
  if (size < 1_000) return `${size}\u00a0bytes`;
  return size < 1_000_000 ? `${Math.round(size / 1_000)}\u00a0kB` : `${Math.round(size / 1_000_000)}\u00a0MB`;
}

for (const zone of document.querySelectorAll("[data-bestand]")) {
  const input = zone.querySelector("input[type=file]");
  dress(zone, input);

  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    zone.addEventListener(name, () => zone.classList.remove("over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    const taken = new DataTransfer();
    for (const file of [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1)) taken.items.add(file);
    input.files = taken.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
