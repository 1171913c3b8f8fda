import type { Listed } from '../../ledger/listed.ts'
import { inSteps } from '../rendered.ts'
import { eachOnce, headOf, secondsLeft, type ListPart } from './head.ts'

/**
 * For `ipset restore`: each set is filled beside the one in use and takes its place in one step. The size is the same
 * for every list of up to half a million entries, because ipset takes a set of another size for another set.
 */
export async function ipsetOf(part: ListPart): Promise<Buffer> {
  const { time } = part
  const entries = eachOnce(part.entries)
  const v4 = await setOf(
    'honeynet4',
    'inet',
    entries.filter(({ address }) => !address.includes(':')),
    time,
  )
  const v6 = await setOf(
    'honeynet6',
    'inet6',
    entries.filter(({ address }) => address.includes(':')),
    time,
  )
  return Buffer.from(headOf(part) + v4 + v6)
}

const usualSize = 1_048_576
/** ipset keeps milliseconds in 32 bits. */
const longestTimeout = 2_147_483

async function setOf(name: string, family: string, entries: readonly Listed[], time: number): Promise<string> {
  const beside = `${name}-new`
  const kind = `hash:net family ${family} maxelem ${sizeFor(entries.length)} timeout 0`
  const lines = await inSteps(
    entries,
    (entry) => `add ${beside} ${entry.address} timeout ${Math.min(longestTimeout, secondsLeft(entry, time))} -exist\n`,
  )
  const begin = `create ${name} ${kind} -exist\ncreate ${beside} ${kind} -exist\nflush ${beside}\n`
  return `${begin}${lines.join('')}swap ${beside} ${name}\ndestroy ${beside}\n`
}

function sizeFor(count: number): number {
  let size = usualSize
  while (size < count * 2) size *= 2
  return size
}
