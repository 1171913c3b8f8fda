import type { FoundFingerprint, FoundPage } from '../../../contract/console/explore.ts'
import type { ToolId } from '../../../contract/console/vocabulary.ts'
import { cursorAfter, readCursor } from '../cursor.ts'
import { kindsOf } from './kinds.ts'
import type { Plan } from './plan.ts'
import { pageBy, sortOf, type PageRequest } from './rows.ts'
import type { Run } from './run.ts'
import { countInto } from './sums.ts'

interface Counted {
  readonly id: number
  readonly text: string
  matching: number
  readonly tools: Map<ToolId, number>
  /** Matches of each source: corrections may take a source back. */
  readonly sources: Map<number, number>
}

const orders = ['matching', 'sources'] as const

/** Fingerprints of matching messages. Without a sort the most frequent first. */
export function fingerprintsPage(run: Run, plan: Plan, request: PageRequest): FoundPage<FoundFingerprint> {
  const { by, descending } = sortOf(request, orders, 'matching')
  const { found, complete, looked } = countFingerprints(run, plan)
  const keys = { matching: ({ matching }: Counted) => matching, sources: (row: Counted) => sourcesOf(row) }
  const { shown, next } = pageBy(found, keys[by], descending, readCursor(request.cursor, 2), request.limit)
  return {
    rows: shown.map((row) => ({
      ...{ text: row.text, matching: row.matching, sources: sourcesOf(row) },
      tools: [...row.tools]
        .filter(([, count]) => count > 0)
        .sort((a, b) => b[1] - a[1])
        .map(([tool]) => tool),
    })),
    ...(next ? { next: cursorAfter(...next) } : {}),
    complete,
    ...(complete ? {} : { newest: looked }),
  }
}

function sourcesOf({ sources }: Counted): number {
  let count = 0
  for (const matching of sources.values()) if (matching > 0) count += 1
  return count
}

function countFingerprints(run: Run, plan: Plan) {
  const kinds = new Map(kindsOf(run.reader).map((kind) => [kind.id, kind]))
  const counted = new Map<number, Counted>()
  let looked = 0
  const complete = countInto(run, plan, {
    pair: (source, id, messages) => {
      const kind = kinds.get(id)
      looked += messages
      if (!kind?.fingerprintId) return
      const { fingerprintId, fingerprint: text = '', tool } = kind
      const of = counted.get(fingerprintId) ?? {
        id: fingerprintId,
        text,
        matching: 0,
        tools: new Map<ToolId, number>(),
        sources: new Map<number, number>(),
      }
      counted.set(fingerprintId, of)
      of.matching += messages
      of.tools.set(tool, (of.tools.get(tool) ?? 0) + messages)
      of.sources.set(source, (of.sources.get(source) ?? 0) + messages)
    },
  })
  return { found: [...counted.values()].filter(({ matching }) => matching > 0), complete, looked }
}
