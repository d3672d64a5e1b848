// Explanations of words: on hover, on focus, gone with Escape. Without scripts the browser shows the title.
(function () {
  var tipBox = document.createElement("div");
  tipBox.id = "help";
  tipBox.setAttribute("role", "tooltip");
  tipBox.hidden = true;
  document.body.appendChild(tipBox);
  var word = null;
  function place() {
    if (!word) return;
    var at = word.getBoundingClientRect(), box = tipBox.getBoundingClientRect(), below = at.bottom + 6 + box.height < window.innerHeight;
    tipBox.style.left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - box.width - 8)) + "px";
    tipBox.style.top = (below ? at.bottom + 6 : at.top - 6 - box.height) + "px";
  }
  function explain(e) {
    hide();
    word = e.currentTarget;
    tipBox.textContent = word.dataset.help;
    tipBox.hidden = false;
    word.setAttribute("aria-describedby", "help");
    place();
  }
  function hide() {
    tipBox.hidden = true;
    if (word) word.removeAttribute("aria-describedby");
    word = null;
  }
  document.querySelectorAll(".term").forEach(function (t) {
    t.removeAttribute("title");
    t.addEventListener("mouseenter", explain);
    t.addEventListener("mouseleave", hide);
    t.addEventListener("focus", explain);
    t.addEventListener("blur", hide);
  });
  document.addEventListener("keydown", function (e) { if (e.key === "Escape") hide(); });
  window.addEventListener("scroll", place, { passive: true });
})();
