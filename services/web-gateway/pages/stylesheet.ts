/** The one stylesheet: light and dark, from a phone to a desktop. */
export const stylesheet = `:root {
  color-scheme: light dark;
  --ink: light-dark(#1c2320, #e6ebe8);
  --soft: light-dark(#5b6762, #9daaa4);
  --paper: light-dark(#fbfcfb, #131816);
  --card: light-dark(#ffffff, #1b211f);
  --line: light-dark(#dfe5e2, #2c3532);
  --brand: light-dark(#24604f, #7cc8b1);
  --get: light-dark(#1f5fa8, #8bbcf0);
  --post: light-dark(#24704a, #7fd0a0);
  --put: light-dark(#8a5a00, #e6b964);
  --delete: light-dark(#a8322c, #f09a94);
  font: 100%/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
*, ::before, ::after { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); }
a { color: var(--brand); text-underline-offset: 0.15em; }
:focus-visible { outline: 2px solid var(--brand); outline-offset: 2px; border-radius: 3px; }
h1, h2, h3 { line-height: 1.2; text-wrap: balance; }
h1 { font-size: clamp(1.7rem, 1.2rem + 2.4vw, 2.6rem); margin: 0 0 0.6rem; letter-spacing: -0.02em; }
h2 { margin: 2.6rem 0 0.4rem; font-size: 1.4rem; scroll-margin-top: 1rem; }
h3 { margin: 0; font-size: 1rem; font-weight: 600; }
h4 { margin: 1.2rem 0 0.3rem; font-size: 0.85rem; color: var(--soft); font-weight: 600; }
code, pre { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: 0.9em; }
code { overflow-wrap: anywhere; }
.top, main { max-width: 60rem; margin-inline: auto; padding-inline: clamp(1rem, 4vw, 2rem); }
.top { display: flex; justify-content: space-between; align-items: center; padding-block: 1rem; }
.top a { text-decoration: none; }
.name { display: inline-flex; gap: 0.6rem; align-items: center; font-weight: 700; color: var(--ink); }
main { padding-block: clamp(1.5rem, 5vw, 3.5rem) 5rem; }
.lead { font-size: 1.15rem; color: var(--soft); max-width: 44rem; margin: 0 0 2rem; text-wrap: pretty; }
.soft { color: var(--soft); }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); padding: 0; list-style: none; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; padding: 1rem 1.2rem; }
.cards .card a { font-weight: 600; }
.cards .card p { margin: 0.3rem 0 0; color: var(--soft); }
.index { columns: 20rem; padding: 0; margin: 1.5rem 0; list-style: none; }
.index li { padding: 0.15rem 0; break-inside: avoid; }
.index a { text-decoration: none; color: inherit; }
.index a:hover { text-decoration: underline; }
.operation { margin-top: 1rem; scroll-margin-top: 1rem; }
.operation p { margin: 0.4rem 0 0; }
.signature { display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: baseline; }
.method { font: 700 0.75rem/1.6 ui-monospace, Menlo, Consolas, monospace; letter-spacing: 0.03em; }
.get { color: var(--get); } .post { color: var(--post); }
.put, .patch { color: var(--put); } .delete { color: var(--delete); }
.tag { font-size: 0.78rem; border: 1px solid var(--line); border-radius: 1rem; padding: 0 0.6rem; color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.9rem 0.35rem 0; border-top: 1px solid var(--line); }
th { font-weight: 600; white-space: nowrap; }
td:first-child { white-space: nowrap; }
td:first-child[colspan] { white-space: normal; }
.mail pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0.8rem 0; }
.mail + .mail { margin-top: 1rem; }
.mail .links { padding: 0; margin: 0; list-style: none; }
.mail .links a { font-weight: 600; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.1rem 0.9rem; margin: 0.4rem 0 0; font-size: 0.92rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
form.filter { display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: end; margin: 0 0 1.5rem; }
form.filter label { display: grid; gap: 0.2rem; font-size: 0.85rem; color: var(--soft); flex: 1 1 16rem; max-width: 26rem; }
input, button { font: inherit; color: inherit; padding: 0.45rem 0.7rem; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--card); }
button { background: var(--brand); border-color: var(--brand); color: var(--paper); font-weight: 600; cursor: pointer; }
`;
