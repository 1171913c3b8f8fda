import { inSteps } from '../rendered.ts'
import { headOf, type ListPart } from './head.ts'

const time = (milliseconds: number): string => new Date(milliseconds).toISOString()

/** Nothing in it can need quotes: addresses, times and numbers of our own. */
export async function csvOf(part: ListPart): Promise<Buffer> {
  const lines = await inSteps(
    part.entries,
    ({ address, listId, publishedAt, expiresAt }) =>
      `${address},${address.includes(':') ? 6 : 4},${listId},${time(publishedAt)},${time(expiresAt)}\n`,
  )
  return Buffer.from(`${headOf(part)}address,family,id,listed,expires\n${lines.join('')}`)
}
