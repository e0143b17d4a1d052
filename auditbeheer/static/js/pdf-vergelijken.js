// Compares a chosen PDF with the hash on this page. The file is read here and goes nowhere.

const vak = document.querySelector("[data-vergelijk]");

const vingerafdruk = async (bestand) => {
  const som = await crypto.subtle.digest("SHA-256", await bestand.arrayBuffer());
  return [...new Uint8Array(som)].map((deel) => deel.toString(16).padStart(2, "0")).join("");
};

// Browsers offer this only over https (and on one's own machine); without it the question is not asked.
if (vak && window.crypto?.subtle) {
  const uitkomst = (naam) => vak.querySelector(`[data-uitkomst="${naam}"]`);
  vak.hidden = false;
  vak.querySelector("input[type=file]").addEventListener("change", async (keuze) => {
    const [bestand] = keuze.target.files;
    uitkomst("gelijk").hidden = true;
    uitkomst("anders").hidden = true;
    if (!bestand) return;
    const gelijk = (await vingerafdruk(bestand)) === vak.dataset.vergelijk;
    uitkomst(gelijk ? "gelijk" : "anders").hidden = false;
  });
}
