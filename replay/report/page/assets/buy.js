// What to buy: the best set for the budget that the slider says. The slider moves by steps, since sets do.
(function () {
  var slider = document.getElementById("budget"), steps = data.steps || [];
  if (!slider || !steps.length) return;
  slider.max = String(steps.length - 1);
  function full(v) { return inFull(Number(v).toFixed(2)); }
  function set() {
    var s = steps[Number(slider.value)], next = steps[Number(slider.value) + 1];
    put("budget-amount", full(s.cost) + (next ? " to " + full(next.cost) : " or more"));
    slider.setAttribute("aria-valuetext", full(s.cost) + (next ? " up to " + full(next.cost) : " or more"));
    put("buy-set", none(s.controls || [], "none"));
    put("buy-cost", full(s.cost));
    put("buy-loss", full(s.loss));
    put("buy-percent", s.percent + " %");
    put("buy-over", s.over);
    put("buy-next", s.next ? s.next + ", which takes " + full(s.less) + " off what is expected" : "nothing takes more off than it costs in blocked orders");
    redraw("front");
  }
  slider.addEventListener("input", set);
  document.getElementById("buy-try").addEventListener("click", function () {
    var wanted = steps[Number(slider.value)].controls || [], bits = 0n;
    data.controls.forEach(function (c, i) { if (wanted.indexOf(c.label) >= 0) bits |= 1n << BigInt(i); });
    choose(bits);
    document.getElementById("try").scrollIntoView();
  });
  chart("front", function () {
    var c = palette(), points = steps.map(function (s) { return [s.cost, Math.max(s.harm, 1)]; }), now = Number(slider.value);
    return { grid: { left: 10, right: 30, top: 36, bottom: 40, containLabel: true },
      xAxis: axis({ type: "value", name: "cost over the years", nameLocation: "middle", nameGap: 28, axisLabel: { color: colour("soft"), formatter: function (v) { return amount(v); } } }),
      yAxis: axis({ type: "log", name: "expected harm", axisLabel: { color: colour("soft"), formatter: function (v) { return v >= 1e6 ? data.sign + grouped(v / 1e6) + "M" : v >= 1e3 ? data.sign + grouped(v / 1e3) + "k" : data.sign + v; } } }),
      tooltip: tip("item", function (p) { var s = steps[p.dataIndex]; return none(s.controls || [], "none") + "\ncosts " + full(s.cost) + "\nharm " + full(s.harm); }),
      series: [{ type: "line", step: "end", symbolSize: 8, itemStyle: { color: c[0] }, data: points.map(function (p, i) { return i === now ? { value: p, symbolSize: 16, itemStyle: { color: c[1] } } : p; }) }] };
  });
  // Begin where one more step takes less than a ten-thousandth of the loss off.
  var first = 0;
  steps.forEach(function (s, i) { if (i && steps[i - 1].harm - s.harm > 0.0001 * steps[0].harm) first = i; });
  slider.value = String(first);
  set();
})();
