import type { ExploreTab, FoundPage, FoundRows, Hits, Query } from '../../../../contract/console/explore.ts'
import type { Api } from '../../../api/api.ts'
import type { Subject } from '../../../lists/copies.ts'
import type { PagePlace } from '../../../lists/paged-rows.ts'
import type { PeekSubject } from '../../../stores/peek.ts'
import type { ColumnFacts, FoundColumn } from './columns.ts'
import { dialogColumns } from './dialog-columns.ts'
import { messageColumns } from './message-columns.ts'
import { fingerprintColumns, numberColumns } from './other-columns.ts'
import { sourceColumns } from './source-columns.ts'

export interface RowsRequest extends PagePlace {
  readonly query: Query
  readonly sort?: { readonly by: string; readonly descending: boolean } | undefined
}

/** One tab of the results: what its rows are, and where they come from. */
export interface TabFacts<Row> {
  readonly title: string
  /** "source" in "1,204 sources". */
  readonly noun: string
  readonly columns: (facts: ColumnFacts) => readonly FoundColumn<Row>[]
  readonly keyOf: (row: Row) => string | number
  readonly read: (api: Api, request: RowsRequest, signal: AbortSignal) => Promise<FoundPage<Row>>
  /** How many there are, when the count of the hits says so. */
  readonly total: (hits: Hits) => number | undefined
  readonly peek?: (row: Row) => PeekSubject
  readonly subject?: (row: Row) => Subject
  /** The address that bans, labels and campaigns are about. */
  readonly address?: (row: Row) => string
  /** The dialog it is in. */
  readonly dialog?: (row: Row) => number
}

const patience = 600_000
const options = (signal: AbortSignal) => ({ signal, timeout: patience })

export const tabFacts: { readonly [Tab in ExploreTab]: TabFacts<FoundRows[Tab]> } = {
  dialogs: {
    title: 'Dialogs',
    noun: 'dialog',
    columns: dialogColumns,
    keyOf: ({ id }) => id,
    read: (api, request, signal) => api.call('explore.dialogs', request, options(signal)),
    total: ({ dialogs }) => dialogs,
    peek: ({ id }) => ({ kind: 'dialog', id }),
    subject: ({ source, callId }) => ({ address: source, callId }),
    address: ({ source }) => source,
    dialog: ({ id }) => id,
  },
  messages: {
    title: 'Messages',
    noun: 'message',
    columns: messageColumns,
    keyOf: ({ id }) => id,
    read: (api, request, signal) => api.call('explore.messages', request, options(signal)),
    total: ({ messages }) => messages,
    peek: ({ dialog, id }) => ({ kind: 'dialog', id: dialog, event: id }),
    subject: ({ source }) => ({ address: source }),
    address: ({ source }) => source,
    dialog: ({ dialog }) => dialog,
  },
  sources: {
    title: 'Sources',
    noun: 'source',
    columns: sourceColumns,
    keyOf: ({ address }) => address,
    read: (api, request, signal) => api.call('explore.sources', request, options(signal)),
    total: ({ sources }) => sources,
    peek: ({ address }) => ({ kind: 'source', address }),
    subject: ({ address }) => ({ address }),
    address: ({ address }) => address,
  },
  numbers: {
    title: 'Numbers',
    noun: 'number',
    columns: numberColumns,
    keyOf: ({ core }) => core,
    read: (api, request, signal) => api.call('explore.numbers', request, options(signal)),
    subject: ({ core }) => ({ number: core }),
    total: () => undefined,
  },
  fingerprints: {
    title: 'Fingerprints',
    noun: 'fingerprint',
    columns: fingerprintColumns,
    keyOf: ({ text }) => text,
    read: (api, request, signal) => api.call('explore.fingerprints', request, options(signal)),
    total: () => undefined,
  },
}
