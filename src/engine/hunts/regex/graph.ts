import type { RE2JS } from 're2js'

/**
 * What a compiled pattern reads, as steps of one byte each: the automaton (automaton.ts) and the sieve (sieve.ts) run it.
 * Steps are numbers; bytes are 0 to 255.
 */
export interface ByteGraph {
  /** By step: 1 at the bytes that it reads. */
  readonly reads: readonly Uint8Array[]
  /** Steps that a match may begin with. */
  readonly first: readonly number[]
  /** By step: those that may follow it. */
  readonly next: readonly (readonly number[])[]
  /** By step: whether a match may end behind it. */
  readonly ends: readonly boolean[]
  /** A match may have no byte at all. */
  readonly empty: boolean
  /** The pattern also asks where it stands (`^`, `$`, `\b`), which is taken here to hold: the graph may match too much. */
  readonly placed: boolean
}

/** re2js's instructions (class Inst of 2.10.0); which of them is which it does not tell by name. */
const codes = {
  alt: 1,
  altMatch: 2,
  capture: 3,
  place: 4,
  fail: 5,
  match: 6,
  nop: 7,
  firstByte: 8,
  lastByte: 11,
} as const

interface Instruction {
  readonly op: number
  readonly out: number
  /** The other way of an alternative. */
  readonly arg: number
  matchRune(rune: number): boolean
}

/** More are not worth it: such patterns are searched by re2js alone. */
const mostEdges = 5_000

/** @returns `undefined` for what has too many steps, or instructions that are not known. */
export function byteGraph(compiled: RE2JS): ByteGraph | undefined {
  const program = compiled.re2().prog as { readonly inst: readonly Instruction[]; readonly start: number }
  const isByte = ({ op }: Instruction): boolean => op >= codes.firstByte && op <= codes.lastByte
  if (program.inst.some(({ op }) => !(op >= codes.alt && op <= codes.lastByte))) return undefined
  const places = program.inst.flatMap((instruction, place) => (isByte(instruction) ? [place] : []))
  const steps = new Map(places.map((place, step) => [place, step]))
  const from = (place: number): Reached => reachedFrom(program.inst, place, steps)
  const start = from(program.start)
  const next: Reached[] = []
  let edges = start.steps.length
  for (const place of places) {
    const reached = from(program.inst[place]?.out ?? 0)
    next.push(reached)
    edges += reached.steps.length
    if (edges > mostEdges) return undefined
  }
  return {
    reads: places.map((place) => bytesOf(program.inst[place])),
    first: start.steps,
    next: next.map((reached) => reached.steps),
    ends: next.map(({ ends }) => ends),
    empty: start.ends,
    placed: program.inst.some(({ op }) => op === codes.place),
  }
}

interface Reached {
  readonly steps: readonly number[]
  readonly ends: boolean
}

/** What comes behind a place without a byte between. */
function reachedFrom(inst: readonly Instruction[], place: number, steps: ReadonlyMap<number, number>): Reached {
  const found: number[] = []
  const seen = new Set<number>()
  const open = [place]
  let ends = false
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const instruction = inst[at]
    if (seen.has(at) || !instruction) continue
    seen.add(at)
    const { op, out, arg } = instruction
    const step = steps.get(at)
    if (step !== undefined) found.push(step)
    else if (op === codes.match) ends = true
    else if (op !== codes.fail) open.push(out, ...(op === codes.alt || op === codes.altMatch ? [arg] : []))
  }
  return { steps: found.sort((a, b) => a - b), ends }
}

const bytesOf = (instruction: Instruction | undefined): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, byte) => Number(instruction?.matchRune(byte) ?? false))
