// npm run confusion
// Writes docs/confusion.md: who wrote the recordings, and what their structure shows. The captures of real attacks are
// read where this machine has them (HONEYNET_CORPUS, or a folder beside this one); where it has not, their part stays.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { corpus } from '../../test/sip/fixtures.ts'
import { captures, fetchedPart, keptPart } from '../../test/sip/tool/confusion/table.ts'
import { root } from '../launch/root.mjs'

const page = join(root, 'docs', 'confusion.md')
const folder = corpus()

function partAsItWas() {
  if (!existsSync(page)) return ''
  const text = readFileSync(page, 'utf8')
  const at = text.indexOf(captures)
  return at === -1 ? '' : text.slice(at)
}

writeFileSync(page, `${keptPart()}\n${folder === undefined ? partAsItWas() : fetchedPart(folder)}`)
console.log(
  folder === undefined
    ? 'docs/confusion.md: recordings made anew; the captures are not on this machine, their part is as it was'
    : 'docs/confusion.md: recordings and captures made anew',
)
