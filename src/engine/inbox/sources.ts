import {
  newActivity,
  type InboxList,
  type InboxRisk,
  type InboxSource,
  type InboxSources,
} from '../../contract/console/inbox.ts'
import { classNames } from '../../sip/attack/class-names.ts'
import type { AttackClass } from '../../contract/console/vocabulary.ts'
import type { Reading } from '../readers/reading.ts'
import { sourceRows } from '../sources/rows.ts'
import { judgeSource, shortVerdict } from '../sources/verdict.ts'
import { withSystems } from '../sources/systems.ts'
import { classCodes, severityCodes } from '../store/codes.ts'
import type { Candidate } from '../store/inbox/candidates.ts'
import { sourcesById } from '../store/sources.ts'
import { lookThrough } from './look.ts'

interface Asked {
  readonly list: InboxList
  readonly limit: number
  /** Those of this risk alone. */
  readonly risk?: InboxRisk | undefined
}

/** One list of the Inbox, each source with the reasons of its verdict. */
export function inboxSources(reading: Reading, { list, limit, risk }: Asked): InboxSources {
  const { lists, ...look } = lookThrough(reading)
  const ofRisk = Map.groupBy(lists[list], ({ severity }) => severityCodes.decode(severity))
  const many = (each: InboxRisk): number => ofRisk.get(each)?.length ?? 0
  const wanted = risk === undefined ? lists[list] : (ofRisk.get(risk) ?? [])
  return {
    ...{ ...look, list, ...(risk === undefined ? {} : { risk }) },
    risks: { critical: many('critical'), high: many('high'), medium: many('medium'), low: many('low') },
    rows: rowsOf(reading, wanted.slice(0, limit)),
  }
}

function rowsOf(reading: Reading, candidates: readonly Candidate[]): readonly InboxSource[] {
  const { reader } = reading
  const stored = new Map(
    sourcesById(
      reader,
      candidates.map(({ id }) => id),
    ).map((source) => [source.id, source]),
  )
  const sources = candidates.flatMap(({ id }) => stored.get(id) ?? [])
  const looked = new Map(candidates.map((candidate) => [candidate.id, candidate]))
  const rows = withSystems(reading, sourceRows(reading, sources))
  return sources.flatMap((source, at) => {
    const [row, candidate] = [rows[at], looked.get(source.id)]
    if (!row || !candidate) return []
    return [
      { ...row, verdict: shortVerdict(judgeSource(reader, source)), ...putOf(candidate), ...backOf(candidate, row) },
    ]
  })
}

function putOf({ mark, at, until }: Candidate): Pick<InboxSource, 'put'> {
  if (mark === null || mark === 'open' || at === null) return {}
  return { put: { mark, at, ...(until === null ? {} : { until }) } }
}

function backOf(candidate: Candidate, { classes }: Pick<InboxSource, 'classes'>): Pick<InboxSource, 'back'> {
  if (candidate.back === null) return {}
  const known = candidate.classes ?? 0
  const isNew = (name: AttackClass): boolean => ((known >> classCodes.encode(name)) & 1) === 0
  return { back: words[candidate.back](classes.filter(isNew)) }
}

const words: Readonly<Record<NonNullable<Candidate['back']>, (classes: readonly AttackClass[]) => string>> = {
  time: () => 'Its time is up',
  graver: () => 'Its verdict is graver than it was',
  proven: () => 'It has proved its address since',
  class: (classes) => `It does something new: ${classes.map((name) => classNames[name].toLowerCase()).join(', ')}`,
  anew: () => 'It was forgotten and came back',
  more: () => `It has sent ${newActivity} messages or more since, and as many again as before`,
}
