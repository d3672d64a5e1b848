// The answer to a set of controls.
function none(list, otherwise) { return list.length ? list.join(" ") : otherwise; }
function answer() {
  if (!boxes.length) return;
  var leaf = find(data.leaves, on), held = find(data.held || [], on), unknown = document.getElementById("unknown");
  unknown.hidden = !!leaf;
  if (!leaf) {
    ["exact", "prevented", "held", "executions", "blocked", "halted", "acting", "idle"].forEach(function (id) { put(id, "-"); });
    put("loss", "not replayed");
    unknown.textContent = "This run is a sample of its combinations and does not hold this one. To know it, replay these controls alone: put " +
      labelsOf(on).join(", ") + " into a controls file and run again.";
    renew("curve");
    tabulate(null);
    return;
  }
  var gone = less(data.loss, leaf.l), total = Number(data.loss);
  put("loss", cents(leaf.l));
  put("exact", inFull(leaf.l));
  put("prevented", on === 0n ? "The recorded day: nothing is switched on." : cents(gone) + " prevented" + (total > 0 ? ", " + cut(Number(gone) / total * 100) + " % of the loss" : "") + ".");
  put("held", held ? cents(held.l) : "not replayed");
  put("executions", count(leaf.x, "execution"));
  put("blocked", count(leaf.c, "order") + (leaf.c ? " of " + grouped(data.orders) + ", " + count(leaf.s, "share") + ", " + cents(leaf.n) : ""));
  put("halted", leaf.h === null ? "never" : clock(leaf.h, true) + " " + data.zone);
  put("acting", none(labelsOf(leaf.in), "none"));
  put("idle", none(labelsOf(on & ~leaf.in), "none"));
  renew("curve");
  tabulate(leaf);
}
// tabulate fills the table behind the curve.
var cells = document.querySelectorAll("#curve-table tbody tr");
function tabulate(leaf) {
  var points = curveOf(leaf);
  cells.forEach(function (row, i) { row.lastElementChild.textContent = points[i] ? inFull(points[i][1].toFixed(0)) : "-"; });
}
function cut(p) { return (Math.trunc(p * 10) / 10).toFixed(1); }
function curveOf(leaf) {
  if (!leaf || !leaf.k || !leaf.k.length) return [];
  var points = data.minutes.map(function (at, i) { return [at, i < leaf.k.length ? leaf.k[i] : Number(leaf.l)]; });
  return points;
}
chart("curve", function () {
  var leaf = find(data.leaves, on), lines = [{ name: "recorded", type: "line", showSymbol: false, data: curveOf(find(data.leaves, 0n)), lineStyle: { width: 2, type: "dashed" }, itemStyle: { color: palette()[1] } }];
  if (leaf && on !== 0n) lines.push({ name: "with these controls", type: "line", showSymbol: false, data: curveOf(leaf), lineStyle: { width: 3 }, itemStyle: { color: palette()[0] } });
  return { grid: { left: 70, right: 20, top: 36, bottom: 30 }, legend: { top: 0, textStyle: { color: colour("ink") } }, xAxis: clockAxis(), yAxis: money(), series: lines,
    tooltip: tip("axis", function (ps) { return clock(ps[0].value[0]) + "\n" + ps.map(function (p) { return p.seriesName + ": " + amount(p.value[1]); }).join("\n"); }) };
});
