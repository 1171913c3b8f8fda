import { escapeHtml } from './escape.ts'
import { count, type Chart } from './document.ts'

const width = 640
const height = 120
const base = 96
const mostBars = 160

/** A bar chart as plain SVG: no script, no style sheet, no reference to anything outside. */
export function chartSvg(chart: Chart): string {
  const bars = folded(chart.counts)
  const peak = Math.max(0, ...bars) || 1
  const step = width / Math.max(1, bars.length)
  const rects = bars.map((value, at) => bar(at * step, step, (value / peak) * (base - 14)))
  const label = `${chart.caption}: highest bar ${count(peak)} ${chart.unit}`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    ` role="img" aria-label="${escapeHtml(label)}">`,
    ...rects,
    `<line x1="0" y1="${base}" x2="${width}" y2="${base}" stroke="#57606A" stroke-width="1"/>`,
    words(0, base + 14, 'start', chart.from),
    words(width, base + 14, 'end', chart.to),
    words(0, 10, 'start', `highest ${count(peak)} ${chart.unit}`),
    '</svg>',
  ].join('')
}

function bar(x: number, step: number, tall: number): string {
  if (tall <= 0) return ''
  const wide = Math.max(0.5, step - (step > 4 ? 1 : 0))
  const high = Math.max(1, tall)
  const [left, top] = [x.toFixed(2), (base - high).toFixed(2)]
  return `<rect x="${left}" y="${top}" width="${wide.toFixed(2)}" height="${high.toFixed(2)}" fill="#0072B2"/>`
}

function words(x: number, y: number, anchor: 'start' | 'end', said: string): string {
  return `<text x="${x}" y="${y}" font-size="10" font-family="Inter" fill="#24292F" text-anchor="${anchor}">${escapeHtml(said)}</text>`
}

/** More steps than bars: each bar shows the highest of its steps, so that no peak is lost. */
function folded(counts: readonly number[]): readonly number[] {
  if (counts.length <= mostBars) return counts
  const per = Math.ceil(counts.length / mostBars)
  const bars = Math.ceil(counts.length / per)
  return Array.from({ length: bars }, (_, at) => Math.max(...counts.slice(at * per, (at + 1) * per)))
}
