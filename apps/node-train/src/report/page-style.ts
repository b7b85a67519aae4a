/** How the page looks: light and dark, from a phone's width on. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #f6f5f2; --card: #fff; --ink: #1d1d22; --soft: #65656f; --line: #e4e2dc; --accent: #d9480f;
  --discriminator: #2563d9; --adversarial: #d9480f; --l1: #0b8667; --quiet: #8a8a94; --quieter: #b4b4bc;
  --bar: #c9c7c0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131316; --card: #1d1d21; --ink: #ececf0; --soft: #a2a2ad; --line: #2f2f36; --accent: #ff8a4c;
    --discriminator: #7aa7ff; --adversarial: #ff8a4c; --l1: #3ecf9f; --quiet: #8f8f9a; --quieter: #6a6a74;
    --bar: #45454e;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 48px 24px 64px; }
h1 { font-size: clamp(28px, 5vw, 44px); line-height: 1.12; letter-spacing: -.02em; margin: 0 0 12px; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: 22px; letter-spacing: -.01em; margin: 56px 0 8px; }
h3 { font-size: 15px; margin: 0; color: var(--soft); }
p { margin: 0 0 16px; max-width: 72ch; overflow-wrap: anywhere; }
header p { color: var(--soft); font-size: 17px; margin: 0; }
.told { font-size: 18px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 16px; margin: 0; }
.cards { display: grid; gap: 16px; padding: 0; margin: 0; list-style: none; }
.figures { grid-template-columns: repeat(auto-fit, minmax(min(260px, 100%), 1fr)); }
.results { grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr)); }
.results .card { padding: 10px; }
figure { margin: 0; }
img { display: block; width: 100%; height: auto; border-radius: 6px; }
.strip { position: relative; }
.strip::after {
  content: ''; position: absolute; inset: 0; pointer-events: none; background-repeat: no-repeat; background-size: 2px 100%;
  background-image: linear-gradient(var(--line), var(--line)), linear-gradient(var(--line), var(--line));
  background-position: 33.33% 0, 66.67% 0;
}
figcaption { display: flex; justify-content: space-between; gap: 12px; font-size: 13px; color: var(--soft); padding-top: 8px; font-variant-numeric: tabular-nums; }
.name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
figcaption span:last-child { white-space: nowrap; }
.big { font-size: 38px; line-height: 1.2; font-weight: 650; letter-spacing: -.02em; margin: 4px 0 0; }
.big small { font-size: 18px; font-weight: 500; color: var(--soft); }
.hint { font-size: 13px; color: var(--soft); margin: 2px 0 14px; }
dl { margin: 0; }
.bar { display: grid; grid-template-columns: 86px 1fr; align-items: center; font-size: 13px; margin-top: 6px; }
.bar dt { color: var(--soft); }
.bar dd { margin: 0; display: grid; grid-template-columns: 1fr 48px; align-items: center; font-variant-numeric: tabular-nums; }
.bar i { display: block; height: 10px; border-radius: 5px; background: var(--bar); min-width: 2px; }
.bar b { text-align: right; font-weight: 500; }
.own i { background: var(--accent); } .own b { font-weight: 700; }
.charts { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr)); margin-bottom: 16px; }
.chart { min-width: 0; }
.chart figcaption { padding: 0 0 4px; font-size: 15px; font-weight: 600; color: var(--ink); }
.plot { min-height: 286px; }
.plot .uplot { font-family: inherit; }
.plot .u-legend { font-size: 13px; color: var(--soft); text-align: left; margin: 0; }
.plot .u-legend .raw { display: none; }
.plot .u-inline tr { margin-right: 8px; }
.plot .u-series > * { padding: 3px; }
.plot .u-legend th { font-weight: 500; }
.plot .u-legend .u-marker { width: 10px; height: 10px; border-radius: 5px; }
.plot .u-series:first-child .u-marker { display: none; }
.plot .u-value { min-width: 3.6em; text-align: left; color: var(--ink); font-variant-numeric: tabular-nums; }
.plot .u-series:first-child .u-value { min-width: 4.4em; }
.plot .u-select { background: color-mix(in srgb, var(--accent) 18%, transparent); }
.film { padding: 14px; }
.film .frame[hidden] { display: none; }
.controls { display: grid; grid-template-columns: auto auto 1fr; gap: 8px 16px; align-items: center; margin-bottom: 14px; font-variant-numeric: tabular-nums; }
.controls output { display: inline-block; min-width: 3.5em; text-align: right; font-weight: 700; }
.controls input { width: 100%; accent-color: var(--accent); }
@media (max-width: 520px) { .controls { grid-template-columns: auto 1fr; } .controls input { grid-column: 1 / -1; } }
@media (scripting: none) { .controls { display: none; } }
button { font: inherit; font-size: 14px; min-width: 92px; padding: 5px 12px; border-radius: 8px; border: 1px solid var(--line); background: var(--paper); color: var(--ink); cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
details { margin-top: 16px; }
summary { cursor: pointer; color: var(--soft); padding: 4px 0 12px; }
.scroll { overflow-x: auto; }
.scroll table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
.scroll th, .scroll td { text-align: right; padding: 3px 14px 3px 0; font-weight: 400; border-bottom: 1px solid var(--line); }
.scroll thead th { color: var(--soft); }
.config { columns: 2 340px; column-gap: 40px; font-size: 14px; }
.config div { display: grid; grid-template-columns: minmax(0, 1.2fr) minmax(0, 1fr); gap: 12px; break-inside: avoid; padding: 4px 0; border-bottom: 1px solid var(--line); }
.config dt { color: var(--soft); overflow-wrap: anywhere; }
.config dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
pre.card { margin: 0 0 20px; padding: 12px 16px; white-space: pre-wrap; }
code { font: 14px/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.what { margin-bottom: 6px; }
footer { margin-top: 56px; color: var(--soft); font-size: 13px; }
@media (max-width: 520px) { main { padding: 28px 16px 48px; } h2 { margin-top: 44px; } }
@media print { .controls, details:not([open]) { display: none; } }
`;
