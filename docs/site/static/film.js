"use strict";
// A run step by step: the picture after each step, drawn from strokes that stand in the page. Without this script the
// page has the picture of the whole run, and its steps as text.
for (const figure of document.querySelectorAll("figure.film")) {
  const { strokes, frames, words } = JSON.parse(figure.querySelector("script").textContent);
  const picture = figure.querySelector("img"), last = frames.length - 1;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let at = last, timer = 0;

  const bar = document.createElement("div");
  bar.className = "film-bar";
  const button = (name, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = name;
    made.addEventListener("click", act);
    bar.append(made);
    return made;
  };
  const start = button("First", () => show(0));
  const back = button("◀ Back", () => show(at - 1));
  const play = button("▶ Play", () => (timer ? stop() : run()));
  const next = button("Step ▶", () => show(at + 1));
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: 0, max: last, value: at });
  slider.setAttribute("aria-label", "step");
  slider.addEventListener("input", () => show(Number(slider.value)));
  bar.append(slider);
  const said = document.createElement("p");
  said.className = "film-words";
  said.setAttribute("aria-live", "polite");

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = "▶ Play";
  }
  function run() {
    if (at === last) draw(0);
    else draw(at + 1);
    if (still) return; // who asked for less motion steps by hand: Play is one step
    timer = setInterval(() => (at < last ? draw(at + 1) : stop()), 1600);
    play.textContent = "❚❚ Pause";
  }
  function show(number) {
    stop();
    draw(number);
  }
  function draw(number) {
    at = Math.max(0, Math.min(last, number));
    const svg = frames[at].map((stroke) => strokes[stroke]).join("\n");
    picture.src = "data:image/svg+xml," + encodeURIComponent(svg);
    picture.alt = "Sequence chart. " + words[at];
    said.textContent = words[at];
    slider.value = at;
    slider.setAttribute("aria-valuetext", `step ${at} of ${last}`);
    start.disabled = back.disabled = at === 0;
    next.disabled = at === last;
  }
  figure.tabIndex = 0;
  figure.setAttribute("aria-label", "a film of a run: space plays, arrows step");
  figure.addEventListener("keydown", (event) => {
    if (event.target !== figure) return;
    const acts = { " ": () => play.click(), ArrowRight: () => show(at + 1), ArrowLeft: () => show(at - 1),
      Home: () => show(0), End: () => show(last) };
    if (!(event.key in acts)) return;
    event.preventDefault();
    acts[event.key]();
  });
  figure.querySelector(".film-picture").after(bar, said);
  figure.classList.add("plays");
  said.textContent = words[last];
  next.disabled = true;
}
