import type { FileHandle } from 'node:fs/promises'
import type { ExploreTab } from '../../contract/console/explore.ts'
import type { DialogMessage } from '../../contract/console/dialogs.ts'
import type { ExportFormat } from '../../contract/console/exports.ts'
import { csvOf, jsonLinesOf } from './cells.ts'
import { mostPayload, packetOf } from './datagram.ts'
import { fileHead, packetBlock } from './pcapng.ts'
import { messagesOf, pagesOf, type Asking, type RowsWanted } from './read-rows.ts'

export interface Written {
  readonly rows: number
  readonly bytes: number
  /** Messages whose bytes could not be read, or are no longer kept. */
  readonly unread: number
  /** Messages that did not fit into one datagram. */
  readonly cut: number
  /** Matches looked at, when the list is not of all; of numbers the newest. */
  readonly newest?: number
}

export interface WriteOptions {
  readonly file: Pick<FileHandle, 'appendFile'>
  readonly format: ExportFormat
  readonly signal: AbortSignal
  readonly tell: (written: Written) => void
}

/** Writes all that match into a file. @throws when the disk does, when reading does, and when it is cancelled. */
export async function writeRows<Tab extends ExploreTab>(
  asking: Asking,
  wanted: RowsWanted<Tab>,
  { file, format, signal, tell }: WriteOptions,
): Promise<Written> {
  let written: Written = { rows: 0, bytes: 0, unread: 0, cut: 0 }
  const add = async (bytes: Uint8Array, rows: number, left: Partial<Written> = {}): Promise<void> => {
    signal.throwIfAborted()
    // Not `write`: what a disk that fills takes only a part of would be taken for written.
    if (bytes.length > 0) await file.appendFile(bytes)
    const { unread = 0, cut = 0, ...others } = left
    written = {
      ...written,
      ...others,
      rows: written.rows + rows,
      bytes: written.bytes + bytes.length,
      unread: written.unread + unread,
      cut: written.cut + cut,
    }
    tell(written)
  }
  if (format === 'pcapng') {
    await add(fileHead('Honeynet Console'), 0)
    for await (const { rows } of pagesOf(asking, { ...wanted, tab: 'messages', sort: undefined }, signal)) {
      const ids = rows.map(({ id }) => id)
      for await (const messages of messagesOf(asking, ids, signal)) await addPackets(messages, add)
    }
    return written
  }
  for await (const { rows, newest } of pagesOf(asking, wanted, signal)) {
    const text = format === 'csv' ? csvOf(wanted.tab, rows, written.rows === 0) : jsonLinesOf(wanted.tab, rows)
    await add(Buffer.from(text, 'utf8'), rows.length, newest === undefined ? {} : { newest })
  }
  return written
}

async function addPackets(
  messages: readonly DialogMessage[],
  add: (bytes: Uint8Array, rows: number, left: Partial<Written>) => Promise<void>,
): Promise<void> {
  const blocks = messages.flatMap((message) => blockOf(message) ?? [])
  const cut = messages.filter(({ raw }) => raw.length > mostPayload).length
  await add(Buffer.concat(blocks), blocks.length, { unread: messages.length - blocks.length, cut })
}

/** A message as a packet; nothing when its bytes cannot be read. */
export function blockOf(message: DialogMessage): Uint8Array | undefined {
  const { unread, raw, source, port, local, localPort, direction, time } = message
  if (unread !== undefined) return undefined
  const [theirs, ours] = [
    { address: source, port },
    { address: local, port: localPort },
  ]
  const [from, to] = direction === 'in' ? [theirs, ours] : [ours, theirs]
  const bytes = packetOf({ from: from.address, fromPort: from.port, to: to.address, toPort: to.port, payload: raw })
  const comment = commentOf(message)
  return (
    bytes &&
    packetBlock({ time: Math.round(time * 1000), bytes, direction, ...(comment === undefined ? {} : { comment }) })
  )
}

/** What the datagram does not show of how the message really came. */
function commentOf({ transport, raw }: DialogMessage): string | undefined {
  const said = [
    ...(transport === 'udp' ? [] : [`over ${transport.toUpperCase()}`]),
    ...(raw.length > mostPayload ? [`cut from ${raw.length} bytes`] : []),
  ]
  return said.length === 0 ? undefined : said.join(', ')
}
