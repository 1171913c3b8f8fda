import { h, type VNode } from 'vue'
import { visible, visibleString, type VisibleText } from '../text/visible.ts'
import './untrusted.css'

const titleLimit = 2000
const usual = 160

/**
 * The only way text that an attacker wrote reaches the page: text nodes, invisible characters as escapes, bounded
 * length, and isolated from the direction of the text around it. Without a component, for lists that draw hundreds.
 */
export const untrusted = (text: string, max = usual, tone?: string): VNode =>
  h(
    'bdi',
    { class: tone === undefined ? 'untrusted' : `untrusted ${tone}`, title: visibleString(text, titleLimit) },
    partsOf(visible(text, max)),
  )

function partsOf({ segments, more }: VisibleText): string | (VNode | string)[] {
  const [first, ...others] = segments
  if (others.length === 0 && more === 0 && !first?.escape) return first?.text ?? ''
  const parts = segments.map(({ text, escape }) => (escape ? h('span', { class: 'escape' }, text) : text))
  return more > 0 ? [...parts, h('span', { class: 'more' }, `… ${more} more`)] : parts
}
