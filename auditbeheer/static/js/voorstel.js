// How far a proposal is, while it is reckoned; at the end the page shows the outcome. Without this script: "Kijk opnieuw".

const box = document.querySelector("[data-voorstel]");
const PAUSE = 1000; // milliseconds between two looks

async function look() {
  const answer = await fetch(box.dataset.voorstel, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { done, stand, ended, silent } = await answer.json();
  if (ended || silent) {
    location.reload();
    return;
  }
  box.querySelector("progress").value = done;
  for (const [name, words] of Object.entries(stand)) box.querySelector(`[data-stand="${name}"]`).textContent = words;
  setTimeout(look, PAUSE);
}

if (box) look();
