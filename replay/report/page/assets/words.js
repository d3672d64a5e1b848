// How amounts and times are printed: as the printed table does.
var data = JSON.parse(document.getElementById("data").textContent);
function grouped(digits) { return String(digits).replace(/\B(?=(\d{3})+(?!\d))/g, ","); }
// inFull prints an amount that came as text, to its last unit.
function inFull(text) {
  var minus = text[0] === "-" ? "-" : "", parts = text.replace("-", "").split(".");
  return minus + data.sign + grouped(parts[0]) + (parts.length > 1 ? "." + parts[1] : "");
}
// cents prints the same to the hundredth, halves away from zero; what is not 0 never reads 0.
function cents(text) {
  var minus = text[0] === "-", parts = text.replace("-", "").split("."), frac = ((parts[1] || "") + "000000").slice(0, 6);
  var n = (BigInt(parts[0] + frac) + 5000n) / 10000n, digits = String(n).padStart(3, "0");
  if (n === 0n && BigInt(parts[0] + frac) !== 0n) return (minus ? ">-" : "<") + data.sign + "0.01";
  return (minus && n !== 0n ? "-" : "") + data.sign + grouped(digits.slice(0, -2)) + "." + digits.slice(-2);
}
var scale = (function () {
  var most = Math.abs(Number(data.loss));
  return most >= 1e6 ? { by: 1e6, suffix: "M" } : most >= 1e3 ? { by: 1e3, suffix: "k" } : { by: 1, suffix: "" };
})();
// amount prints a number that is only drawn, with one decimal.
function amount(v) {
  var minus = v < 0 ? "-" : "", parts = (Math.abs(v) / scale.by).toFixed(1).split(".");
  return minus + data.sign + grouped(parts[0]) + "." + parts[1] + scale.suffix;
}
function count(n, noun) { return grouped(n) + " " + noun + (n === 1 ? "" : "s"); }
function two(n) { return n < 10 ? "0" + n : "" + n; }
// clock prints milliseconds as time of day on the incident's clock.
function clock(ms, seconds) {
  var t = new Date(ms + data.offset);
  return two(t.getUTCHours()) + ":" + two(t.getUTCMinutes()) + (seconds ? ":" + two(t.getUTCSeconds()) : "");
}
function put(id, text) { var e = document.getElementById(id); if (e) e.textContent = text; }
// less subtracts two decimal texts exactly.
function less(a, b) {
  function parse(t) {
    var minus = t[0] === "-", parts = t.replace("-", "").split(".");
    var n = BigInt(parts[0] + ((parts[1] || "") + "000000").slice(0, 6));
    return minus ? -n : n;
  }
  var d = parse(a) - parse(b), sign = d < 0n ? "-" : "", digits = String(d < 0n ? -d : d).padStart(7, "0");
  var frac = digits.slice(-6).replace(/0{1,4}$/, "");
  return sign + digits.slice(0, -6) + "." + frac;
}
