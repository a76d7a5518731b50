/** Copies and downloads. */
import { h } from "../dom.js";
import { toast } from "./toast.js";

/** @param {string} text @param {string} what it is, for the message */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    toast(`${what} copied`);
  } catch {
    toast(`The browser does not let the page copy: ${what} was not copied`, "error");
  }
}

/** @param {string} name @param {string} text @param {string} [type] */
export function download(name, text, type = "text/plain") {
  const address = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
