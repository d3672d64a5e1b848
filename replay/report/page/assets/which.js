// Which control: intervals, Shapley shares, pairs.
function byLabel(label) { return data.ranges && data.ranges.controls.filter(function (r) { return r.label === label; })[0]; }
function rowsHeight(n) { return 70 + 24 * Math.max(6, n); }
function interval(rows, names) {
  // rows: [low, mid, high] each; a thick line from low to high with a point.
  var c = palette(), longest = names.reduce(function (n, s) { return Math.max(n, s.length); }, 0), room = Math.min(240, 30 + 7 * longest);
  return {
    grid: { left: room, right: 40, top: 10, bottom: 30 }, xAxis: money(), yAxis: axis({ type: "category", data: names, inverse: true, axisLabel: { color: colour("ink"), interval: 0, width: room - 16, overflow: "truncate" } }),
    tooltip: tip("item", function (p) { var r = rows[p.dataIndex]; return names[p.dataIndex] + "\n" + amount(r[1]) + " (" + amount(r[0]) + " to " + amount(r[2]) + ")"; }),
    series: [{ type: "custom", data: rows.map(function (r, i) { return [r[0], r[2], i]; }), encode: { x: [0, 1], y: 2 },
      renderItem: function (params, api) {
        var a = api.coord([api.value(0), api.value(2)]), b = api.coord([api.value(1), api.value(2)]), h = Math.min(10, api.size([0, 1])[1] * 0.5);
        return { type: "rect", shape: { x: a[0], y: a[1] - h / 2, width: Math.max(2, b[0] - a[0]), height: h }, style: { fill: c[0], opacity: 0.45 } };
      } },
      { type: "scatter", symbolSize: 10, itemStyle: { color: c[1] }, data: rows.map(function (r, i) { return [r[1], i]; }) }]
  };
}
chart("prevented", function () {
  var names = data.controls.map(function (s) { return s.label + " " + s.name; });
  return interval(data.controls.map(function (s) {
    var r = byLabel(s.label);
    return r ? [r.p5, s.adjusted, r.p95] : [Math.min(s.adjusted, s.held), s.adjusted, Math.max(s.adjusted, s.held)];
  }), names);
}, rowsHeight(data.controls.length));
chart("shapley", function () {
  var list = data.controls.filter(function (s) { return s.shapley !== 0; }).sort(function (a, b) { return b.shapley - a.shapley; }), c = palette(), at = 0;
  var below = [], bar = [], names = [];
  list.forEach(function (s) {
    below.push(Math.min(at, at + s.shapley));
    bar.push({ value: Math.abs(s.shapley), itemStyle: { color: s.shapley < 0 ? c[1] : c[0] }, share: s.shapley });
    names.push(s.label);
    at += s.shapley;
  });
  names.push("all");
  below.push(0);
  bar.push({ value: at, itemStyle: { color: colour("soft") }, share: at });
  return { grid: { left: 10, right: 10, top: 30, bottom: 10, containLabel: true }, xAxis: axis({ type: "category", data: names, axisLabel: { color: colour("ink"), interval: 0, rotate: names.length > 20 ? 60 : 0 } }), yAxis: money(),
    tooltip: tip("item", function (p) { return p.name + ": " + amount(p.data.share); }),
    series: [{ type: "bar", stack: "w", silent: true, itemStyle: { color: "transparent" }, data: below }, { type: "bar", stack: "w", data: bar, label: { show: names.length <= 20, position: "top", color: colour("ink"), fontSize: 10, formatter: function (p) { return amount(p.data.share); } } }] };
});
chart("pairs", function () {
  var names = data.controls.map(function (s) { return s.label; }), cells = [], most = 0;
  (data.pairs || []).forEach(function (p) {
    most = Math.max(most, Math.abs(p.v));
    cells.push([p.i, p.j, p.v], [p.j, p.i, p.v]);
  });
  return { grid: { left: 10, right: 10, top: 10, bottom: 60, containLabel: true }, xAxis: axis({ type: "category", data: names, axisLabel: { color: colour("ink"), interval: 0, rotate: 60 } }), yAxis: axis({ type: "category", data: names, inverse: true, axisLabel: { color: colour("ink"), interval: 0 } }),
    visualMap: { min: -most, max: most, calculable: true, orient: "horizontal", left: "center", bottom: 0, textStyle: { color: colour("ink") }, formatter: function (v) { return amount(v); }, inRange: { color: dark ? ["#f0a35e", "#2a3441", "#56b4e9"] : ["#d55e00", "#f4f6f9", "#0072b2"] } },
    tooltip: tip("item", function (p) { return names[p.value[0]] + " and " + names[p.value[1]] + ": " + amount(p.value[2]); }),
    series: [{ type: "heatmap", data: cells }] };
}, rowsHeight(data.controls.length) + 80);
