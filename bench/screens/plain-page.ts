import type { Page } from 'playwright-core'

/** As many cells in a row, as high, in a list as large as ours on screen; without anything behind it. */
const rows = 2_000
const cells = 9

export const plainBox = '#plain'

/** A page of nothing but static rows: what this browser on this machine can do at best. */
export async function openPlain(page: Page, size: { readonly width: number; readonly height: number }): Promise<void> {
  const row = `<p>${'<span>2026-01-14 02:00</span>'.repeat(cells)}</p>`
  await page.setContent(`<!doctype html><style>
    body { margin: 0; background: #16181d; color: #ddd; font: 13px sans-serif }
    ${plainBox} { width: ${size.width}px; height: ${size.height}px; overflow: auto; contain: strict }
    p { display: grid; grid-template-columns: repeat(${cells}, 1fr); height: 27px; margin: 0; border-bottom: 1px solid #333; line-height: 27px }
    span { overflow: hidden; padding: 0 8px; white-space: nowrap }
  </style><div id="plain" tabindex="0">${row.repeat(rows)}</div>`)
}
