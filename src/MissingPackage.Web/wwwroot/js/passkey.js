// Passkeys: asks the server for its question, the device for the answer, and sends the answer with the form around it.
// Without scripts or without passkeys the buttons stay hidden; the password works always.

const able = window.PublicKeyCredential?.parseRequestOptionsFromJSON && window.PublicKeyCredential.parseCreationOptionsFromJSON;

async function answer(holder, form) {
  const body = new FormData();
  body.set("__RequestVerificationToken", form.querySelector("[name=__RequestVerificationToken]").value);
  const asked = await fetch(holder.dataset.options, { method: "POST", body, credentials: "same-origin" });
  if (asked.status === 429) throw new Error("Too many tries. Wait a minute.");
  if (!asked.ok || !asked.headers.get("Content-Type")?.startsWith("application/json")) throw new Error("Reload the page and try again.");
  const question = await asked.json();
  const credential = holder.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(question) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(question) });
  return JSON.stringify(credential);
}

for (const holder of able ? document.querySelectorAll("[data-passkey]") : []) {
  const form = holder.closest("form");
  const button = holder.querySelector("button[type=button]");
  const said = holder.querySelector("[role=status]");
  holder.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    said.textContent = "Your device asks you now.";
    try {
      form.elements[holder.dataset.field].value = await answer(holder, form);
      form.submit();
    } catch (problem) {
      said.textContent = problem.name === "NotAllowedError" ? "Nothing was chosen, so nothing happened."
        : problem.name === "InvalidStateError" ? "This device has a passkey for this account already."
        : `That didn’t work. ${problem.message}`;
      button.disabled = false;
    }
  });
}
