import type { SensorRow } from '../../../contract/console/sensors.ts'
import type { Column } from '../../components/grid.ts'
import { isoTime } from '../../text/time.ts'

const milliseconds = (value: number | undefined): string => (value === undefined ? '' : `${Math.round(value)} ms`)
const order: Readonly<Record<SensorRow['state'], number>> = { refused: 0, down: 1, connecting: 2, live: 3, file: 4 }

export const sensorColumns: readonly Column<SensorRow>[] = [
  { id: 'state', title: 'State', width: '96px', sortBy: ({ state }) => -order[state], plain: ({ state }) => state },
  { id: 'name', title: 'Sensor', width: 'minmax(96px, 1fr)', sortBy: ({ name }) => name },
  { id: 'place', title: 'Place', width: 'minmax(104px, 1.2fr)', sortBy: ({ place }) => place },
  {
    id: 'last',
    title: 'Last message',
    width: '100px',
    sortBy: ({ lastEvent }) => lastEvent ?? 0,
    plain: ({ lastEvent }) => (lastEvent === undefined ? '' : isoTime(lastEvent)),
  },
  {
    id: 'lag',
    title: 'Lag',
    width: '62px',
    align: 'end',
    hint: 'Newest message: arrival to store',
    sortBy: ({ lag }) => lag ?? -1,
    plain: ({ lag }) => milliseconds(lag),
  },
  {
    id: 'clock',
    title: 'Clock',
    width: '66px',
    align: 'end',
    hint: 'Sensor’s clock minus ours',
    sortBy: ({ clockOffset }) => Math.abs(clockOffset ?? 0),
    plain: ({ clockOffset }) => milliseconds(clockOffset),
  },
  {
    id: 'stored',
    title: 'Stored',
    width: '70px',
    align: 'end',
    hint: 'Events stored here, in and out',
    sortBy: ({ stored }) => stored,
  },
  counter('received', 'Received', 'Messages it received'),
  counter('answered', 'Answered', 'Messages it answered'),
  counter('throttled', 'Throttled', 'Messages it did not answer, so as not to amplify'),
  counter('malformed', 'Malformed', 'Messages that are no valid SIP'),
  counter('kernelDrops', 'Kernel drops', 'Datagrams lost before the sensor could read them'),
  counter('spoolWaiting', 'In spool', 'Events that no console has acknowledged yet'),
  { id: 'gaps', title: 'Gaps', width: '66px', align: 'end', sortBy: ({ gaps }) => gaps.length },
]

type Counter = 'received' | 'answered' | 'throttled' | 'malformed' | 'kernelDrops' | 'spoolWaiting'

function counter(id: Counter, title: string, hint: string): Column<SensorRow> {
  return {
    id,
    title,
    width: id === 'kernelDrops' ? '94px' : '78px',
    align: 'end',
    hint,
    sortBy: ({ counters }) => counters?.[id] ?? -1,
    plain: ({ counters }) => String(counters?.[id] ?? ''),
  }
}

/** The columns that are a plain counter of the sensor. */
export const counters: readonly Counter[] = [
  'received',
  'answered',
  'throttled',
  'malformed',
  'kernelDrops',
  'spoolWaiting',
]
