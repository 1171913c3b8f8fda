interface Colours {
  readonly ink: string
  readonly paper: string
}

/** Light and made for paper: a report is read by people who never open the console. */
export const reportStyle = ({ ink, paper }: Colours): string => `
:root { color-scheme: light; }
body { font: 14px/1.5 Inter, system-ui, sans-serif; color: #1f2328; background: #fff; margin: 0 auto; max-width: 900px; padding: 24px; }
h1 { font-size: 26px; line-height: 1.2; margin: 12px 0; }
h2 { font-size: 17px; margin: 28px 0 8px; border-bottom: 1px solid #d0d7de; padding-bottom: 4px; }
.tlp { text-align: right; margin: 0; }
.tlp span { background: ${paper}; color: ${ink}; font-weight: 700; padding: 2px 8px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 0; }
dt { color: #57606a; }
dd { margin: 0; overflow-wrap: anywhere; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid #d0d7de; padding: 3px 8px 3px 0; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { color: #57606a; font-weight: 600; }
code, pre { font: 12px/1.45 "JetBrains Mono", ui-monospace, monospace; background: #f6f8fa; unicode-bidi: isolate; direction: ltr; }
code { padding: 1px 4px; border-radius: 3px; overflow-wrap: anywhere; }
pre { padding: 10px; white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #d0d7de; }
figure { margin: 12px 0; break-inside: avoid; }
figcaption, .note, footer { color: #57606a; font-size: 12px; }
svg { max-width: 100%; height: auto; }
@page { margin: 18mm; }
@media print { body { padding: 0; max-width: none; } tr, pre { break-inside: avoid; } thead { display: table-header-group; } }
`
