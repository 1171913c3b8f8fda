import { inSteps } from '../rendered.ts'
import type { ListPart } from './head.ts'

const time = (milliseconds: number): string => new Date(milliseconds).toISOString()

export async function jsonOf({ entries, changed }: ListPart): Promise<Buffer> {
  const written = await inSteps(entries, ({ address, listId, publishedAt, expiresAt }) =>
    JSON.stringify({ address, id: String(listId), listed: time(publishedAt), expires: time(expiresAt) }),
  )
  const head = `{"name":"Honeynet blacklist","count":${entries.length},"changed":"${time(changed)}"`
  return Buffer.from(`${head},"entries":[${written.join(',\n')}]}\n`)
}
