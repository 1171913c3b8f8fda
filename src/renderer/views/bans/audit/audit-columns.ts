import type { AuditPart, AuditRow } from '../../../../contract/console/audit.ts'
import type { Column } from '../../../components/grid.ts'
import { isoTime, moment, type Zone } from '../../../text/time.ts'
import { kindName } from './kind-names.ts'

export const partWords: Readonly<Record<AuditPart, string>> = {
  ban: 'Bans',
  whitelist: 'Whitelist',
  analyst: 'People',
  campaign: 'Campaigns',
  label: 'Labels',
  policy: 'Policy',
}

export const auditColumns: readonly Column<AuditRow>[] = [
  {
    id: 'seq',
    title: '#',
    width: '64px',
    align: 'end',
    hint: 'Sequence in the ledger',
    text: ({ seq }) => String(seq),
  },
  { id: 'time', title: 'Recorded', width: '190px', plain: ({ time }) => isoTime(time) },
  { id: 'kind', title: 'What', width: 'minmax(150px, 0.8fr)', plain: ({ kind }) => kindName(kind) },
  { id: 'about', title: 'About', width: 'minmax(150px, 1fr)', text: ({ about }) => about },
  { id: 'author', title: 'By', width: 'minmax(90px, 0.7fr)', text: ({ author }) => author },
  {
    ...{ id: 'note', title: 'Says', width: 'minmax(160px, 1.6fr)' },
    plain: (row) => noteWords(row, isoTime),
  },
  { id: 'hash', title: 'Hash', width: '110px', hint: 'SHA-256, its beginning', plain: ({ hash }) => hash },
]

/** What a record says, with its time in the zone on screen. */
export const noteIn = (row: AuditRow, zone: Zone): string => noteWords(row, (time) => moment(time, zone))

const noteWords = ({ note, until }: AuditRow, timeText: (time: number) => string): string =>
  [...(until === undefined ? [] : [`until ${timeText(until)}`]), ...(note === '' ? [] : [note])].join(', ')
