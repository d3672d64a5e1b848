// Where the loss arose.
function bars(list, names, rotate) {
  var c = palette();
  return { grid: { left: 10, right: 16, top: 20, bottom: 10, containLabel: true }, xAxis: axis({ type: "category", data: names, axisLabel: { color: colour("ink"), rotate: rotate || 0, hideOverlap: true } }), yAxis: money(),
    tooltip: tip("axis", function (ps) { return ps[0].name + ": " + amount(ps[0].value); }),
    series: [{ type: "bar", data: list.map(function (v) { return { value: v, itemStyle: { color: v < 0 ? c[2] : c[1] } }; }) }] };
}
chart("lines", function () {
  var c = palette(), at = 0, below = [], bar = [], names = [];
  data.lines.forEach(function (l) {
    if (!l.loss) return;
    names.push(l.name);
    below.push(Math.min(at, at + l.loss));
    bar.push({ value: Math.abs(l.loss), part: l.loss, itemStyle: { color: l.loss < 0 ? c[2] : c[1] } });
    at += l.loss;
  });
  names.push("loss");
  below.push(0);
  bar.push({ value: Math.abs(at), part: at, itemStyle: { color: colour("soft") } });
  return { grid: { left: 10, right: 16, top: 30, bottom: 10, containLabel: true }, xAxis: axis({ type: "category", data: names, axisLabel: { color: colour("ink"), interval: 0, width: 90, overflow: "break" } }), yAxis: money(),
    tooltip: tip("item", function (p) { return p.name + ": " + amount(p.data.part); }),
    series: [{ type: "bar", stack: "w", silent: true, itemStyle: { color: "transparent" }, data: below }, { type: "bar", stack: "w", data: bar, label: { show: true, position: "top", color: colour("ink"), formatter: function (p) { return amount(p.data.part); } } }] };
});
chart("symbol", function () {
  return { tooltip: tip("item", function (p) { return p.data ? p.name + ": " + amount(p.data.value) + ", " + count(p.data.execs, "execution") : ""; }),
    series: [{ type: "treemap", roam: false, nodeClick: false, breadcrumb: { show: false }, left: 0, right: 0, top: 0, bottom: 0, itemStyle: { borderColor: colour("paper"), borderWidth: 1, gapWidth: 1 }, label: { color: "#fff", fontSize: 11, formatter: function (p) { return p.name + "\n" + amount(p.data.value); } },
      data: (data.symbols || []).filter(function (s) { return s.loss > 0; }).map(function (s) { return { name: s.name, value: s.loss, execs: s.execs, itemStyle: { color: "#00588a" } }; }) }] };
});
chart("server", function () { var l = data.servers || []; return bars(l.map(function (s) { return s.loss; }), l.map(function (s) { return s.name; })); });
chart("minute", function () { var l = data.spent || []; return bars(l.map(function (m) { return m.loss; }), l.map(function (m) { return clock(m.at); })); });
