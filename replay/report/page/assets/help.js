// Explanations of words: on hover, on focus, gone with Escape. Without scripts the browser shows the title.
(function () {
  var tipBox = document.createElement("div");
  tipBox.id = "help";
  tipBox.setAttribute("role", "tooltip");
  tipBox.hidden = true;
  document.body.appendChild(tipBox);
  function explain(e) {
    var at = e.currentTarget.getBoundingClientRect();
    tipBox.textContent = e.currentTarget.dataset.help;
    tipBox.hidden = false;
    e.currentTarget.setAttribute("aria-describedby", "help");
    var box = tipBox.getBoundingClientRect(), below = at.bottom + 6 + box.height < window.innerHeight;
    tipBox.style.left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - box.width - 8)) + "px";
    tipBox.style.top = (below ? at.bottom + 6 : at.top - 6 - box.height) + "px";
  }
  function hide(e) {
    tipBox.hidden = true;
    if (e && e.currentTarget.removeAttribute) e.currentTarget.removeAttribute("aria-describedby");
  }
  document.querySelectorAll(".term").forEach(function (t) {
    t.removeAttribute("title");
    t.addEventListener("mouseenter", explain);
    t.addEventListener("mouseleave", hide);
    t.addEventListener("focus", explain);
    t.addEventListener("blur", hide);
  });
  document.addEventListener("keydown", function (e) { if (e.key === "Escape") tipBox.hidden = true; });
  window.addEventListener("scroll", function () { tipBox.hidden = true; }, { passive: true });
})();
