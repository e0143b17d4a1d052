// The drop zone around a plain file field, and a bar while large files travel. The field works without it.

const LARGE = 2_000_000; // bytes; below this the page is there before a bar would be seen

for (const zone of document.querySelectorAll("[data-bestand]")) {
  const input = zone.querySelector("input[type=file]");
  const invite = document.createElement("p");
  invite.className = "klein";
  invite.textContent = input.multiple ? "Sleep bestanden hierheen of kies ze." : "Sleep het bestand hierheen of kies het.";
  zone.prepend(invite);

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
