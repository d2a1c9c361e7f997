// Adds a calendar button to a typed date. The field itself stays a plain text field: it takes "Nov 20" too.
for (const field of document.querySelectorAll("[data-date-field]")) {
  const picker = document.createElement("input");
  picker.type = "date";
  picker.tabIndex = -1;
  picker.className = "picker";
  picker.setAttribute("aria-hidden", "true");
  if (!("showPicker" in picker)) continue;

  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn quiet";
  button.textContent = "Calendar";
  button.setAttribute("aria-label", `Choose from a calendar: ${field.labels[0].textContent}`);
  button.addEventListener("click", () => {
    try {
      picker.showPicker();
    } catch {
      field.focus(); // not allowed here: typing still works
    }
  });
  picker.addEventListener("change", () => {
    if (!picker.value) return;
    const [year, month, day] = picker.value.split("-").map(Number);
    field.value = `${month}/${day}/${year}`;
    field.focus();
  });

  // Beside the field, which stays where it is: moving it would take the focus from whoever is typing already.
  field.after(button, picker);
}
