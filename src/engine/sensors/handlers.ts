import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { SensorRow } from '../../contract/console/sensors.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import { checkSensorUrl } from '../links/address.ts'
import type { SensorLinks } from '../links/links.ts'
import { toMilliseconds } from '../store/codes.ts'
import type { Reader } from '../store/connection.ts'
import { latestGaps } from '../store/gaps.ts'
import { guardedWrite } from '../store/guarded.ts'
import { captureRegion, listSensors, sensorById, type StoredSensor } from '../store/sensors.ts'
import type { Workspace } from '../workspace.ts'

type SensorHandlers = Pick<ConsoleCallHandlers, 'sensors.list' | 'sensor.add' | 'sensor.remove' | 'sensor.retry'>

export function sensorHandlers({ store, links }: Workspace): SensorHandlers {
  const known = (id: number): number => {
    if (!sensorById(store.reader, id)) throw new RpcError('not-found', `there is no sensor ${id}`)
    return id
  }
  return {
    'sensors.list': () => listSensors(store.reader).map((sensor) => sensorRow(store.reader, links, sensor)),
    'sensor.add': ({ url, token }) => {
      const checked = checkSensorUrl(url)
      return { id: guardedWrite(store, () => links.add(checked, token)) }
    },
    'sensor.remove': ({ id }) => guardedWrite(store, () => links.remove(known(id))),
    'sensor.retry': ({ id }) => links.retry(known(id)),
  }
}

const gapsShown = 20

function sensorRow(reader: Reader, links: SensorLinks, sensor: StoredSensor): SensorRow {
  const { id, url, name, region, place, country, latitude, longitude, zone, software, stored, lastEvent } = sensor
  const isFile = url === null && region === captureRegion
  return {
    ...{ id, region, place, country, latitude, longitude, zone, stored },
    name: name || (url ?? `sensor ${id}`),
    url: url ?? '',
    ...(links.status(id) ?? (isFile ? { state: 'file', since: 0 } : { state: 'down', since: 0, error: 'removed' })),
    ...(software ? { software } : {}),
    ...(lastEvent === null ? {} : { lastEvent: toMilliseconds(lastEvent) }),
    gaps: latestGaps(reader, id, gapsShown),
  }
}
