// Zoom, rotate and fit for each page of a document, by buttons and by keys while the page has the focus.
// Without this script a page opens full size in a tab of its own.

const STEPS = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4];

export class Sheet {
  constructor(holder) {
    this.holder = holder;
    this.image = holder.querySelector("img");
    this.scale = 0; // 0: fitted by the stylesheet
    this.turns = 0;
    this.bar = document.createElement("div");
    this.bar.className = "zoom";
    this.bar.setAttribute("role", "toolbar");
    this.bar.setAttribute("aria-label", `View of ${holder.getAttribute("aria-label")}`);
    this.said = document.createElement("output");
    this.bar.append(
      this.button("−", "Zoom out", () => this.zoom(-1)),
      this.said,
      this.button("+", "Zoom in", () => this.zoom(1)),
      this.button("↺", "Rotate left", () => this.rotate(-1)),
      this.button("↻", "Rotate right", () => this.rotate(1)),
      this.button("Fit", "Fit", () => this.fit()),
    );
    holder.before(this.bar);
    holder.addEventListener("keydown", (event) => this.key(event));
    this.image.addEventListener("error", () => this.damaged());
    if (this.image.complete && this.image.naturalWidth === 0) this.damaged();
    this.fit();
  }

  button(text, label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      "+": () => this.zoom(1), "=": () => this.zoom(1), "-": () => this.zoom(-1), 0: () => this.fit(),
      r: () => this.rotate(1), R: () => this.rotate(-1),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  zoom(direction) {
    const now = this.scale || this.image.clientWidth / (this.image.naturalWidth || 1);
    const next = direction > 0 ? STEPS.find((step) => step > now + 0.01) : STEPS.findLast((step) => step < now - 0.01);
    if (next) this.scale = next;
    this.draw();
  }

  rotate(direction) {
    this.turns = (this.turns + direction + 4) % 4;
    if (!this.scale) this.scale = this.fitted();
    this.draw();
  }

  fit() {
    this.scale = this.turns % 2 === 0 ? 0 : this.fitted();
    this.draw();
  }

  /** The scale at which a turned page fits its holder. */
  fitted() {
    const { naturalWidth: width, naturalHeight: height } = this.image;
    const [across, down] = this.turns % 2 === 0 ? [width, height] : [height, width];
    return Math.min(this.holder.clientWidth / (across || 1), 540 / (down || 1), 1);
  }

  draw() {
    const { style } = this.image;
    if (!this.scale && this.turns === 0) {
      style.width = style.height = style.transform = style.margin = "";
      delete this.holder.dataset.zoomed;
      this.said.textContent = "Fit";
      return;
    }
    const scale = this.scale || this.fitted();
    const width = this.image.naturalWidth * scale;
    const height = this.image.naturalHeight * scale;
    this.holder.dataset.zoomed = "";
    style.width = `${width}px`;
    style.height = `${height}px`;
    // A turned picture keeps its unturned box: the margins give it the room it takes.
    const spare = this.turns % 2 === 0 ? 0 : (width - height) / 2;
    style.margin = `${spare}px ${-spare}px`;
    style.transform = `rotate(${this.turns * 90}deg)`;
    this.said.textContent = `${Math.round(scale * 100)}%`;
  }

  damaged() {
    this.bar.remove();
    const words = document.createElement("p");
    words.className = "damaged";
    words.textContent = "This page can’t be shown: the stored file is damaged or missing. Ask the customer for it again.";
    this.holder.replaceChildren(words);
  }
}

for (const holder of document.querySelectorAll("[data-sheet]")) new Sheet(holder);
for (const hint of document.querySelectorAll("[data-viewer-keys]")) hint.hidden = false;
