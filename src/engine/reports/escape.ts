import { visible } from '../../sip/text/visible.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** The one way for any value into an HTML or SVG report: inert in text and in quoted attributes. */
export function escapeHtml(value: string): string {
  return visible(value).replace(/[&<>"'`]/g, (character) => entities[character] ?? '')
}
