import { isMarkedInternational } from '../../sip/number/prefix.ts'
import { toolName } from '../../sip/tool/tool.ts'
import { count, hostile, line, plural, text, utc, type Indicator, type Section, type Tlp } from './document.ts'
import { inDetail, type Facts } from './facts.ts'
import { table } from './table.ts'

const proofs = ['unproven', 'nonce', 'to-tag', 'tcp'] as const

export function indicatorSection({ sources }: Facts): Section {
  const head = ['Source', 'Country', 'Network', 'Address proven', 'First seen', 'Last seen', 'Messages', 'Severity']
  return {
    heading: 'Indicators',
    blocks: [
      table(head, sources, ({ source, system, verdict }) => [
        line(source.address),
        line(source.country ?? '?'),
        line(...(system ? [`AS${system.number} `, hostile(system.name)] : ['?'])),
        line(proofs[source.proof] ?? '?'),
        line(utc(source.firstSeen / 1000)),
        line(utc(source.lastSeen / 1000)),
        line(count(source.messages)),
        line(verdict.severity),
      ]),
      text(
        'Countries and networks (autonomous systems) are approximate: by tables of the day on which they were made.',
      ),
    ],
  }
}

export function numberSection({ numbers }: Facts): Section {
  const caveat = 'Numbers used for testing often belong to people who know nothing of it.'
  if (numbers.length === 0) return { heading: 'Numbers dialled', blocks: [text('None.')] }
  const prefixes = (of: Facts['numbers'][number]) =>
    of.prefixes
      .slice(0, 12)
      .flatMap(({ prefix, attempts }, at) => [
        at === 0 ? '' : ', ',
        prefix === '' ? '(bare)' : hostile(prefix),
        ` ${count(attempts)}`,
      ])
  return {
    heading: 'Numbers dialled',
    blocks: [
      table(['Number', 'Country', 'Attempts', 'Prefixes tried, with attempts'], numbers, (each) => [
        line(hostile(each.core)),
        line(countryOf(each)),
        line(count(each.attempts)),
        line(...prefixes(each), each.prefixes.length > 12 ? `, and ${plural(each.prefixes.length - 12, 'other')}` : ''),
      ]),
      text(
        `The country follows from the digits: likely where an international prefix stood in front of them, else a guess. ${caveat}`,
      ),
    ],
  }
}

function countryOf({ country, prefixes }: Facts['numbers'][number]): string {
  if (country === undefined) return '?'
  return prefixes.some(({ prefix }) => isMarkedInternational(prefix)) ? `${country}, likely` : `${country}, a guess`
}

export function sensorSection({ sensors }: Facts, tlp: Tlp): Section {
  return {
    heading: 'Sensors',
    blocks: [
      table(['Sensor', 'Region', 'Messages', 'First', 'Last'], sensors, (each) => [
        line(hostile(each.alias)),
        line(hostile(each.region)),
        line(count(each.messages)),
        line(utc(each.firstSeen)),
        line(utc(each.lastSeen)),
      ]),
      text(
        tlp === 'RED'
          ? 'Sensors are named by alias; the message above shows the address of one.'
          : 'Sensors are named by alias; their addresses are not given.',
      ),
    ],
  }
}

export function evidenceSection({ evidence, sources }: Facts): Section {
  return {
    heading: 'Evidence',
    blocks: [
      table(['Time', 'Source', 'Message', 'Chosen as', 'SHA-256 of the exact bytes'], evidence, (each) => [
        line(utc(each.time)),
        line(each.address),
        line(hostile(each.summary)),
        line(each.role),
        line(each.sha256),
      ]),
      ...(sources.length > inDetail ? [text(`From the ${inDetail} busiest of ${count(sources.length)} sources.`)] : []),
    ],
  }
}

export function indicatorRows({ sources, numbers, userAgents, bans, evidence }: Facts): readonly Indicator[] {
  return [
    ...sources.map(({ source, system, verdict }): Indicator => ({
      type: 'source',
      value: source.address,
      ...(source.country === null ? {} : { country: source.country }),
      ...(system ? { asn: system.number, network: system.name } : {}),
      proof: proofs[source.proof] ?? 'unproven',
      firstSeen: source.firstSeen / 1000,
      lastSeen: source.lastSeen / 1000,
      count: source.messages,
      note: verdict.sentence,
    })),
    ...numbers.flatMap(({ core, country, prefixes, firstSeen, lastSeen }) =>
      prefixes.map(({ prefix, attempts }): Indicator => ({
        type: 'number',
        value: core,
        ...(country === undefined ? {} : { country }),
        firstSeen,
        lastSeen,
        count: attempts,
        numCore: core,
        numRaw: `${prefix}${core}`,
        prefix,
      })),
    ),
    ...userAgents.map(({ userAgent, tool, messages }): Indicator => ({
      type: 'user-agent',
      value: userAgent,
      count: messages,
      note: toolName(tool),
    })),
    ...bans.map(({ address, state, reason, proof, proposedAt, messages }): Indicator => {
      return { type: 'ban', value: address, proof, firstSeen: proposedAt, count: messages, note: `${state}: ${reason}` }
    }),
    ...evidence.map(({ sha256, time, address, summary }): Indicator => {
      return { type: 'evidence', value: sha256, firstSeen: time, note: `${address} ${summary}` }
    }),
  ]
}
