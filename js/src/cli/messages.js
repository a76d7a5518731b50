/** What is said beside the output, on standard error. That nobody listens there is no reason to stop. */
import { writeSync } from "node:fs";
import { harmless, harmlessBlock } from "./harmless.js";

const ERROR = "\x1b[1m\x1b[31m";
const NOTE = "\x1b[36m";
const PLAIN = "\x1b[0m";

export class Messages {
  /** Whether colours are used here. */
  color;

  /** @param {"auto" | "always" | "never"} choice */
  constructor(choice) {
    this.color = useColor(choice, process.stderr.isTTY);
  }

  /** Says what went wrong. */
  error(text) {
    this.#say("falconet:", ERROR, text);
  }

  /** Says what is worth knowing. */
  note(text) {
    this.#say("falconet: note:", NOTE, text);
  }

  /** Shows a block of text as it is, but for control characters. */
  block(text) {
    const shown = harmlessBlock(text, this.color);
    say(shown === "" || shown.endsWith("\n") ? shown : `${shown}\n`);
  }

  #say(label, style, text) {
    say(`${this.color ? `${style}${label}${PLAIN}` : label} ${harmless(text)}\n`);
  }
}

/** Whether text for a stream is to be coloured. */
export function useColor(choice, isTerminal) {
  if (choice !== "auto") return choice === "always";
  const { NO_COLOR = "", CLICOLOR_FORCE = "", TERM } = process.env;
  const isForced = CLICOLOR_FORCE !== "" && CLICOLOR_FORCE !== "0";
  return NO_COLOR === "" && (isForced || (Boolean(isTerminal) && TERM !== "dumb"));
}

/** In order with what is written to standard output, so at once. */
function say(text) {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; ) {
    try {
      start += writeSync(2, bytes, start);
    } catch (error) {
      if (error.code !== "EAGAIN") return;
    }
  }
}
