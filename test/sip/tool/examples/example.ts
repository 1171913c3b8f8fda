import { bytes, fixture, recording } from '../../fixtures.ts'

/** A message that a signature of resources/signatures/tools.json must recognise. */
export interface Example {
  readonly from: string
  readonly raw: Uint8Array
  /** The program that must be named, where the signature tells several apart. */
  readonly program?: string
}

export const recorded = (name: string, program?: string): readonly Example[] =>
  recording(`sip-tools/${name}.jsonl`).map(({ raw }) => ({
    from: name,
    raw,
    ...(program !== undefined && { program }),
  }))
export const file = (name: string): Example => ({ from: name, raw: fixture(`sip-tools/${name}.sip`) })

/** Lines with CRLF, an empty line and the body behind them. */
export const written = (from: string, lines: readonly string[], body: readonly string[] = []): Example => ({
  from,
  raw: bytes([...lines, '', ...body, ''].join('\r\n')),
})
