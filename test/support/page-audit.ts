import type { Page } from 'playwright-core'

/**
 * Looks at a whole document, attributes and all, for anything that text of others could have brought into it: elements
 * and attributes that act, characters that hide or reorder, and layout that gave way. Returns what it found.
 */
export const auditPage = (page: Page): Promise<readonly string[]> => page.evaluate(audit)

/** Runs in the page, once it is drawn; everything it needs is inside. */
async function audit(): Promise<string[]> {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  const found = new Set<string>()
  const acting =
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]|\p{Surrogate}|\p{M}{4}/u
  /** The page's own; a flag or an icon is told by where it comes from, not by its name. */
  const ours = new Set(
    `html head title body article div span p a button ul ol li dl dt dd h1 h2 h3 h4 header footer main nav section aside form
     fieldset legend label input textarea select option datalist table caption thead tbody tr th td code pre strong b i small
     bdi kbd time details summary canvas figure figcaption svg`.split(/\s+/),
  )
  const allowed = (element: Element): boolean => {
    const name = element.localName
    if (name === 'script' || name === 'link' || name === 'meta' || name === 'style')
      return element.closest('head') !== null && (name !== 'script' || element.textContent === '')
    if (name === 'img') return new URL((element as HTMLImageElement).src).pathname.startsWith('/assets/')
    return ours.has(name) || (element.closest('svg') !== null && name !== 'script' && name !== 'foreignObject')
  }
  const clip = (text: string): string => JSON.stringify(text.slice(0, 80))
  const place = (node: Node): string => {
    const element = node instanceof Element ? node : node.parentElement
    const names: string[] = []
    for (let at = element; at && names.length < 4; at = at.parentElement)
      names.unshift(`${at.localName}${at.classList[0] ? `.${at.classList[0]}` : ''}`)
    return names.join(' > ')
  }
  const attribute = ({ name, value }: Attr, of: Element): void => {
    if (acting.test(value)) found.add(`${name} of ${place(of)} holds ${clip(value)}`)
    const links = ['href', 'src', 'action', 'formaction', 'srcdoc', 'data', 'xlink:href'].includes(name)
    const target = links ? new URL(value, location.href) : undefined
    const icon = of.localName === 'link' && value === 'data:,'
    // Where the tables of addresses come from: written by us, character by character.
    const thanks = name === 'href' && ['https://www.routeviews.org', 'https://db-ip.com'].includes(value)
    if (icon || thanks) return
    if (name.startsWith('on') || name === 'srcdoc' || (target && target.origin !== location.origin))
      found.add(`${place(of)} has ${name}=${clip(value)}`)
    if (name === 'style' && /ran=1|url\(|expression|@import/i.test(value))
      found.add(`style of ${place(of)}: ${clip(value)}`)
  }
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Element) {
      if (!allowed(node)) found.add(`element ${place(node)}: ${clip(node.outerHTML)}`)
      for (const each of node.attributes) attribute(each, node)
    } else if (acting.test(node.textContent ?? '')) found.add(`text of ${place(node)}: ${clip(node.textContent ?? '')}`)
  }
  if (acting.test(document.title)) found.add(`title: ${clip(document.title)}`)
  const contained = (element: Element, box: Element): boolean => {
    for (let at = element.parentElement; at && at !== box; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== 'visible') return true
    return false
  }
  for (const box of [
    document.documentElement,
    document.querySelector('main'),
    document.querySelector('[role=dialog]'),
  ]) {
    if (!box || box.scrollWidth <= box.clientWidth + 1) continue
    const edge = box.getBoundingClientRect().right
    const wide = [...box.querySelectorAll('*')].filter((each) => each.getBoundingClientRect().right > edge + 1)
    const culprit = wide.findLast((each) => !contained(each, box)) ?? box
    found.add(`${box.localName} is ${box.scrollWidth} wide in ${box.clientWidth}: ${place(culprit)}`)
  }
  if ('ran' in globalThis) found.add('text was executed')
  return [...found].slice(0, 20)
}
