// The switches and the address: #on=A14,A26 is a set of controls. A control that the run does not have is left out.
var on = 0n, boxes = Array.prototype.slice.call(document.querySelectorAll("#switches input"));
function fromAddress() {
  var m = /(?:^#|&)on=([^&]*)/.exec(location.hash), set = 0n;
  if (!m) return null;
  m[1].split(",").forEach(function (word) {
    var label;
    try { label = decodeURIComponent(word); } catch (e) { return; }
    data.controls.forEach(function (c, i) { if (c.label === label) set |= 1n << BigInt(i); });
  });
  return set;
}
function choose(set, quietly) {
  on = set;
  boxes.forEach(function (b) { b.checked = (set >> BigInt(b.dataset.bit) & 1n) === 1n; });
  document.querySelectorAll("[data-preset]").forEach(function (b) { b.setAttribute("aria-pressed", String(presetSet(b.dataset.preset) === set)); });
  if (!quietly) {
    var hash = set === 0n ? "#" : "#on=" + labelsOf(set).map(encodeURIComponent).join(",");
    try { history.replaceState(null, "", hash); } catch (e) { location.hash = hash; }
  }
  answer();
}
function presetSet(name) {
  if (name === "none") return 0n;
  if (name === "all") return (1n << BigInt(data.controls.length)) - 1n;
  return mask(data.presets[Number(name)].Bits);
}
boxes.forEach(function (b) {
  b.addEventListener("change", function () { var bit = 1n << BigInt(b.dataset.bit); choose(b.checked ? on | bit : on & ~bit); });
});
document.querySelectorAll("[data-preset]").forEach(function (b) { b.addEventListener("click", function () { choose(presetSet(b.dataset.preset)); }); });
window.addEventListener("hashchange", function () { var set = fromAddress(); if (set !== null) choose(set, true); });
// Links within the page leave the choice in the address alone.
document.querySelectorAll('a[href^="#"]').forEach(function (a) {
  a.addEventListener("click", function (e) {
    var to = document.getElementById(a.getAttribute("href").slice(1));
    if (!to) return;
    e.preventDefault();
    to.scrollIntoView();
    to.setAttribute("tabindex", "-1");
    to.focus({ preventScroll: true });
  });
});
