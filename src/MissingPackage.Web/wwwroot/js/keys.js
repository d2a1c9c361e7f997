// Single keys of the care desk. They can be turned off, which this browser remembers (WCAG 2.2, 2.1.4), do nothing while
// something is typed, and never decide anything. The sheet that explains them is in the page.
const stored = "mp-desk-keys";
const sheet = document.querySelector("dialog[data-keys]");
const opener = document.querySelector("[data-keys-open]");
const toggle = sheet?.querySelector("input[type=checkbox]");

const remembered = () => {
  try {
    return localStorage.getItem(stored) !== "off";
  } catch {
    return true;
  }
};

const remember = (on) => {
  document.body.toggleAttribute("data-keys-on", on);
  try {
    localStorage.setItem(stored, on ? "on" : "off");
  } catch {
    // Not kept: on again with the next page.
  }
};

const showSheet = () => sheet && !sheet.open && sheet.showModal();

if (sheet && opener && toggle) {
  opener.hidden = false;
  opener.addEventListener("click", showSheet);
  toggle.checked = remembered();
  toggle.addEventListener("change", () => remember(toggle.checked));
  document.body.toggleAttribute("data-keys-on", toggle.checked);
}

const typing = (target) =>
  target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=submit], [type=button])");

// What the same keys do on every page that has keys.
const everywhere = {
  "/": () => {
    const find = document.querySelector("#find");
    if (find) find.select();
    else document.querySelector("[data-find]")?.click();
  },
  n: () => document.querySelector("[data-take]")?.requestSubmit(),
};
for (const view of document.querySelectorAll("[data-go]")) everywhere[`g ${view.dataset.go}`] = () => view.click();

// Listens for keys: { "j": action, "g d": action of two keys, one after the other }.
export function listen(own) {
  const actions = { ...everywhere, ...own };
  let first = "";
  let forget = 0;
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && event.key !== "j" && event.key !== "k") return;
    if (!toggle?.checked || sheet.open || typing(event.target)) return;
    const key = first ? `${first} ${event.key}` : event.key;
    first = "";
    clearTimeout(forget);
    const action = key === "?" ? showSheet : actions[key];
    if (action) {
      event.preventDefault();
      action();
    } else if (Object.keys(actions).some((other) => other.startsWith(`${key} `))) {
      first = key;
      forget = setTimeout(() => (first = ""), 3000);
    }
  });
}
