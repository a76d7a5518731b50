/** What the page looks like: light or dark as the system says, until one is chosen; bare in a frame. Runs before anything else. */

const KEY = "falconet-theme";

/** @returns {"light" | "dark" | null} */
function chosen() {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === "light" || theme === "dark" ? theme : null;
  } catch {
    return null;
  }
}

function current() {
  return chosen() ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

function show() {
  document.documentElement.dataset.theme = current();
}

export function switchTheme() {
  const theme = current() === "dark" ? "light" : "dark";
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Without storage the choice holds until the page is closed.
  }
  document.documentElement.dataset.theme = theme;
}

if (new URLSearchParams(location.search).has("embed")) document.documentElement.dataset.embed = "";
show();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
