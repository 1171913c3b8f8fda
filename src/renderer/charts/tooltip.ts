import { visibleString } from '../text/visible.ts'

const longest = 120

/** Tooltips as elements with text nodes: never HTML strings, which would let attacker text become markup. */
export interface TooltipLine {
  readonly label: string
  readonly value: string
  readonly colour?: string
}

export function tooltipElement(title: string, lines: readonly TooltipLine[]): HTMLElement {
  const root = element('div', 'chart-tip')
  root.append(element('p', 'chart-tip-title', title))
  for (const line of lines) {
    const row = element('p', 'chart-tip-row')
    const mark = element('i', 'chart-tip-mark')
    if (line.colour) mark.style.background = line.colour
    row.append(mark, element('span', 'chart-tip-label', line.label), element('b', 'chart-tip-value', line.value))
    root.append(row)
  }
  return root
}

function element(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag)
  made.className = className
  made.textContent = visibleString(text, longest)
  return made
}

/** The frame of every tooltip, from the tokens of the page. */
export const tooltipFrame = (colours: {
  readonly raised: string
  readonly lineStrong: string
  readonly ink: string
}) => ({
  backgroundColor: colours.raised,
  borderColor: colours.lineStrong,
  borderWidth: 1,
  padding: [8, 10],
  textStyle: { color: colours.ink, fontSize: 12, fontFamily: 'Inter Variable, sans-serif' },
  transitionDuration: 0,
  confine: true,
  extraCssText: 'border-radius:6px;box-shadow:0 6px 24px rgb(0 0 0 / 30%);z-index:15',
})
