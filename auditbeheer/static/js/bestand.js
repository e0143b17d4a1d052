// The drop zone around a plain file field, and a bar per file while files travel. The field works without it.

const LARGE = 2_000_000; // bytes; below this the page is there before a bar would be seen

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

function files(form) {
  return [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
}

// A bar under each file. They travel one after the other, so what is sent in all tells how far each of them is.
function bars(form) {
  const travelling = files(form);
  const lines = [...form.querySelectorAll(".gekozen li")].filter((item) => !item.querySelector(".err"));
  const drawn = travelling.map((file, at) => {
    const bar = document.createElement("progress");
    bar.max = Math.max(file.size, 1);
    bar.value = 0;
    bar.setAttribute("aria-label", `${file.name} versturen`);
    (lines[at] ?? form.querySelector("[data-bestand]")).append(bar);
    return bar;
  });
  return {
    sent(bytes) {
      let before = 0;
      travelling.forEach((file, at) => {
        drawn[at].value = Math.min(Math.max(bytes - before, 0), file.size);
        before += file.size;
      });
    },
    remove() {
      drawn.forEach((bar) => bar.remove());
    },
  };
}

// The answer takes the place of this page, as it would have without a bar: one sending, one answer.
function show(request) {
  history.replaceState(null, "", request.responseURL);
  document.open();
  document.write(request.responseText);
  document.close();
}

for (const form of document.querySelectorAll("form[enctype='multipart/form-data']")) {
  // Before the others that listen: what is not sent is not under way.
  form.addEventListener("submit", (event) => {
    const stuck = form.querySelector("[data-geweigerd]");
    if (!stuck) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    stuck.scrollIntoView({ block: "center" });
    stuck.querySelector("input[type=file]").focus();
  }, true);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || files(form).reduce((sum, file) => sum + file.size, 0) < LARGE) return;
    event.preventDefault();
    const progress = bars(form);
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (step) => {
      if (step.lengthComputable) progress.sent(step.loaded);
    });
    request.addEventListener("load", () => show(request));
    request.addEventListener("error", () => {
      progress.remove();
      delete form.dataset.onderweg;
      const word = document.createElement("p");
      word.className = "err";
      word.setAttribute("role", "alert");
      word.textContent = "Er is geen verbinding. Uw bestand staat nog klaar. Probeer het over een minuut opnieuw.";
      form.querySelector("[data-bestand]").append(word);
    });
    const data = new FormData(form, event.submitter);
    request.open("POST", form.action || location.href);
    request.send(data);
  });
}
