/** What the page looks like: light or dark as the system says, until one is chosen; bare in a frame. Runs before anything else. */
import { keep, recall } from "./memory.js";

/** @returns {"light" | "dark" | null} */
function chosen() {
  const theme = recall("theme");
  return theme === "light" || theme === "dark" ? theme : null;
}

function current() {
  return chosen() ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

function show() {
  document.documentElement.dataset.theme = current();
}

export function switchTheme() {
  const theme = current() === "dark" ? "light" : "dark";
  keep("theme", theme);
  document.documentElement.dataset.theme = theme;
}

if (new URLSearchParams(location.search).has("embed")) document.documentElement.dataset.embed = "";
show();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
