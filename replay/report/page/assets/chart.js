// Charts: made when they come near the screen, made anew when the theme changes. Tooltips are drawn, not markup, so that no name of the
// data can become one.
var charts = {};
function palette() { return dark ? ["#56b4e9", "#f0a35e", "#3fc79f", "#e79fc9", "#e6c84f", "#9fc5ff"] : ["#0072b2", "#d55e00", "#009e73", "#b0578d", "#a87800", "#3a86c8"]; }
function base(option) {
  return Object.assign({ animation: false, color: palette(), backgroundColor: "transparent", textStyle: { color: colour("ink"), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 },
    tooltip: tip("axis") }, option);
}
function tip(trigger, formatter) {
  var t = { renderMode: "richText", trigger: trigger, confine: true, backgroundColor: colour("panel"), borderColor: colour("edge"), textStyle: { color: colour("ink"), fontSize: 12 } };
  if (formatter) t.formatter = formatter;
  return t;
}
function axis(option) {
  return Object.assign({ axisLine: { lineStyle: { color: colour("soft") } }, axisLabel: { color: colour("soft") }, nameTextStyle: { color: colour("soft") }, splitLine: { lineStyle: { color: colour("edge"), opacity: 0.5 } } }, option);
}
function money(option) { return axis(Object.assign({ type: "value", axisLabel: { color: colour("soft"), formatter: function (v) { return amount(v).replace(/\.0(?=\D|$)/, ""); } } }, option)); }
function clockAxis(option) {
  return axis(Object.assign({ type: "time", splitNumber: 8, splitLine: { show: false }, axisLabel: { color: colour("soft"), hideOverlap: true, formatter: function (v) { return clock(v); } } }, option));
}
// chart registers what draws a chart, and its height in pixels if that hangs on the data; nothing if the page has no place for it.
function chart(name, draw, height) {
  var at = document.getElementById("chart-" + name);
  if (!at) return;
  if (height) at.style.height = height + "px";
  charts[name] = { at: at, draw: draw, made: null };
}
function show(c, ratio) {
  if (c.made && ratio) { c.made.dispose(); c.made = null; }
  if (!c.made) c.made = echarts.init(c.at, null, { renderer: "canvas", devicePixelRatio: ratio || window.devicePixelRatio || 1 });
  c.made.setOption(base(c.draw()), { notMerge: true });
  if (!performance.getEntriesByName("first chart").length) performance.mark("first chart");
}
function redraw(name) { var c = charts[name]; if (c && c.made) show(c); }
// renew changes the lines of a chart and nothing else, which is quicker.
function renew(name) { var c = charts[name]; if (c && c.made) c.made.setOption({ series: c.draw().series }, { replaceMerge: ["series"] }); }
function startCharts() {
  var names = Object.keys(charts);
  if (window.IntersectionObserver) {
    var near = new IntersectionObserver(function (entries) {
      entries.forEach(function (e) {
        if (!e.isIntersecting) return;
        near.unobserve(e.target);
        names.forEach(function (n) { if (charts[n].at === e.target) show(charts[n]); });
      });
    }, { rootMargin: "300px" });
    names.forEach(function (n) { near.observe(charts[n].at); });
  } else names.forEach(function (n) { show(charts[n]); });
  listeners.push(function () { names.forEach(redraw); });
  var resize = function () { names.forEach(function (n) { if (charts[n].made) charts[n].made.resize(); }); };
  window.addEventListener("resize", resize);
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (d) { if (!d.closest("footer") && !d.closest("figure")) d.open = true; });
    names.forEach(function (n) { show(charts[n], 3); }); // paper is finer than a screen
  });
  window.addEventListener("afterprint", function () { names.forEach(function (n) { show(charts[n], window.devicePixelRatio || 1); }); });
}
