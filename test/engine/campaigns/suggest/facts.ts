import type { Account, Program, SourceFacts } from '../../../../src/engine/campaigns/suggest/facts.ts'
import type { Analysis } from '../../../../src/sip/analysis.ts'

/** Of a source of which only this is known. */
export const facts = (address: string, known: Partial<SourceFacts>): SourceFacts => ({
  ...{ address, firstSeen: 0, lastSeen: 0, visits: [], programs: [], numbers: [], users: [] },
  ...{ passwords: [], accounts: [] },
  ...known,
})

export interface Judged {
  readonly address: string
  readonly time: number
  readonly analysis: Analysis
}

const fewestGuesses = 5

/** Facts as the store would count them, from the analysis of each message. */
export function factsOf(sensor: string, messages: readonly Judged[]): readonly SourceFacts[] {
  return [...Map.groupBy(messages, ({ address }) => address)].map(([address, of]) => {
    const analyses = of.map(({ analysis }) => analysis)
    const times = of.map(({ time }) => time)
    return facts(address, {
      firstSeen: Math.min(...times),
      lastSeen: Math.max(...times),
      visits: [Math.min(...times)],
      programs: programsOf(analyses),
      numbers: analyses.flatMap(({ number }) => (number ? [number] : [])),
      users: [...new Set(analyses.flatMap(({ users }) => users))],
      passwords: analyses.flatMap(({ guesses }) => guesses.flatMap(({ password }) => password ?? [])),
      accounts: accountsOf(sensor, of),
    })
  })
}

function programsOf(analyses: readonly Analysis[]): readonly Program[] {
  const seen = new Map<string, Program>()
  for (const { tool, fingerprint, userAgent } of analyses) seen.set(fingerprint, { tool, fingerprint, userAgent })
  return [...seen.values()]
}

/** Guessed at when tried often; used when calls follow a login that needed no guessing. */
function accountsOf(sensor: string, messages: readonly Judged[]): readonly Account[] {
  const users = Map.groupBy(
    messages.flatMap(({ analysis, time }) => analysis.guesses.map(({ user }) => ({ user, time }))),
    ({ user }) => user,
  )
  const calls = messages.some(({ analysis }) => analysis.number !== undefined)
  return [...users].flatMap(([user, tries]): readonly Account[] => {
    const time = tries[0]?.time ?? 0
    if (tries.length >= fewestGuesses && !calls) return [{ sensor, user, as: 'guessed', time }]
    return calls ? [{ sensor, user, as: 'used', time }] : []
  })
}
