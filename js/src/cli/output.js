/** Standard output. It waits for its reader. */

export class Output {
  #failed;
  #isOpen = true;

  constructor() {
    this.#failed = new Promise((_, fail) => process.stdout.once("error", fail));
    this.#failed.catch(() => (this.#isOpen = false));
  }

  /** Whether somebody looks at it. */
  get isTerminal() {
    return Boolean(process.stdout.isTTY);
  }

  /** Columns of the terminal, if it is one. */
  get width() {
    const { columns } = process.stdout;
    return columns === undefined ? undefined : Math.max(columns, 40);
  }

  /** Writes, and waits until there is room for more. @param {string | Uint8Array} text */
  async write(text) {
    if (text.length === 0) return;
    const written = new Promise((done) => {
      if (process.stdout.write(text)) done();
      else process.stdout.once("drain", done);
    });
    await Promise.race([written, this.#failed]);
  }

  /** Waits until everything is out of our hands. */
  async flush() {
    if (!this.#isOpen) return;
    await Promise.race([new Promise((done) => process.stdout.write("", done)), this.#failed]).catch(() => {});
  }
}
