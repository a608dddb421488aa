"""The style and the script of an audit's HTML; a page allows exactly these two, by their digests."""

from __future__ import annotations

STYLE = """
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f5f6f8; --ink: #1b1f24; --quiet: #545d68; --line: #d3d8de;
  --link: #0b57a4; --critical: #a3132b; --high: #a13d00; --medium: #755600; --low: #2b5c8a;
  --good: #1a6b35; --focus: #0b57a4; --marked: #fff3c4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --raised: #1e2228; --ink: #e7eaee; --quiet: #a7b0bb; --line: #3a424c;
    --link: #82b8f5; --critical: #ff8f9f; --high: #ffa566; --medium: #e5c15c; --low: #92c3f2;
    --good: #79d297; --focus: #82b8f5; --marked: #463c12;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 3rem) 3rem; max-width: 76rem;
  background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
h1, h2, h3, h4 { line-height: 1.25; overflow-wrap: anywhere; }
h1 { margin: 0 0 1rem; font-size: 2rem; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.4rem; border-bottom: 1px solid var(--line);
  padding-bottom: .3rem; }
h3 { margin: 1.5rem 0 .5rem; font-size: 1.1rem; }
h4 { margin: 1rem 0 .35rem; font-size: .95rem; }
p { margin: .4rem 0; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
main:focus { outline: none; }
code, pre, .trace text { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
code { font-size: .88em; overflow-wrap: anywhere; }
pre { margin: .5rem 0; padding: .6rem .8rem; overflow-x: auto; background: var(--raised);
  border: 1px solid var(--line); border-radius: 6px; line-height: 1.45; }
pre code { overflow-wrap: normal; white-space: pre; }
mark { background: var(--marked); color: inherit; }
ul { padding-left: 1.3rem; }
li { margin: .25rem 0; }
summary { cursor: pointer; padding: .25rem 0; overflow-wrap: anywhere; }
small, .scope, .more { color: var(--quiet); }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; }
.kind { margin: 0; color: var(--quiet); font-weight: 600; }
.facts, .told { margin: 0; }
.facts div { display: flex; flex-wrap: wrap; gap: .2rem .75rem; }
.facts dt { min-width: 9rem; color: var(--quiet); }
.facts dd, .told dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.told dt { margin-top: .6rem; font-weight: 600; }
.verdict { margin-top: 1.5rem; padding: .5rem 1.25rem 1rem; background: var(--raised);
  border: 1px solid var(--line); border-left: 8px solid var(--good); border-radius: 8px; }
.verdict.conditional { border-left-color: var(--medium); }
.verdict.not_ready { border-left-color: var(--critical); }
.verdict h2 { margin: .5rem 0 0; border: 0; padding: 0; font-size: 1rem; color: var(--quiet); }
.number { margin: 0; font-size: 1.3rem; color: var(--quiet); }
.number strong { font-size: 3.2rem; line-height: 1.1; color: var(--ink); }
.gate strong { margin-right: .4rem; }
.wide { overflow-x: auto; }
.layers { border-collapse: collapse; width: 100%; min-width: 42rem; }
.layers th, .layers td { padding: .5rem .75rem .5rem 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); font-weight: 400; }
.layers thead th { color: var(--quiet); font-size: .9rem; }
.layers tbody th { font-weight: 600; }
.layers .score, .layers .weight { white-space: nowrap; }
.layers small { white-space: nowrap; }
.layers .how { font-size: .88rem; color: var(--quiet); }
.bar .rail { fill: var(--line); }
.bar .fill { fill: var(--link); }
.mark, .tag { display: inline-block; padding: .05rem .5rem; border: 1px solid currentColor;
  border-radius: 999px; font-size: .82rem; font-weight: 600; color: var(--quiet); }
.mark.pass, .mark.verified { color: var(--good); }
.mark.partial, .mark.attested { color: var(--medium); }
.mark.fail, .mark.gap, .tag.critical { color: var(--critical); }
.tag.high { color: var(--high); } .tag.medium { color: var(--medium); }
.tag.low { color: var(--low); }
.filters { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; padding: .8rem 1rem;
  background: var(--raised); border: 1px solid var(--line); border-radius: 8px; }
.filters label { display: grid; gap: .15rem; font-size: .88rem; color: var(--quiet); }
.filters select, .filters input, .filters button { font: inherit; font-size: 1rem; min-height: 2.4rem;
  padding: .2rem .5rem; color: var(--ink); background: var(--ground);
  border: 1px solid var(--quiet); border-radius: 6px; max-width: 100%; }
.filters p { flex-basis: 100%; margin: 0; color: var(--quiet); }
.issue { margin: 1rem 0; padding: .3rem 1.1rem .9rem; border: 1px solid var(--line);
  border-left: 6px solid var(--quiet); border-radius: 8px; }
.issue.critical { border-left-color: var(--critical); }
.issue.high { border-left-color: var(--high); }
.issue.medium { border-left-color: var(--medium); }
.issue.low { border-left-color: var(--low); }
.issue[hidden] { display: none; }
.issue h3 { margin-top: .7rem; }
.message { margin: .15rem 0; }
.evidence > li { margin: .6rem 0; }
.items { list-style: none; padding: 0; }
.item { display: grid; grid-template-columns: 6.5rem 1fr; gap: .75rem; padding: .55rem 0;
  border-bottom: 1px solid var(--line); align-items: start; }
.item .mark { text-align: center; }
.item div { min-width: 0; }
.item p { margin: 0; overflow-wrap: anywhere; }
.trace { display: block; font-size: 12px; max-width: none; }
.trace text { fill: var(--ink); }
.trace .place { fill: var(--quiet); }
.trace .rail { fill: none; stroke: var(--line); stroke-width: 1.5; }
.trace circle { fill: var(--ground); stroke: var(--quiet); stroke-width: 2; }
.trace .sign { font-weight: 700; fill: var(--low); }
.trace .database circle, .trace .cache circle, .trace .queue circle, .trace .external circle,
.trace .file circle { fill: var(--low); stroke: var(--low); }
.trace .stub circle { fill: var(--critical); stroke: var(--critical); }
.trace .stub .sign { fill: var(--critical); }
.trace .out-of-sight circle { stroke-dasharray: 2 2; }
.trace .out-of-sight .sign, .trace .nothing .sign { fill: var(--quiet); }
footer { margin-top: 3rem; color: var(--quiet); font-size: .88rem; }
@media (max-width: 40rem) {
  h1 { font-size: 1.5rem; }
  .layers { min-width: 0; }
  .layers, .layers tbody, .layers tr, .layers th, .layers td { display: block; }
  .layers thead { display: none; }
  .layers tr { padding: .6rem 0; border-bottom: 1px solid var(--line); }
  .layers tbody th, .layers td { border: 0; padding: .1rem 0; }
  .layers .weight::before { content: "Weight "; color: var(--quiet); }
  .layers td:empty { display: none; }
  .item { grid-template-columns: 1fr; gap: .25rem; }
  .item .mark { justify-self: start; }
  .filters label, .filters select, .filters input { width: 100%; }
  .issue { padding-left: .8rem; padding-right: .8rem; }
}
@media print {
  :root { --ground: #fff; --raised: #fff; --ink: #000; --quiet: #444; --line: #bbb; --link: #000;
    --critical: #900; --high: #830; --medium: #640; --low: #246; --good: #153; --marked: #eee; }
  @page { size: A4; margin: 16mm 14mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .skip, .filters { display: none; }
  .issue, .item, tr { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  pre code { white-space: pre-wrap; }
  .wide { overflow: visible; }
  .layers { min-width: 0; }
  .trace { max-width: 100%; height: auto; }
}
"""

SCRIPT = """
(function () {
  "use strict";
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (part) { part.open = true; });
  });
  var form = document.getElementById("filters");
  if (!form) { return; }
  var names = ["layer", "severity", "status", "text"];
  var issues = Array.prototype.slice.call(document.querySelectorAll("article.issue"));
  var shown = document.getElementById("shown");
  var texts = issues.map(function (issue) { return issue.textContent.toLowerCase(); });

  function read() {
    var wanted = {};
    names.forEach(function (name) { wanted[name] = form.elements[name].value.trim(); });
    return wanted;
  }
  function apply() {
    var wanted = read();
    var number = 0;
    issues.forEach(function (issue, index) {
      var fits = ["layer", "severity", "status"].every(function (name) {
        return !wanted[name] || issue.dataset[name] === wanted[name];
      }) && texts[index].indexOf(wanted.text.toLowerCase()) >= 0;
      issue.hidden = !fits;
      if (fits) { number += 1; }
    });
    shown.textContent = number + " of " + issues.length + " issues";
    return wanted;
  }
  function keep() {
    var wanted = apply();
    var parts = names.filter(function (name) { return wanted[name]; }).map(function (name) {
      return name + "=" + encodeURIComponent(wanted[name]);
    });
    var hash = parts.length ? "#" + parts.join("&") : location.pathname + location.search;
    try { history.replaceState(null, "", hash); } catch (error) { location.hash = parts.join("&"); }
  }
  function restore() {
    var hash = location.hash.slice(1);
    if (hash.indexOf("=") < 0) {
      var target = hash && document.getElementById(hash);
      if (target && target.hidden) { form.reset(); apply(); target.scrollIntoView(); }
      return;
    }
    names.forEach(function (name) { form.elements[name].value = ""; });
    hash.split("&").forEach(function (part) {
      var index = part.indexOf("=");
      var name = part.slice(0, index);
      if (names.indexOf(name) < 0) { return; }
      try { form.elements[name].value = decodeURIComponent(part.slice(index + 1)); }
      catch (error) { return; }
    });
    names.slice(0, 3).forEach(function (name) {
      if (form.elements[name].selectedIndex < 0) { form.elements[name].value = ""; }
    });
    apply();
  }
  form.addEventListener("input", keep);
  form.addEventListener("submit", function (event) { event.preventDefault(); keep(); });
  form.addEventListener("reset", function () { setTimeout(keep, 0); });
  window.addEventListener("hashchange", restore);
  apply();
  restore();
}());
"""
