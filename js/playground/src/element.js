/**
 * `<falconet-playground>`: the page in a frame of another page, which says what is in it and learns nothing of what is done there.
 *
 *     <script type="module" src="https://example.com/playground/falconet-playground.js"></script>
 *     <falconet-playground><script type="text/yaml" data-part="rules">…</script></falconet-playground>
 */

/** As in embedding.js; a module of it would be one more file that other servers have to allow. */
const READY = "falconet-playground: ready";

const PARTS = ["rules", "events", "tests", "old"];

const sheet = new CSSStyleSheet();
sheet.replaceSync(":host { display: block; height: 520px; } :host([hidden]) { display: none; } iframe { width: 100%; height: 100%; border: 0; border-radius: 8px; }");

/** A variable, so that the build does not take it for one of its files. */
const here = import.meta.url;

class FalconetPlayground extends HTMLElement {
  #frame = document.createElement("iframe");
  /** @type {Record<string, unknown> | undefined} */
  #state;
  #isReady = false;
  #hear = (/** @type {MessageEvent} */ { source, data }) => {
    if (source !== this.#frame.contentWindow || data !== READY) return;
    this.#isReady = true;
    this.#tell();
  };

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(this.#frame);
  }

  connectedCallback() {
    addEventListener("message", this.#hear);
    this.#isReady = false;
    this.#frame.title = this.getAttribute("aria-label") ?? "Rules and events, tried";
    const [, fragment = ""] = /#(.*)/.exec(this.getAttribute("link") ?? "") ?? [];
    this.#frame.src = `${new URL("index.html?embed", here)}#${fragment}`;
  }

  disconnectedCallback() {
    removeEventListener("message", this.#hear);
  }

  /** What is shown: `rules`, `events`, and, if wanted, `tests`, `old`, `settings` and `view`, as in a link. */
  get state() {
    return this.#state ?? this.#written();
  }

  set state(state) {
    this.#state = state;
    this.#tell();
  }

  /** What is written between the tags. @returns {Record<string, unknown> | undefined} */
  #written() {
    const parts = PARTS.map((part) => [part, this.querySelector(`script[data-part=${part}]`)?.textContent?.replace(/^\n/, "")]);
    const there = parts.filter(([, text]) => text !== undefined);
    return there.length > 0 ? { rules: "", events: "", ...Object.fromEntries(there) } : undefined;
  }

  #tell() {
    const { state } = this;
    if (this.#isReady && state !== undefined) this.#frame.contentWindow?.postMessage(state, new URL(here).origin);
  }
}

customElements.define("falconet-playground", FalconetPlayground);
