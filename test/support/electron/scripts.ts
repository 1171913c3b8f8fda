import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** A file that holds one exported function, as a script that calls it. */
function calling(name: string, ...args: readonly string[]): string {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8').replace('export function', 'function')
  return `(${text})(${args.map((arg) => JSON.stringify(arg)).join(', ')})`
}

/** What runs in a page before its own scripts, for each of its two worlds, in this order. */
export function worldScripts(preload: string): { readonly page: string; readonly isolated: readonly string[] } {
  const channel = randomUUID()
  return {
    page: calling('page-world.mjs', channel),
    isolated: [calling('preload-world.mjs', channel, process.platform), readFileSync(preload, 'utf8')],
  }
}
