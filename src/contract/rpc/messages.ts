import { z } from 'zod'
import { rpcErrorCodes } from './error.ts'

/** What travels over a port. `id` is chosen by the caller and unique per port. */
const id = z.number().int().nonnegative()

const failure = z.object({ code: z.enum(rpcErrorCodes), message: z.string(), reason: z.string().optional() })

export const fromClient = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id, name: z.string().max(64), params: z.unknown() }),
  z.object({ kind: z.literal('open'), id, name: z.string().max(64), params: z.unknown(), credit: id.max(10_000) }),
  z.object({ kind: z.literal('credit'), id, more: id.max(10_000) }),
  z.object({ kind: z.literal('cancel'), id }),
])

export const fromServer = z.discriminatedUnion('kind', [
  // JSON has no `undefined`: the answer of a call that returns nothing arrives without `value`.
  z.object({ kind: z.literal('result'), id, value: z.unknown().optional() }),
  z.object({ kind: z.literal('item'), id, value: z.unknown() }),
  z.object({ kind: z.literal('end'), id }),
  z.object({ kind: z.literal('error'), id, error: failure }),
])

export type FromClient = z.infer<typeof fromClient>
export type FromServer = z.infer<typeof fromServer>
export type Failure = z.infer<typeof failure>
