import type { SensorHello } from '../../contract/wire/frames.ts'
import type { Reader, Writer } from './connection.ts'

export interface StoredSensor {
  readonly id: number
  readonly identity: string | null
  readonly url: string | null
  readonly token: string | null
  readonly name: string
  readonly region: string
  readonly place: string
  readonly country: string
  readonly latitude: number
  readonly longitude: number
  readonly zone: string
  readonly software: string
  readonly stored: number
  /** Microseconds of the newest event. */
  readonly lastEvent: number | null
}

/** Of sensors that are files. */
export const captureRegion = 'capture'

const columns = `id, identity, url, token, name, region, place, country, latitude, longitude, zone, software, stored,
  last_event AS lastEvent`

/** Those in use, and removed ones whose events are still here. */
export const listSensors = (reader: Reader): readonly StoredSensor[] =>
  reader.all<StoredSensor>(`SELECT ${columns} FROM sensor WHERE url IS NOT NULL OR stored > 0 ORDER BY id`)

export const sensorById = (reader: Reader, id: number): StoredSensor | undefined =>
  reader.get<StoredSensor>(`SELECT ${columns} FROM sensor WHERE id = ?`, id)

export const sensorByUrl = (reader: Reader, url: string): StoredSensor | undefined =>
  reader.get<StoredSensor>(`SELECT ${columns} FROM sensor WHERE url = ?`, url)

/** @returns its number; a known URL gets the new token. */
export function addSensor(writer: Writer, url: string, token: string): number {
  const known = sensorByUrl(writer, url)
  if (!known) return writer.run('INSERT INTO sensor (url, token) VALUES (?, ?)', url, token).id
  writer.run('UPDATE sensor SET token = ? WHERE id = ?', token, known.id)
  return known.id
}

/**
 * The sensor that an imported capture's messages belong to: it has no address, and stands in the region `capture`.
 * @param identity 64 hexadecimal digits that tell this capture from others.
 * @param name of the file that was imported first.
 */
export function captureSensor(writer: Writer, identity: string, name: string): { id: number; name: string } {
  const known = writer.get<{ id: number; name: string }>('SELECT id, name FROM sensor WHERE identity = ?', identity)
  if (known) return known
  const insert = 'INSERT INTO sensor (identity, name, region) VALUES (?, ?, ?)'
  return { id: writer.run(insert, identity, name, captureRegion).id, name }
}

/** Forgets how to reach it, and the sensor itself when it never sent anything. */
export function removeSensor(writer: Writer, id: number): void {
  writer.transaction(() => {
    writer.run('UPDATE sensor SET url = NULL, token = NULL WHERE id = ?', id)
    dropIfBlank(writer, id)
  })
}

/** A sensor answered at an address where another one was met before. */
export class SensorIdentityError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SensorIdentityError'
  }
}

/**
 * Notes what a sensor says of itself. A sensor that was known before, and removed or moved here, goes on under its old
 * number, so that its events and cursors are found again.
 * @returns the number under which its events are stored.
 * @throws SensorIdentityError when `id` stands for another sensor, or this sensor is configured twice.
 */
export function greetSensor(writer: Writer, id: number, hello: SensorHello): number {
  return writer.transaction(() => {
    const owner = ownerOf(writer, id, hello.sensor)
    const { place, country, latitude, longitude } = hello.location
    writer.run(
      `UPDATE sensor SET identity = ?, name = ?, region = ?, place = ?, country = ?, latitude = ?, longitude = ?, zone = ?,
        software = ? WHERE id = ?`,
      ...[
        hello.sensor,
        hello.name,
        hello.region,
        place,
        country,
        latitude,
        longitude,
        hello.zone,
        hello.software,
        owner,
      ],
    )
    return owner
  })
}

function ownerOf(writer: Writer, id: number, identity: string): number {
  const configured = sensorById(writer, id)
  if (configured?.identity === identity) return id
  if (configured?.identity) {
    throw new SensorIdentityError(
      'another sensor answers at this address; remove the sensor and add it again to accept it',
    )
  }
  const known = writer.get<{ id: number; url: string | null }>(
    'SELECT id, url FROM sensor WHERE identity = ?',
    identity,
  )
  if (!known) return id
  if (known.url !== null) throw new SensorIdentityError(`this sensor is configured already, at ${known.url}`)
  moveAddress(writer, configured, known.id)
  return known.id
}

function moveAddress(writer: Writer, from: StoredSensor | undefined, to: number): void {
  if (!from) return
  writer.run('UPDATE sensor SET url = NULL, token = NULL WHERE id = ?', from.id)
  writer.run('UPDATE sensor SET url = ?, token = ? WHERE id = ?', from.url, from.token, to)
  dropIfBlank(writer, from.id)
}

function dropIfBlank(writer: Writer, id: number): void {
  writer.run('DELETE FROM gap WHERE sensor = ? AND (SELECT identity FROM sensor WHERE id = sensor) IS NULL', id)
  writer.run('DELETE FROM sensor WHERE id = ? AND identity IS NULL AND stored = 0', id)
}

/** Where to resume a sensor's numbering; `undefined` when nothing of it is stored yet. */
export function resumePoint(reader: Reader, sensor: number, epoch: string): number | undefined {
  return reader.get<{ last: number }>('SELECT last FROM epoch WHERE sensor = ? AND name = ?', sensor, epoch)?.last
}
