// Files on their way: a bar and a per cent for each, and a line at the button for all. Without this script the form
// is sent as any other, and the browser itself shows that it is busy.

const LARGE = 500_000; // bytes; four seconds on a slow phone. Below this the page is there before a bar would be seen
const SILENCE = 60_000; // so long without a byte that leaves: the connection is gone, though nobody says so

const BROKEN = "Er is geen verbinding. Er is niets bewaard en uw keuze staat er nog. Probeer het over een minuut opnieuw.";
const UNANSWERED = "De verbinding viel weg voor ons antwoord er was. Verstuur het nog een keer: wij bewaren het maar één keer.";
const UNFIT = "Er ging iets mis bij ons. Uw keuze staat er nog. Verstuur het over een minuut nog een keer: wij bewaren het maar één keer.";
const STAY = "Laat deze pagina open tot alles binnen is.";

function files(form) {
  return [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
}

function total(form) {
  return files(form).reduce((sum, file) => sum + file.size, 0);
}

function make(name, text = "", className = "") {
  const element = document.createElement(name);
  element.textContent = text;
  element.className = className;
  return element;
}

// They travel one after the other, so what is sent in all tells how far each of them is.
function bars(form) {
  const lines = [...form.querySelectorAll(".gekozen li")].filter((item) => !item.querySelector(".err"));
  return files(form).map((file, at) => {
    const bar = make("progress");
    bar.max = Math.max(file.size, 1);
    bar.value = 0;
    bar.setAttribute("aria-label", `${file.name} versturen`);
    const share = make("span", "0\u00a0%", "deel-verstuurd");
    share.setAttribute("aria-hidden", "true"); // the bar says it
    const box = make("span", "", "onderweg");
    box.append(bar, share);
    (lines[at] ?? form.querySelector("[data-bestand]")).append(box);
    return { size: file.size, bar, share, box };
  });
}

// The line at the button, for who looks there; what is heard is told at the start, half-way and at the end.
function line(form) {
  const count = files(form).length;
  const what = count === 1 ? "uw bestand" : `uw ${count}\u00a0bestanden`;
  const seen = make("p", "", "verstuurregel");
  const told = make("span", "", "vh");
  told.setAttribute("role", "status");
  const words = make("span");
  words.setAttribute("aria-hidden", "true");
  seen.append(words, told);
  (form.querySelector(".formknoppen") ?? form.querySelector("button:not([type=button])")).before(seen);
  const say = (text) => {
    if (told.textContent !== text) told.textContent = text;
  };
  say(`Wij versturen ${what}. ${STAY}`);
  return {
    seen,
    at(share) {
      const percent = `${Math.floor(share * 100)}\u00a0%`;
      words.textContent = share < 1 ? `${percent} van ${what} is verstuurd. ${STAY}` : `Alles is verstuurd. Wij kijken ${what} nu na.`;
      if (share >= 1) say(words.textContent);
      else if (share >= 0.5) say(`De helft van ${what} is verstuurd.`);
    },
  };
}

function shown(form) {
  const size = total(form);
  const drawn = bars(form);
  const told = line(form);
  told.at(0);
  return {
    sent(share) {
      let before = 0;
      for (const one of drawn) {
        one.bar.value = Math.min(Math.max(share * size - before, 0), one.size);
        one.share.textContent = `${Math.floor((100 * one.bar.value) / one.bar.max)}\u00a0%`;
        before += one.size;
      }
      told.at(share);
    },
    remove() {
      drawn.forEach((one) => one.box.remove());
      told.seen.remove();
    },
  };
}

// The answer takes the place of this page, as it would have without a bar: one sending, one answer. A script that ran
// in this window runs no second time under the same address, so each gets a new one.
let answers = 0;
function show(request) {
  answers += 1;
  const fresh = (found) => `${found}${found.includes("?") ? "&" : "?"}antwoord=${Date.now()}-${answers}`;
  const page = request.responseText.replace(/(?<=<script type="module" src=")[^"]+/g, fresh);
  history.replaceState(null, "", request.responseURL);
  document.open();
  document.write(page);
  document.close();
  scrollTo(0, 0);
  document.querySelector("[autofocus]")?.focus();
}

function stopped(form, why) {
  delete form.dataset.reist;
  form.dispatchEvent(new Event("vrij"));
  const word = make("p", why, "melding fout verstuurregel");
  word.setAttribute("role", "alert");
  (form.querySelector(".formknoppen") ?? form.querySelector("button:not([type=button])")).before(word);
}

function send(form, submitter) {
  form.querySelectorAll(".verstuurregel").forEach((old) => old.remove());
  form.dataset.reist = "ja";
  const progress = shown(form);
  const request = new XMLHttpRequest();
  let waiting = 0;
  let arrived = false;
  const watch = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => request.abort(), SILENCE);
  };
  const fails = (why) => {
    clearTimeout(waiting);
    progress.remove();
    stopped(form, why);
  };
  request.upload.addEventListener("progress", (step) => {
    watch();
    if (step.lengthComputable) progress.sent(step.loaded / step.total);
  });
  request.upload.addEventListener("load", () => {
    clearTimeout(waiting);
    arrived = true;
    progress.sent(1);
  });
  request.addEventListener("load", () => (request.status < 500 ? show(request) : fails(UNFIT)));
  request.addEventListener("error", () => fails(arrived ? UNANSWERED : BROKEN));
  request.addEventListener("abort", () => fails(BROKEN));
  const data = new FormData(form, submitter);
  request.open("POST", form.action || location.href);
  request.send(data);
  watch();
}

for (const form of document.querySelectorAll("form[enctype='multipart/form-data']")) {
  // Before the others that listen: what is not sent is not under way, and what is under way is not sent again.
  form.addEventListener("submit", (event) => {
    const stuck = form.querySelector("[data-geweigerd]");
    if (!stuck && !form.dataset.reist) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!stuck) return;
    stuck.scrollIntoView({ block: "center" });
    stuck.querySelector("input[type=file]").focus();
  }, true);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || total(form) < LARGE) return;
    event.preventDefault();
    send(form, event.submitter);
  });
}
