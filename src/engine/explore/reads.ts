import type { FoundPage, FoundSource } from '../../contract/console/explore.ts'
import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { Reading } from '../readers/reading.ts'
import { sourceRows } from '../sources/rows.ts'
import { withSystems } from '../sources/systems.ts'
import { labelCounts, labelsOf } from '../store/labels.ts'
import { dialogsPage } from '../store/query/dialogs.ts'
import { facetsOf } from '../store/query/facets.ts'
import { fingerprintsPage } from '../store/query/fingerprints.ts'
import { histogramOf } from '../store/query/histogram.ts'
import { messagesPage } from '../store/query/messages.ts'
import { numbersPage } from '../store/query/numbers.ts'
import { addressesOf, sourcesPage, type SourcesPage } from '../store/query/sources.ts'
import { sourcesById } from '../store/sources.ts'
import { filterHistory, savedViews } from '../store/views.ts'
import { askRightly } from './ask.ts'
import { check } from './check.ts'
import { complete } from './complete.ts'

type ExploreReads = Pick<
  ConsoleCallHandlers,
  | 'explore.check'
  | 'explore.histogram'
  | 'explore.facets'
  | 'explore.complete'
  | 'explore.dialogs'
  | 'explore.messages'
  | 'explore.sources'
  | 'explore.numbers'
  | 'explore.fingerprints'
  | 'explore.addresses'
  | 'views.list'
  | 'filters.history'
  | 'labels.list'
  | 'labels.of'
>

/** Milliseconds for which a page may look for single messages; it says when it did not get to the end. */
const forPage = 2_000
/** For what is worth nothing as a part. */
const forAll = Infinity

/** What Explore shows of a filter's matches. */
export function exploreReads(reading: Reading): ExploreReads {
  const { reader, patience: forCounts = forPage } = reading
  return {
    'explore.check': ({ query }) => check(reading, query),
    'explore.complete': ({ query, at }) => complete(reading, query, at),
    'explore.histogram': ({ query, points }) => {
      const { run, plan } = askRightly(reading, query, forPage)
      return histogramOf(run, plan, points, query.zone)
    },
    'explore.facets': ({ query }) => {
      const { run, plan } = askRightly(reading, query, forPage)
      return facetsOf(run, plan)
    },
    'explore.messages': ({ query, ...page }) => {
      const { run, plan } = askRightly(reading, query, forPage)
      return messagesPage(run, plan, page)
    },
    'explore.dialogs': ({ query, ...page }) => {
      const { run, plan } = askRightly(reading, query, forPage)
      return dialogsPage(run, plan, page)
    },
    'explore.sources': ({ query, ...page }) => {
      const { run, plan } = askRightly(reading, query, forCounts)
      return foundSources(reading, sourcesPage(run, plan, page))
    },
    'explore.numbers': ({ query, ...page }) => {
      const { run, plan } = askRightly(reading, query, forCounts)
      return numbersPage(run, plan, page)
    },
    'explore.fingerprints': ({ query, ...page }) => {
      const { run, plan } = askRightly(reading, query, forCounts)
      return fingerprintsPage(run, plan, page)
    },
    'explore.addresses': ({ query, limit }) => {
      const { run, plan } = askRightly(reading, query, forAll)
      return addressesOf(run, plan, limit)
    },
    'views.list': () => savedViews(reader),
    'filters.history': () => filterHistory(reader),
    'labels.list': () => labelCounts(reader),
    'labels.of': ({ address }) => labelsOf(reader, address),
  }
}

function foundSources(reading: Reading, { rows, ...page }: SourcesPage): FoundPage<FoundSource> {
  const stored = sourcesById(
    reading.reader,
    rows.map(({ id }) => id),
  )
  const shown = withSystems(reading, sourceRows(reading, stored))
  const byId = new Map(stored.map(({ id }, at) => [id, shown[at]]))
  return {
    ...page,
    rows: rows.flatMap(({ id, matching }) => {
      const row = byId.get(id)
      return row ? { ...row, matching } : []
    }),
  }
}
