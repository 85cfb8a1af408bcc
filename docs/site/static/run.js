"use strict";
// The page of a shared run: what stands behind the # of its address is opened in the stepper, where this site has a
// Python that runs in the browser; else the page says how it is opened elsewhere. Nothing leaves the browser.
const place = document.getElementById("run-place"), about = document.getElementById("run-about");
const shape = /^#(?:([0-9][0-9A-Za-z.+-]*)\/)?(roomspec[0-9]+\.([0-9]+)\.[0-9a-f]{12}\.([A-Za-z0-9_-]+))$/;
const [, made, text, length, packed] = location.hash.match(shape) || [];
const here = place.dataset.version;
if (text && packed.length === Number(length)) {
  about.textContent = made && made !== here
    ? `This run was shared from version ${made}; here is version ${here}, which opens as much of it as can still happen.`
    : "The run opens below, in a Python that runs in this browser. That takes half a minute, and nothing leaves your machine.";
  const shown = document.createElement("pre");
  shown.className = "shared";
  shown.tabIndex = 0;
  shown.setAttribute("aria-label", "the run as a text");
  shown.textContent = text;
  fetch("lite/jupyter-lite.json", { method: "HEAD" }).then((found) => {
    if (!found.ok) throw new Error();
    const site = new URL(".", location.href).href, link = site + "run.html#" + (made ? made + "/" : "") + text;
    const code = `import os\nfrom roomspec import show\nos.environ["ROOMSPEC_SITE"] = "${site}"\nshow.Stepper.open("${link}")`;
    const frame = document.createElement("iframe"), progress = document.createElement("progress");
    frame.title = "the stepper";
    frame.src = "lite/repl/index.html?kernel=python&toolbar=1&code=" + encodeURIComponent(code);
    progress.setAttribute("aria-label", "Python is being loaded");
    place.append(progress, frame, shown);
    const looks = setInterval(() => {
      const stepper = frame.contentDocument?.querySelector(".roomspec-stepper");
      if (!stepper) return;
      clearInterval(looks);
      progress.remove();
      stepper.scrollIntoView();
    }, 500);
  }).catch(() => {
    about.append(" This site has no Python to run in the browser: open the text below in any stepper, or with roomspec replay.");
    place.append(shown);
  });
} else if (location.hash.length > 1) {
  about.textContent = "The address of this page was cut off or changed on its way, so no run is opened: ask for it once more.";
}
