import type {
  FoundDialog,
  FoundFingerprint,
  FoundNumber,
  FoundRows,
  FoundSource,
} from '../../contract/console/explore.ts'
import type { DialogMessage } from '../../contract/console/dialogs.ts'
import type { EventRow } from '../../contract/console/vocabulary.ts'
import { isoTime, orNull } from '../output/json.ts'

/**
 * Rows as JSON. These names and meanings are documented (docs/cli.md) and stay: scripts build on them. Every field is
 * always there.
 */
export const messageJson = (row: EventRow) => ({
  id: row.id,
  time: isoTime(row.time),
  sensor: row.sensor,
  source: row.source,
  port: row.port,
  transport: row.transport,
  direction: row.direction,
  method: orNull(row.method),
  status: orNull(row.status),
  number: orNull(row.number),
  userAgent: orNull(row.userAgent),
  tool: row.tool,
  class: row.class,
  severity: row.severity,
  proof: row.proof,
  size: row.size,
  dialog: row.dialog,
  fault: orNull(row.fault),
})

/** Bytes as base64; null when they are no longer kept or cannot be read, and `unread` says why. */
export const bytesJson = (message: DialogMessage | undefined) => ({
  raw: message && message.unread === undefined ? Buffer.from(message.raw).toString('base64') : null,
  unread: message ? orNull(message.unread) : 'this message was deleted meanwhile',
})

const dialogJson = (row: FoundDialog) => ({
  id: row.id,
  source: row.source,
  sensor: row.sensor,
  callId: row.callId,
  firstSeen: isoTime(row.firstSeen),
  lastSeen: isoTime(row.lastSeen),
  matching: row.matching,
  messages: row.messages,
  methods: row.methods,
  status: orNull(row.status),
  from: orNull(row.from),
  to: orNull(row.to),
  number: orNull(row.number),
  userAgent: orNull(row.userAgent),
})

const sourceJson = (row: FoundSource) => ({
  address: row.address,
  country: orNull(row.country),
  system: orNull(row.system),
  firstSeen: isoTime(row.firstSeen),
  lastSeen: isoTime(row.lastSeen),
  matching: row.matching,
  messages: row.messages,
  dialogs: row.dialogs,
  sensors: row.sensors,
  numbers: row.numbers,
  prefixes: row.prefixes,
  tools: row.tools,
  classes: row.classes,
  severity: row.severity,
  proof: row.proof,
  ban: orNull(row.ban),
  whitelisted: row.whitelisted,
  campaigns: row.campaigns,
})

const numberJson = (row: FoundNumber) => ({
  core: row.core,
  country: orNull(row.country),
  matching: row.matching,
  sources: row.sources,
  prefixes: row.prefixes,
  firstSeen: isoTime(row.firstSeen),
  lastSeen: isoTime(row.lastSeen),
})

const fingerprintJson = ({ text, tools, matching, sources }: FoundFingerprint) => ({ text, tools, matching, sources })

export const rowJson: { readonly [Tab in keyof FoundRows]: (row: FoundRows[Tab]) => object } = {
  messages: messageJson,
  dialogs: dialogJson,
  sources: sourceJson,
  numbers: numberJson,
  fingerprints: fingerprintJson,
}
