// Forms: a second press does not send twice, and the button says ‘Bezig…’ when it takes more than a second.
// Without this script a form works the same; the server counts it once by its form_id.

const WAIT_BEFORE_WORD = 1000;
const WAIT_BEFORE_RELEASE = 20_000; // no answer came: let somebody try again (the server counts a form once)

for (const form of document.querySelectorAll("form[data-formulier]")) {
  form.addEventListener("vrij", () => release(form)); // its files did not arrive
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.onderweg) {
      event.preventDefault();
      return;
    }
    form.dataset.onderweg = "ja";
    setTimeout(() => {
      if (!form.dataset.reist) release(form); // files that travel take their time
    }, WAIT_BEFORE_RELEASE);
    const button = event.submitter;
    if (!button) return;
    form.dataset.wachter = setTimeout(() => {
      button.dataset.tekst = button.textContent;
      button.textContent = "Bezig…";
    }, WAIT_BEFORE_WORD);
  });
}

// The browser's back button shows the page as it was left: make its forms fit for use again.
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-onderweg]").forEach(release);
});

function release(form) {
  clearTimeout(Number(form.dataset.wachter));
  delete form.dataset.onderweg;
  for (const button of form.querySelectorAll("[data-tekst]")) {
    button.textContent = button.dataset.tekst;
    delete button.dataset.tekst;
  }
}

// A menu that folds out closes with Escape and with a press beside it.
const folded = "details.uitklap[open], details.klein-menu[open]";
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(folded)) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(folded)) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
