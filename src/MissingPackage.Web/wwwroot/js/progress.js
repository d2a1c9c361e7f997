// Follows work that goes on behind the pages. Without this script there is a link to look again.
import { pageOf } from "./page.js";

const section = document.querySelector("[data-progress]");
const pause = 2000;

async function look() {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const page = await pageOf(answer);
    const now = page.querySelector("[data-progress]");
    if (!now) {
      location.reload();
      return;
    }
    for (const part of ["progress", "h2", "[role=status]"]) {
      const [old, fresh] = [section.querySelector(part), now.querySelector(part)];
      if (old.outerHTML === fresh.outerHTML) continue;
      if (part === "progress") old.value = fresh.value;
      else old.textContent = fresh.textContent;
    }
  } catch {
    // Offline for a moment: the next look may do.
  }
  setTimeout(look, pause);
}

if (section) setTimeout(look, pause);
