// Shows in the panel "Checks" what the checks of the text found (editing.content_checks).
//
// The preview is rendered from the form as it stands and carries the report in its userbar. It is loaded again whenever
// the form has changed.

document.addEventListener("w-preview:loaded", () => {
  const panel = document.querySelector("[data-text-checks-panel]");
  const preview = document.getElementById("w-preview-iframe")?.contentDocument;
  if (!panel || !preview) return;
  const bar = preview.querySelector("wagtail-userbar")?.shadowRoot || preview.getElementById("wagtail-userbar-template")?.content;
  const report = bar?.querySelector("[data-text-checks]");
  if (!report) return;
  const copy = document.importNode(report.content, true);
  const fog = document.querySelector("[data-polish-fog]");
  if (fog) fog.textContent = copy.querySelector("[data-text-checks-fog]").textContent;
  const findings = copy.querySelector("[data-text-checks-findings]");
  const shown = panel.querySelector("[data-text-checks-findings]");
  if (!shown || shown.innerHTML !== findings.innerHTML) panel.replaceChildren(findings);
});
