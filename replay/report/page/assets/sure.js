// How sure: ranges and ranks over the draws, the closed loop beside the record.
chart("ranges", function () {
  var list = data.ranges ? data.ranges.controls : [];
  return interval(list.map(function (r) { return [r.p5, r.median, r.p95]; }), list.map(function (r) { return r.label; }));
}, rowsHeight(data.controls.length));
chart("ranks", function () {
  var list = data.ranges ? data.ranges.controls : [], cells = [];
  list.forEach(function (r, i) { r.ranks.forEach(function (share, k) { if (share > 0) cells.push([k, i, share]); }); });
  return { grid: { left: 10, right: 10, top: 10, bottom: 70, containLabel: true }, xAxis: axis({ type: "category", name: "rank", nameLocation: "middle", nameGap: 26, data: list.map(function (r, i) { return String(i + 1); }) }), yAxis: axis({ type: "category", inverse: true, data: list.map(function (r) { return r.label; }), axisLabel: { color: colour("ink"), interval: 0 } }),
    visualMap: { min: 0, max: 1, orient: "horizontal", left: "center", bottom: 0, textStyle: { color: colour("ink") }, formatter: function (v) { return Math.round(v * 100) + " %"; }, inRange: { color: dark ? ["#1a222d", "#56b4e9"] : ["#eef2f6", "#0072b2"] } },
    tooltip: tip("item", function (p) { return list[p.value[1]].label + " has rank " + (p.value[0] + 1) + " in " + (p.value[2] * 100).toFixed(1) + " % of the draws"; }),
    series: [{ type: "heatmap", data: cells }] };
}, rowsHeight(data.controls.length) + 80);
chart("loop", function () {
  var l = data.loop || { at: [], recorded: [], generated: [] }, c = palette();
  function series(name, list, i) { return { name: name, type: "line", showSymbol: false, itemStyle: { color: c[i] }, lineStyle: { width: 2, type: i ? "solid" : "dashed" }, data: list.map(function (v, k) { return [l.at[k], v]; }) }; }
  return { grid: { left: 10, right: 16, top: 36, bottom: 10, containLabel: true }, legend: { top: 0, textStyle: { color: colour("ink") } }, xAxis: clockAxis(), yAxis: axis({ type: "value" }), series: [series("recorded", l.recorded, 0), series("closed loop", l.generated, 1)] };
});
