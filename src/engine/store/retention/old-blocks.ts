import type { Reader } from '../connection.ts'
import { isBlockFault, messageAt, type BlockFrame, type Stretch } from '../raw/block.ts'
import type { RawMessage } from '../raw/blocks.ts'
import { readBlock } from '../raw/read.ts'
import type { Pins } from './pinned.ts'

/** A block that holds something from before a border. */
export interface OldBlock extends BlockFrame {
  /** Bytes packed. */
  readonly bytes: number
  /** Of its newest message. */
  readonly time: number
}

const columns = 'first, last, messages, size, length(packed) AS bytes, to_time AS time'
const wholeSql = `
  SELECT ${columns} FROM raw_block WHERE to_time < @border AND (to_time, first) > (@time, @first)
  ORDER BY to_time, first LIMIT 50`
const partlySql = `SELECT ${columns} FROM raw_block WHERE to_time >= ? AND from_time < ? ORDER BY to_time, first`

/** Blocks with messages on both sides of a border: a few, but for captures whose messages are in no order. */
export const partlyOld = (reader: Reader, border: number): readonly OldBlock[] =>
  reader.all<OldBlock>(partlySql, border, border)

/** Blocks that lie before a border as a whole, some at a time. */
export function* whollyOld(reader: Reader, border: number): Generator<OldBlock, void> {
  let [time, first] = [-1, 0]
  for (;;) {
    const blocks = reader.all<OldBlock>(wholeSql, { border, time, first })
    yield* blocks
    const last = blocks.at(-1)
    if (!last) return
    ;({ time, first } = last)
  }
}

/** Whether all of a block goes: then nobody need look into it. */
export const goesWhole = (block: OldBlock, border: number, pins: Pins): boolean =>
  block.time < border && pins.between(block.first, block.last).length === 0

interface KeptRow {
  readonly id: number
  readonly time: number
  readonly sensor: number
}

const eventsIn = `
  SELECT e.id, e.time, k.sensor FROM event e CROSS JOIN kind k ON k.id = e.kind WHERE e.id BETWEEN ? AND ?`

/**
 * The messages of a block that stay: those from the border on, and evidence.
 * @returns `undefined` when it cannot be unpacked: then it is left alone.
 */
export function keptOf(reader: Reader, block: OldBlock, border: number, pins: Pins): readonly RawMessage[] | undefined {
  const stretch = readBlock(reader, block)
  if (isBlockFault(stretch)) return undefined
  const events = new Map(reader.all<KeptRow>(eventsIn, block.first, block.last).map((row) => [row.id, row]))
  return [...stretch.ids].flatMap((id, place) => {
    const event = events.get(id)
    const stays = event !== undefined && (event.time >= border || pins.has(id))
    return stays ? messageOf(event, stretch, place) : []
  })
}

const messageOf = ({ id, time, sensor }: KeptRow, stretch: Stretch, place: number): RawMessage => ({
  ...{ id, time, sensor },
  bytes: messageAt(stretch, place),
})
