import type {
  WhitelistCovered,
  WhitelistEntry,
  WhitelistPreview,
  WhitelistRelation,
} from '../../../contract/console/whitelist.ts'
import type { Match, Mode } from '../../../contract/ledger/intents/whitelist.ts'
import type { Team } from '../../../contract/console/people.ts'
import { counted, duration } from '../../text/format.ts'
import { whyNotAs } from '../../text/people.ts'

/** What an entry is about. */
export const matchNames: Readonly<Record<Match, string>> = {
  network: 'Address or range',
  asn: 'Autonomous system',
  'user-agent': 'User agent',
  number: 'Number dialled',
}

/** The same for a narrow column. */
export const matchShort: Readonly<Record<Match, string>> = {
  network: 'Address',
  asn: 'AS',
  'user-agent': 'User agent',
  number: 'Number',
}

/** How its value is written. */
export const matchHints: Readonly<Record<Match, string>> = {
  network: 'For example 198.51.100.7, 198.51.100.0/24 or 2001:db8::/48.',
  asn: 'For example AS64500: every source that the bundled table places in this network.',
  'user-agent': 'Whole, or its beginning and a *: Monitor/1.2 or Monitor/*. Capitals count nowhere.',
  number: 'Digits without any prefix: 46850780296, or its beginning and a *: 468507*.',
}

/** Beside the choice. */
export const modeWords: Readonly<Record<Mode, string>> = {
  block: 'It is never proposed and never published. What is on the list leaves it.',
  hide: 'As block, and Live leaves its sources out of the top attackers, saying how many.',
  inform: 'It may be banned, after a second look: whoever proposes it types the address again.',
}

/** Attackers write user agents and dial numbers as they like, so that an entry about one is a way around every ban. */
export const forgeable = (match: Match): boolean => match === 'user-agent' || match === 'number'

/** What was removed, or refused, ends no more. */
export const hasEnd = ({ state }: Pick<WhitelistEntry, 'state'>): boolean => state !== 'removed' && state !== 'refused'

/** "in 29 d", "ended 2 h ago", "removed". */
export function endsWords({ state, expiresAt }: Pick<WhitelistEntry, 'state' | 'expiresAt'>, now: number): string {
  if (!hasEnd({ state })) return state
  return expiresAt > now ? `in ${duration(expiresAt - now)}` : `ended ${duration(now - expiresAt)} ago`
}

/** What an entry is said to do to what it covers. */
const verbs: Readonly<Record<Mode, string>> = { block: 'Covers', hide: 'Hides', inform: 'Asks for a second look at' }

/** "Hides 214 dialogs of 3 sources, 1,204 messages." */
export function coveredSentence({ sources, dialogs, messages, uncounted }: WhitelistCovered, mode: Mode): string {
  if (uncounted !== undefined) return `What it covers cannot be counted: ${uncounted}`
  if (sources === 0) return 'Nothing that is stored falls under it.'
  return `${verbs[mode]} ${counted(dialogs, 'dialog')} of ${counted(sources, 'source')}, ${counted(messages, 'message')}.`
}

/** What keeps `me` from saving what the preview is of, said before it is tried. */
export function whyNotSave(
  { refused, approver }: Pick<WhitelistPreview, 'refused' | 'approver'>,
  me: Team['me'] | undefined,
): string | undefined {
  if (refused !== undefined) return `Nobody can save this: ${refused}.`
  if (approver === undefined || whyNotAs(me, ['approver']) === undefined) return undefined
  return `An approver must add this: ${approver}.`
}

/** For a narrow column. */
export const coveredShort = ({ sources, dialogs, uncounted }: WhitelistCovered): string => {
  if (uncounted !== undefined) return 'not counted'
  return sources === 0 ? 'nothing' : `${counted(sources, 'source')}, ${counted(dialogs, 'dialog')}`
}

/** How another entry stands to this one. */
export const relationWords: Readonly<Record<WhitelistRelation, string>> = {
  same: 'the same as',
  around: 'inside',
  inside: 'around',
}

export const stateTones: Readonly<Record<WhitelistEntry['state'], string>> = {
  active: 'good',
  queued: 'warn',
  refused: 'bad',
  expired: '',
  removed: '',
}

/** What became of it, or of the last that was asked about it. */
export function stateWords({ state, pending, error }: Pick<WhitelistEntry, 'state' | 'pending' | 'error'>): string {
  if (pending === undefined) return state
  return `${pending} ${error === undefined ? 'waits' : 'refused'}`
}

/** What an entry does, and what may soon be otherwise: "block", "inform, waits for the feed". */
export function standingWords({ state, mode, pending, error }: WhitelistEntry): string {
  if (state === 'queued') return `${mode}, waits for the feed`
  return pending === undefined || error !== undefined ? mode : `${mode}, its ${pending} waits for the feed`
}

/** What the feed would not have. */
export const refusalWords = ({ pending }: Pick<WhitelistEntry, 'pending'>): string =>
  pending === undefined ? 'The feed refused it, so that it protects nothing:' : `The feed refused its ${pending}:`

/** In front of the time at which an entry ends. */
export const endTerms: Readonly<Record<Exclude<WhitelistEntry['state'], 'refused'>, string>> = {
  ...{ active: 'Ends', queued: 'Ends', expired: 'Ended', removed: 'Removed' },
}

/** A single address, which has a profile. */
export const isHost = (entry: Pick<WhitelistEntry, 'match' | 'value'> | undefined): boolean =>
  entry?.match === 'network' && !entry.value.includes('/')
