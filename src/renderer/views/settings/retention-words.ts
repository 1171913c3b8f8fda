import type { ClockDoubt, Retention, RetentionPreview } from '../../../contract/console/data.ts'
import { bytes, count, counted } from '../../text/format.ts'
import {
  limitWords,
  loweredFields,
  retentionClasses,
  type RetentionClass,
  type RetentionField,
} from './retention-form.ts'

export const classNames: Readonly<Record<RetentionField, string>> = {
  raw: 'Raw bytes',
  events: 'Messages and dialogs',
  rollups: 'Counts by minute and hour',
  entities: 'Sources',
  budget: 'Size on disk',
}

/** What is lost with each class, for those who set its days. */
export const classDetails: Readonly<Record<RetentionField, string>> = {
  raw: 'Messages byte for byte, for the raw view, hunts and captures',
  events: 'Rows of single messages; totals of their sources stay',
  rollups: 'Histograms of older days; counts by the day stay',
  entities: 'Those not seen for so long, with all that was counted of them',
  budget: 'Beyond it the oldest raw bytes go first, then the oldest messages',
}

const things: Readonly<Record<RetentionClass, (rows: number) => string>> = {
  raw: (rows) => `the raw bytes of ${counted(rows, 'message')}`,
  events: (rows) => counted(rows, 'message'),
  rollups: (rows) => `${counted(rows, 'count')} by minute and hour`,
  entities: (rows) => counted(rows, 'source'),
}

/** The gravest loss first. */
const gravest = ['events', 'raw', 'entities', 'rollups'] as const

/** "1,204 messages and 3 sources"; empty when nothing goes. */
export function goingWords(preview: RetentionPreview): string {
  const parts = gravest.filter((name) => preview[name].rows > 0).map((name) => things[name](preview[name].rows))
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}

export const anythingGoes = (preview: RetentionPreview): boolean =>
  retentionClasses.some((name) => preview[name].rows > 0)

export const bytesGoing = (preview: RetentionPreview): number => Math.max(0, preview.bytesNow - preview.bytesAfter)

/** Verb, object and count for the button that deletes: the gravest loss is named. */
export function deleteWords(preview: RetentionPreview): string {
  const named = gravest.find((name) => preview[name].rows > 0)
  return named === undefined ? 'Delete nothing' : `Delete ${things[named](preview[named].rows)}`
}

/** "Raw bytes: 90 days → 30 days". */
export const changeWords = (from: Retention, to: Retention): readonly string[] =>
  loweredFields(from, to).map(
    (name) => `${classNames[name]}: ${limitWords(name, from[name])} → ${limitWords(name, to[name])}`,
  )

/** "About 448 MB of 1.9 GB can be used again". */
export const freedWords = (preview: RetentionPreview): string =>
  `About ${bytes(bytesGoing(preview))} of ${bytes(preview.bytesNow)} can be used again`

export const pinnedWords = (pinned: number): string =>
  pinned === 0
    ? 'Evidence of bans and the ledger are never deleted.'
    : `${count(pinned)} old ${pinned === 1 ? 'message is' : 'messages are'} kept all the same: evidence of bans is never deleted, nor is the ledger.`

/** `2031-05-04`, in UTC. */
export const dayText = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** Why deletion by itself is paused. */
export const doubtWords = ({ now, known }: ClockDoubt): string =>
  `The clock of this machine says ${dayText(now)}, but the last sure time is ${dayText(known)}: were it wrong, all that is kept would seem old.`
