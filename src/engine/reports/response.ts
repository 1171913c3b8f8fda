import { line, plural, text, utc, type Line, type Section } from './document.ts'
import type { Facts } from './facts.ts'
import { table } from './table.ts'

export function actionSection({ bans }: Facts): Section {
  if (bans.length === 0) return { heading: 'Actions', blocks: [text('None so far.')] }
  const rows = bans.flatMap((ban) =>
    ban.steps.map((step) => [
      line(utc(step.time)),
      line(ban.address),
      line(step.seq === undefined ? `${step.kind} (waits for the feed)` : step.kind),
      line(step.author),
      line(step.note),
    ]),
  )
  const solo = bans.some((ban) => ban.solo)
  return {
    heading: 'Actions',
    blocks: [
      table(
        ['Time', 'Address', 'Step', 'By', 'Note'],
        rows,
        (row) => row,
        'steps are left out; the console shows them',
      ),
      ...(solo ? [text('Some bans were made while one person was allowed to approve their own proposals.')] : []),
      text(
        'APIBAN clients forget an address in their own time: a revoked one may stay blocked there for up to a week.',
      ),
    ],
  }
}

const advice: readonly (readonly [audience: string, say: string])[] = [
  [
    'PBX owners',
    'Block the sources above, or subscribe to the blacklist. Demand strong passwords for every extension.',
  ],
  ['PBX owners', 'Refuse international calls that nobody needs, and answer unknown extensions like wrong passwords.'],
  ['Carriers', 'Watch for calls to the numbers above, behind any prefix.'],
  ['Hosting providers', 'Where an address is proven, its host runs the tools named above: look for a break-in.'],
]

export function recommendationSection(): Section {
  const items = advice.map(([audience, say]): Line => line(`${audience}: ${say}`))
  return { heading: 'Recommendations', blocks: [{ kind: 'list', items }] }
}

export function methodSection({ sources }: Facts): Section {
  const items = [
    'SIP honeypots answer as a small PBX would and keep the exact bytes of every message.',
    'Tools and attack classes are recognised by rules; a user agent is what the sender claims.',
    'Countries come from a table of address ranges and are approximate.',
    'An address is called proven when its sender used something that only a receiver of our answers can know.',
    `Counts are those stored when the report was made, over the whole life of ${plural(sources.length, 'source')}.`,
  ]
  return { heading: 'Method and limits', blocks: [{ kind: 'list', items: items.map((item) => line(item)) }] }
}
