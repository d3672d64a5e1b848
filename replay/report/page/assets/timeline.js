// The recorded day over time, in four panels on one clock.
var kinds = { deploy: "deploy", rollback: "roll-back", alert: "alert", rollout_end: "rollout ends", start_of_day: "start of day", override: "override", disconnect: "disconnect", stop: "stop" };
chart("timeline", function () {
  var t = data.timeline, c = palette(), at = function (i) { return t.start + i * t.step; };
  var tripped = data.controls.filter(function (s) { return s.trip !== null && s.trip >= firstMark(); });
  var names = tripped.map(function (s) { return s.label; }).reverse();
  var pair = function (list) { return list.map(function (v, i) { return [at(i), v]; }); };
  var marks = t.marks.map(function (m) { return { xAxis: m.at, name: kinds[m.kind] || m.kind, lineStyle: { color: m.kind === "rollback" ? c[1] : colour("soft"), type: m.kind === "alert" ? "dotted" : "solid" }, label: { formatter: kinds[m.kind] || m.kind, color: colour("soft"), fontSize: 10 } }; });
  var top = 0, panels = [["Loss had all stopped", 190], ["Gross position", 150], ["Shares executed", 150], ["First trip of each control, alone", tripsHeight()]].map(function (p) {
    var panel = { name: p[0], top: top + 34, height: p[1] };
    top += 34 + p[1] + 34;
    return panel;
  });
  var line = function (name, panel, points, extra) { return Object.assign({ name: name, type: "line", showSymbol: false, xAxisIndex: panel, yAxisIndex: panel, data: points }, extra); };
  return {
    title: panels.map(function (p) { return { text: p.name, left: 8, top: p.top - 26, textStyle: { fontSize: 12, fontWeight: 600, color: colour("ink") } }; }),
    grid: panels.map(function (p) { return { left: 80, right: 24, top: p.top, height: p.height }; }),
    xAxis: panels.map(function (p, i) { return clockAxis({ gridIndex: i, min: firstMark(), max: lastMoment() }); }),
    yAxis: [money({ gridIndex: 0 }), money({ gridIndex: 1 }), axis({ gridIndex: 2, type: "value", axisLabel: { color: colour("soft"), formatter: function (v) { return v >= 1e6 ? v / 1e6 + "M" : v >= 1e3 ? v / 1e3 + "k" : v; } } }),
      axis({ gridIndex: 3, type: "category", data: names, axisLabel: { color: colour("ink"), interval: 0 }, splitLine: { show: true, lineStyle: { color: colour("edge"), opacity: 0.5 } } })],
    dataZoom: [{ type: "inside", xAxisIndex: [0, 1, 2, 3], zoomOnMouseWheel: "ctrl", startValue: t.start - 600e3, endValue: lastMoment() }, { type: "slider", startValue: t.start - 600e3, endValue: lastMoment(), xAxisIndex: [0, 1, 2, 3], bottom: 4, height: 22, labelFormatter: function (v) { return clock(v); }, textStyle: { color: colour("soft") } }],
    legend: { top: panels[2].top - 28, right: 24, data: ["unwanted", "wanted"], textStyle: { color: colour("ink") } },
    tooltip: tip("item", function (p) {
        if (p.componentType === "markLine") return p.name;
        if (p.seriesName === "first trip") return names[p.value[1]] + " " + clock(p.value[0], true);
        return p.seriesName + " " + clock(p.value[0], true) + ": " + (p.seriesIndex < 2 ? amount(p.value[1]) : grouped(p.value[1]) + " shares");
      }),
    series: [
      line("loss", 0, t.stops.map(function (s) { return [s.at, s.loss]; }), { showSymbol: true, symbolSize: 4, lineStyle: { width: 2 }, itemStyle: { color: c[1] }, markLine: { symbol: "none", animation: false, data: marks, label: { position: "insideEndTop" } } }),
      line("gross", 1, pair(t.gross), { itemStyle: { color: c[0] }, areaStyle: { opacity: 0.15 } }),
      line("unwanted", 2, pair(t.rogue), { itemStyle: { color: c[1] }, areaStyle: { opacity: 0.25 }, lineStyle: { width: 1 } }),
      line("wanted", 2, pair(t.legit), { itemStyle: { color: c[2] }, lineStyle: { width: 1 } }),
      { name: "first trip", type: "scatter", xAxisIndex: 3, yAxisIndex: 3, symbol: "diamond", symbolSize: 11, itemStyle: { color: c[0] }, data: tripped.map(function (s) { return [s.trip, names.indexOf(s.label)]; }) }
    ]
  };
}, 34 * 8 + 190 + 150 + 150 + tripsHeight() + 40);
function tripsHeight() { return 16 * Math.max(8, data.controls.length); }
// The axis begins with the first thing that happened on the day, at most three hours before the session's first second.
function firstMark() {
  var start = data.timeline.start, first = start;
  data.timeline.marks.forEach(function (m) { if (m.at < first && m.at > start - 3 * 3600e3) first = m.at; });
  data.controls.forEach(function (s) { if (s.trip !== null && s.trip < first && s.trip > start - 3 * 3600e3) first = s.trip; });
  return first - 120e3;
}
function lastMoment() {
  var t = data.timeline, last = t.start + t.step * t.gross.length;
  t.stops.forEach(function (s) { if (s.at > last) last = s.at; });
  return last + 60e3;
}
