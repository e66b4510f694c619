/* Runs in the head, before anything is painted: the reader's theme, navigation and density. */
(function () {
  var root = document.documentElement;
  function kept(name) { try { return localStorage.getItem("kept." + name); } catch (e) { return null; } }
  var theme = kept("theme") || "auto";
  var dark = theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.setAttribute("data-bs-theme", dark ? "dark" : "light");
  root.setAttribute("data-theme-choice", theme);
  root.setAttribute("data-nav", kept("nav") || "wide");
  root.setAttribute("data-density", kept("density") || "dense");
})();
