/**
 * The guided tour: a card that says what there is to see, and goes from step to step.
 * @import { App } from "./app.js"
 * @import { Step } from "./examples/story.js"
 */
import { byId, h } from "./dom.js";
import { story } from "./examples/examples.js";
import { steps } from "./examples/story.js";
import { prose } from "./view/explanation.js";

/** Begins it, in place of one that is under way. @param {App} app */
export function beginTour(app) {
  document.getElementById("tour")?.remove();
  new Tour(app).show(0);
}

class Tour {
  #app;
  #at = 0;
  #title = h("h2", { id: "tour-title" });
  #text = h("p", {});
  #place = h("span", { class: "note" });
  #back = h("button", { type: "button", class: "button button-small", onclick: () => this.show(this.#at - 1) }, "Back");
  #next = h("button", { type: "button", class: "button button-small button-main", onclick: () => this.#forward() });
  #card;

  /** @param {App} app */
  constructor(app) {
    this.#app = app;
    const end = h("button", { type: "button", class: "button button-small tour-end", "aria-label": "End the tour", onclick: () => this.#end() }, "✕");
    const said = h("div", { "aria-live": "polite" }, this.#title, this.#text);
    this.#card = h("section", { class: "tour", id: "tour", "aria-labelledby": "tour-title" }, end, said, h("div", { class: "tour-steps" }, this.#place, this.#back, this.#next));
    this.#card.addEventListener("keydown", ({ key }) => key === "Escape" && this.#end());
    document.body.append(this.#card);
    this.#next.focus();
  }

  /** @param {number} at */
  show(at) {
    const step = /** @type {Step} */ (steps[at]);
    this.#at = at;
    this.#app.restore({ settings: { matching: "first", source: "" }, tests: "", old: null, ...step, events: story });
    this.#app.panes.reveal(step.pane);
    this.#title.textContent = step.title;
    this.#text.replaceChildren(prose(step.text));
    this.#place.textContent = `${at + 1} of ${steps.length}`;
    this.#back.disabled = at === 0;
    this.#next.textContent = at + 1 === steps.length ? "Done" : "Next";
    this.#light(step.look);
  }

  #forward() {
    if (this.#at + 1 < steps.length) this.show(this.#at + 1);
    else this.#end();
  }

  #end() {
    this.#light(undefined);
    this.#card.remove();
    byId("examples-button").focus();
  }

  /** Frames what a step is about. @param {string | undefined} id */
  #light(id) {
    for (const element of document.querySelectorAll(".is-toured")) element.classList.remove("is-toured");
    if (id !== undefined) byId(id).classList.add("is-toured");
  }
}
