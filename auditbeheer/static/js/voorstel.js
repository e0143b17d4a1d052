// How far a proposal is, while it is reckoned; at the end the page shows the outcome. Without this script: "Kijk opnieuw".

const box = document.querySelector("[data-voorstel]");
const PAUSE = 1000; // milliseconds between two looks

async function look() {
  const answer = await fetch(box.dataset.voorstel, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { share, gap, ended, silent } = await answer.json();
  if (ended || silent) {
    location.reload();
    return;
  }
  box.querySelector("progress").value = share;
  const word = gap === null ? "Nog geen uitkomst." : `Een ander plan is nu nog hoogstens ${gap.toLocaleString("nl-NL")}\u00a0% beter.`;
  box.querySelector("[data-stand]").textContent = word;
  setTimeout(look, PAUSE);
}

if (box) look();
