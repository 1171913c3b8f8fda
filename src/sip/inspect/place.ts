import type { Fault, FaultCode } from '../fault/fault.ts'
import { chainAt, rootPath, type Field } from './field.ts'

/** Faults about a length stand behind the last byte: these headers are what they are about. */
const aboutHeader: Readonly<Partial<Record<FaultCode, string>>> = { 'short-body': 'content-length' }

/**
 * The field a fault belongs to. A fault names the first byte of what is wrong, so it belongs to the largest field that
 * begins there, else to the smallest one around it; without a place it belongs to the message.
 */
export function placeOf(root: Field, { code, at }: Fault): string {
  const header = aboutHeader[code]
  if (header !== undefined && root.children.some(({ path }) => path === header)) return header
  if (at === undefined) return rootPath
  const [, ...chain] = chainAt(root, at)
  return (chain.find(({ start }) => start === at) ?? chain.at(-1))?.path ?? rootPath
}
