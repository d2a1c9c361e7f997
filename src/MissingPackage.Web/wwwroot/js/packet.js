// While a packet is being made, looks again every second and shows how far it is. Without this script the page
// reloads itself every few seconds.
import { pageOf } from "./page.js";

const SECOND = 1000;
let delay = SECOND;

async function look() {
  const shown = document.getElementById("packet");
  if (!shown.dataset.making) return;
  try {
    const answer = await fetch(location.href);
    if (answer.ok && !answer.redirected) {
      const fresh = (await pageOf(answer)).getElementById("packet");
      // Somebody may have a link or a button in focus: only what changed is exchanged.
      for (const section of shown.querySelectorAll("section.card")) {
        const other = fresh.querySelector(`section[aria-labelledby="${section.getAttribute("aria-labelledby")}"]`);
        if (other && other.innerHTML !== section.innerHTML) section.replaceChildren(...other.childNodes);
      }
      if (fresh.dataset.making) shown.dataset.making = "true"; else delete shown.dataset.making;
      delay = SECOND;
    }
  } catch {
    delay = Math.min(delay * 2, 30 * SECOND); // the network is away: look again, less often
  }
  setTimeout(look, delay);
}

setTimeout(look, SECOND);
