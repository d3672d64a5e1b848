// Light and dark: what the reader's system says, until the button is pressed.
var dark = window.matchMedia && window.matchMedia("(prefers-color-scheme: dark)").matches;
var listeners = [];
function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim(); }
function applyTheme() {
  document.documentElement.classList.toggle("dark", dark);
  var b = document.getElementById("theme");
  b.setAttribute("aria-pressed", String(dark));
  listeners.forEach(function (f) { f(); });
}
document.getElementById("theme").addEventListener("click", function () { dark = !dark; applyTheme(); });
