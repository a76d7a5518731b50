/** Why a command could not do its work. */

export class Trouble extends Error {
  /** How the program exits. */
  exitCode;
  /** Whether the message is a page about how the program is used. */
  isUsage;

  /**
   * @param {string} message
   * @param {{ exitCode?: number, isUsage?: boolean }} [options]
   */
  constructor(message, { exitCode = 1, isUsage = false } = {}) {
    super(message);
    this.exitCode = exitCode;
    this.isUsage = isUsage;
  }
}

/** What was typed makes no sense, as the binary says it. */
export function misused(message, usage) {
  const lines = usage === undefined ? "" : `\n\nUsage: ${usage}`;
  return new Trouble(`error: ${message}${lines}\n\nFor more information, try '--help'.`, { exitCode: 2, isUsage: true });
}

/** What the system calls otherwise than Node. */
const SYSTEM = { EISDIR: "Is a directory", ELOOP: "Too many levels of symbolic links", ENAMETOOLONG: "File name too long", EPERM: "Operation not permitted" };

/** An error of the system as the binary writes it: `No such file or directory (os error 2)`. */
export function systemText({ code, errno, message }) {
  const [, said] = /^[A-Z0-9]+: ([^,]*)/.exec(message) ?? [undefined, message];
  const text = SYSTEM[code] ?? said.charAt(0).toUpperCase() + said.slice(1);
  return errno === undefined ? text : `${text} (os error ${-errno})`;
}
