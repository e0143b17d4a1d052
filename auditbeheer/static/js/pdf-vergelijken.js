// Compares a chosen PDF with the hash on this page. The file is read here and goes nowhere.

const LARGEST = 50_000_000; // bytes; a certificate is some hundred thousand, so a larger file is not read to know it is another
const vak = document.querySelector("[data-vergelijk]");

async function vingerafdruk(inhoud) {
  const som = await crypto.subtle.digest("SHA-256", inhoud);
  return [...new Uint8Array(som)].map((deel) => deel.toString(16).padStart(2, "0")).join("");
}

async function uitkomst(bestand) {
  if (bestand.size === 0) return "leeg";
  if (bestand.size > LARGEST) return "anders";
  const inhoud = await bestand.arrayBuffer();
  if ((await vingerafdruk(inhoud)) === vak.dataset.vergelijk) return "gelijk";
  // A reader takes a file for a PDF when it says so within its first kilobyte.
  return new TextDecoder("latin1").decode(inhoud.slice(0, 1024)).includes("%PDF-") ? "anders" : "geen-pdf";
}

let laatste = 0;

async function vergelijk(bestand) {
  const deze = ++laatste;
  toon("");
  vak.querySelector("[data-naam]").textContent = bestand?.name ?? "";
  vak.querySelector("label").textContent = bestand ? "Ander bestand kiezen" : "Bestand kiezen";
  if (!bestand) return;
  const woord = await uitkomst(bestand).catch(() => "onleesbaar");
  if (deze === laatste) toon(woord); // of two files chosen quickly the last one counts
}

function toon(woord) {
  for (const deel of vak.querySelectorAll("[data-uitkomst]")) deel.hidden = deel.dataset.uitkomst !== woord;
}

// Browsers offer this only over https (and on one's own machine); without it the question is not asked.
if (vak && window.crypto?.subtle) {
  const veld = vak.querySelector("input[type=file]");
  vak.hidden = false;
  veld.addEventListener("click", () => { veld.value = ""; }); // the same file, mended, may be chosen again
  veld.addEventListener("change", () => vergelijk(veld.files[0]));
  const metBestand = (slepen) => slepen.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (slepen) => {
    if (metBestand(slepen)) slepen.preventDefault();
  });
  document.addEventListener("drop", (slepen) => {
    if (!metBestand(slepen)) return;
    slepen.preventDefault();
    const [bestand] = slepen.dataTransfer.files;
    const gekozen = new DataTransfer();
    gekozen.items.add(bestand);
    veld.files = gekozen.files;
    vak.scrollIntoView({ block: "nearest" });
    vergelijk(bestand);
  });
}
