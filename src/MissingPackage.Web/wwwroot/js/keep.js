// Keeps what is typed and checked as it changes. Without this script it is kept with each Continue.
const PAUSE_MS = 1000;

for (const form of document.querySelectorAll("form[data-keep]")) {
  const address = new URL(location.pathname, location.href);
  address.searchParams.set("handler", "Keep");
  // A form that is being sent keeps itself. What it still wanted to keep by itself may arrive after it: the number tells
  // the server that it is older. A page that the back button brings out of memory is a new form.
  const number = document.createElement("input");
  number.type = "hidden";
  number.name = "form";
  form.append(number);
  let leaving;
  const begin = () => {
    number.value = Array.from(crypto.getRandomValues(new Uint32Array(4)), part => part.toString(36)).join("");
    leaving = new AbortController();
  };
  begin();
  addEventListener("pageshow", event => event.persisted && begin());
  form.addEventListener("submit", () => leaving.abort());
  let running = false;
  let again = false;
  const keep = async () => {
    if (leaving.signal.aborted) return;
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      await fetch(address, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true, signal: leaving.signal });
    } catch {
      // Offline, or leaving: the next change keeps it.
    }
    running = false;
    if (again) {
      again = false;
      keep();
    }
  };
  form.addEventListener("change", keep);
  // Whoever looks something up in another app may come back to another tab.
  let typing;
  form.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(keep, PAUSE_MS);
  });
  addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !typing) return;
    clearTimeout(typing);
    typing = null;
    keep();
  });
  // What was typed or ticked before this script was here.
  const changed = (field) => field.checked !== field.defaultChecked || ("defaultValue" in field && field.value !== field.defaultValue);
  if ([...form.elements].some(changed)) keep();
}
