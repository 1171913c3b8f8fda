import type { Severity } from '../../contract/console/vocabulary.ts'
import type { NumberDialled } from '../../contract/console/sources.ts'
import { count, hostile, line, plural, text, utc, type Line, type Section } from './document.ts'
import type { Facts, SourceFacts } from './facts.ts'

const order: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'unknown', 'benign']

export interface Totals {
  readonly messages: number
  readonly dialogs: number
  readonly first?: number
  readonly last?: number
  readonly worst?: SourceFacts
}

export function totalsOf({ sources }: Facts): Totals {
  const sum = (pick: (of: SourceFacts) => number): number => sources.reduce((total, each) => total + pick(each), 0)
  const worst = [...sources].sort((a, b) => order.indexOf(a.verdict.severity) - order.indexOf(b.verdict.severity))[0]
  const totals = { messages: sum(({ source }) => source.messages), dialogs: sum(({ source }) => source.dialogs) }
  if (!worst) return totals
  const first = Math.min(...sources.map(({ source }) => source.firstSeen)) / 1000
  return { ...totals, worst, first, last: Math.max(...sources.map(({ source }) => source.lastSeen)) / 1000 }
}

/** At most 120 words: what, when, how far, what was not possible, what was done. */
export function summarySection(facts: Facts, totals: Totals): Section {
  const { sources, numbers, sensors, subject } = facts
  const { first, last, worst } = totals
  if (first === undefined || last === undefined || !worst)
    return { heading: 'Summary', blocks: [text('No message from any source of this campaign is stored.')] }
  const who = subject.kind === 'source' ? subject.name : plural(sources.length, 'source')
  const range = `between ${utc(first)} and ${utc(last)}`
  const reach = `${plural(totals.messages, 'SIP message')} in ${plural(totals.dialogs, 'dialog')} to ${plural(sensors.length, 'sensor')}`
  const target = numbers[0]
  return {
    heading: 'Summary',
    blocks: [
      text(`${who} sent ${reach} ${range}. ${worst.verdict.sentence}.`),
      ...(target
        ? [
            text(
              'Most dialled number: ',
              hostile(target.core),
              `${behind(target)}, ${plural(target.attempts, 'attempt')}.`,
            ),
          ]
        : []),
      text('The sensors are honeypots: no call was connected, no account exists on them, and nothing was billed.'),
      text(actionTaken(facts)),
    ],
  }
}

function behind({ prefixes }: NumberDialled): string {
  const count = prefixes.filter(({ prefix }) => prefix !== '').length
  return count === 0 ? '' : `, behind ${plural(count, 'prefix', 'prefixes')}`
}

function actionTaken({ bans }: Facts): string {
  const published = bans.filter(({ state }) => state === 'published').length
  if (published > 0) return `Action taken: ${plural(published, 'ban is', 'bans are')} on the blacklist now.`
  return bans.length > 0 ? 'Action taken: see the bans below; none is on the list now.' : 'No ban was proposed.'
}

export function severitySection({ sources }: Facts, { worst }: Totals): Section {
  if (!worst) return { heading: 'Severity and confidence', blocks: [text('Unknown: nothing was seen.')] }
  const { severity, sentence, reasons } = worst.verdict
  const proven = sources.filter(({ source }) => source.proof > 0).length
  const items: Line[] = [sentence, ...reasons].map((reason) => line(reason))
  return {
    heading: 'Severity and confidence',
    blocks: [
      text(`Severity: ${severity}, by the gravest source, ${worst.source.address}.`),
      { kind: 'list', items },
      text(
        `${count(proven)} of ${plural(sources.length, 'address', 'addresses')} proved to receive our answers; an address that did not may be forged.`,
      ),
    ],
  }
}
