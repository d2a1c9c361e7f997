// Keeps what is typed and checked as soon as it changes, so that a closed tab loses nothing. Without this script it is
// kept with each Continue.
for (const form of document.querySelectorAll("form[data-keep]")) {
  const address = new URL(location.pathname, location.href);
  address.searchParams.set("handler", "Keep");
  // A form that is being sent keeps itself: a late answer must not bring an older draft back.
  const leaving = new AbortController();
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
      // Offline, or leaving: the next change, or Continue, keeps it.
    }
    running = false;
    if (again) {
      again = false;
      keep();
    }
  };
  form.addEventListener("change", keep);
}
