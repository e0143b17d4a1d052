// The drop zone around a plain file field, and a bar while large files travel. The field works without it.

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
    chosen.replaceChildren(...[...input.files].map(line));
    button.textContent = input.files.length ? "Ander bestand kiezen" : "Bestand kiezen";
  });
}

function line(file) {
  const item = document.createElement("li");
  const name = document.createElement("b");
  name.textContent = file.name;
  const size = document.createElement("small");
  size.textContent = readable(file.size);
  item.append(name, size);
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

function size(form) {
  const inputs = form.querySelectorAll("input[type=file]");
  return [...inputs].flatMap((input) => [...input.files]).reduce((sum, file) => sum + file.size, 0);
}

function bar(form) {
  const line = document.createElement("progress");
  line.max = 100;
  line.value = 0;
  line.setAttribute("aria-label", "Bestand versturen");
  form.querySelector("[data-bestand]").append(line);
  return line;
}

// The answer takes the place of this page, as it would have without a bar: one sending, one answer.
function show(request) {
  history.replaceState(null, "", request.responseURL);
  document.open();
  document.write(request.responseText);
  document.close();
}

for (const form of document.querySelectorAll("form[enctype='multipart/form-data']")) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || size(form) < LARGE) return;
    event.preventDefault();
    const line = bar(form);
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (step) => {
      if (step.lengthComputable) line.value = (100 * step.loaded) / step.total;
    });
    request.addEventListener("load", () => show(request));
    request.addEventListener("error", () => {
      line.remove();
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
