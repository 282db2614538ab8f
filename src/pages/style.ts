// The stylesheet of every page: one card, system fonts, light and dark; texts contrast 4.5:1 and borders 3:1 at least.

import { html } from './html.ts';

/** The one stylesheet; the policy in `headers.ts` allows it by its hash. */
export const stylesheet = html`
:root {
  color-scheme: light dark;
  --ground: #f3f4f6; --card: #ffffff; --line: #dfe2e7; --text: #1b1f27; --quiet: #565d6b;
  --edge: #7c8392; --accent: #2c55c5; --accent-strong: #20429e; --on-accent: #ffffff;
  --wrong: #b3261e; --wrong-ground: #fdf0ef; --fine: #1b6b3a; --fine-ground: #eef8f1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101319; --card: #191d25; --line: #2c323d; --text: #eceef2; --quiet: #a6adba;
    --edge: #747c8b; --accent: #9db6ff; --accent-strong: #bccdff; --on-accent: #101a33;
    --wrong: #ffb0a8; --wrong-ground: #361a19; --fine: #93dcae; --fine-ground: #14291c;
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0; min-height: 100vh; padding: clamp(1rem, 8vh, 5rem) 1rem 2rem;
  background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', 'DejaVu Sans', sans-serif;
  overflow-wrap: anywhere; -webkit-text-size-adjust: 100%;
}
.product { max-width: 25rem; margin: 0 auto 1rem; text-align: center; font-weight: 600; color: var(--quiet); }
main {
  max-width: 25rem; margin: 0 auto; padding: clamp(1.25rem, 6vw, 2rem);
  background: var(--card); border: 1px solid var(--line); border-radius: 0.875rem;
  box-shadow: 0 1px 2px rgb(0 0 0 / 5%), 0 8px 24px rgb(0 0 0 / 5%);
}
h1, legend { text-wrap: balance; }
h1 { margin: 0 0 0.5rem; font-size: 1.5rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; }
p { margin: 0 0 1rem; }
form { margin-top: 1.5rem; }
.field, fieldset { margin: 0 0 1.25rem; }
label, legend { display: block; padding: 0; font-weight: 550; }
.quiet { color: var(--quiet); }
.hint, .fault { margin: 0; font-size: 0.875rem; }
.hint, .optional { color: var(--quiet); font-weight: 400; }
.fault, .alert { color: var(--wrong); font-weight: 550; }
.fault::before { content: '! ' / ''; font-weight: 700; }
input:not([type='radio']) {
  display: block; width: 100%; min-height: 2.75rem; margin-top: 0.375rem; padding: 0.5rem 0.75rem;
  border: 1px solid var(--edge); border-radius: 0.5rem; background: var(--card); color: inherit; font: inherit;
}
input[aria-invalid='true'] { border-color: var(--wrong); box-shadow: 0 0 0 1px var(--wrong); }
input.code { font-family: ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', monospace; font-size: 1.375rem; letter-spacing: 0.2em; text-align: center; }
button {
  display: block; width: 100%; min-height: 2.75rem; margin-top: 0.75rem; padding: 0.5rem 1rem;
  border: 1px solid var(--accent); border-radius: 0.5rem; background: var(--accent); color: var(--on-accent);
  font: inherit; font-weight: 600; cursor: pointer;
}
button:hover { background: var(--accent-strong); border-color: var(--accent-strong); }
button.second { background: transparent; color: var(--text); border-color: var(--edge); }
button.second:hover { background: var(--ground); }
a { color: var(--accent); text-underline-offset: 0.15em; }
a:hover { color: var(--accent-strong); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.choice:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
.choice:has(:focus-visible) input { outline: none; }
.alert, .notice { margin: 0 0 1.25rem; padding: 0.75rem 1rem; border: 1px solid; border-radius: 0.5rem; }
.alert { background: var(--wrong-ground); }
.notice { color: var(--fine); background: var(--fine-ground); }
.links { margin: 1.5rem 0 0; padding: 1rem 0 0; border-top: 1px solid var(--line); list-style: none; font-size: 0.9375rem; }
.links li + li { margin-top: 0.5rem; }
fieldset { min-width: 0; padding: 0; border: 0; }
.choice {
  display: flex; gap: 0.75rem; align-items: flex-start; margin-top: 0.5rem; padding: 0.625rem 0.75rem;
  border: 1px solid var(--edge); border-radius: 0.5rem; font-weight: 400; cursor: pointer;
}
.choice:has(:checked) { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.choice input { flex: none; margin: 0.1875rem 0 0; width: 1.125rem; height: 1.125rem; accent-color: var(--accent); }
.picture { display: block; width: 12rem; max-width: 100%; margin: 1.25rem auto; padding: 0.5rem; background: #ffffff; border-radius: 0.5rem; image-rendering: pixelated; }
.shown {
  display: block; padding: 0.625rem 0.75rem; border-radius: 0.5rem; background: var(--ground);
  font: 1rem/1.5 ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', monospace; letter-spacing: 0.05em; text-align: center; user-select: all;
}
.shown.large { font-size: 1.5rem; letter-spacing: 0.15em; }
@media (forced-colors: active) { .choice:has(:checked) { outline: 2px solid; } }
`;
