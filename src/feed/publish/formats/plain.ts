import { inSteps } from '../rendered.ts'
import { headOf, type ListPart } from './head.ts'

/** One address or range a line: pfSense and OPNsense aliases, cron jobs. */
export async function plainOf(part: ListPart): Promise<Buffer> {
  const lines = await inSteps(part.entries, ({ address }) => `${address}\n`)
  return Buffer.from(headOf(part) + lines.join(''))
}
