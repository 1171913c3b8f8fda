import type { IncomingMessage } from 'node:http'
import type { z } from 'zod'
import { Refusal } from '../refusal.ts'

/** The largest intent that the contract allows stays well below this, in any script. */
const mostBodyBytes = 128 * 1024

/** Reads a JSON body, whatever its Content-Type says. @throws Refusal `bad-request` */
export async function readJson<Schema extends z.ZodType>(
  request: IncomingMessage,
  schema: Schema,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(jsonOf(await readBody(request)))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Refusal('bad-request', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}`)
}

/** Read and thrown away behind the limit, so that whoever was only a little too long can hear why. */
const mostDrainedBytes = 1024 * 1024

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  if (Number(request.headers['content-length'] ?? 0) > mostDrainedBytes) throw tooLarge()
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.byteLength
    if (size > mostDrainedBytes) throw tooLarge()
    if (size <= mostBodyBytes) parts.push(part)
  }
  if (size > mostBodyBytes) throw tooLarge()
  return Buffer.concat(parts).toString('utf8')
}

const tooLarge = (): Refusal => new Refusal('bad-request', `the request is larger than ${mostBodyBytes} bytes`, 413)

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('bad-request', 'the body is not JSON')
  }
}
