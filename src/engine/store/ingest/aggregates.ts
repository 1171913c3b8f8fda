import { classCodes, directionCodes, microsecondsPerMinute, microsecondsPerSecond, toolCodes } from '../codes.ts'
import type { Writer } from '../connection.ts'
import type { EventFacts } from './facts.ts'
import type { DialledIds } from './names.ts'
import type { BatchSources } from './sources.ts'
import { SpanTally, Tally } from './tally.ts'

/** Seconds kept in the per-second rollup: two hours are shown, and readers may lag a little. */
export const keptSeconds = 2 * 3600 + 300
/** Usual methods have the numbers 1 to 14; a fuzzer's inventions share number 0. */
const usualMethods = 14

/** What one batch adds to every aggregate; events of one sensor only. */
export class BatchAggregates {
  readonly dialogsBegun = new Tally()
  private readonly sensor: number
  private readonly oldestSecond: number
  private readonly seconds = new Tally()
  private readonly minutes = new Tally()
  private readonly sourceMinutes = new Tally()
  private readonly classes = new Tally()
  private readonly tools = new Tally()
  private readonly users = new Tally()
  private readonly sensors = new SpanTally()
  private readonly dialled = new SpanTally()

  constructor(sensor: number, now: number) {
    this.sensor = sensor
    this.oldestSecond = Math.floor(now / 1000) - keptSeconds
  }

  count(event: EventFacts, method: number | null): void {
    const { sensor } = this
    const rolled = method !== null && method <= usualMethods ? method : 0
    const direction = directionCodes.encode(event.direction)
    const minute = Math.floor(event.time / microsecondsPerMinute)
    this.minutes.add(minute, sensor, direction, classCodes.encode(event.class), rolled)
    const second = Math.floor(event.time / microsecondsPerSecond)
    if (event.direction === 'in' && second >= this.oldestSecond) this.seconds.add(second, sensor, rolled)
  }

  countReceived(
    event: EventFacts,
    ids: { source: number; userAgent: number; dialled: DialledIds | null; users: readonly number[] },
  ): void {
    const { source, dialled } = ids
    this.classes.add(source, classCodes.encode(event.class))
    this.tools.add(source, toolCodes.encode(event.tool), ids.userAgent)
    this.sensors.add(event.time, source, this.sensor)
    this.sourceMinutes.add(source, Math.floor(event.time / microsecondsPerMinute), this.sensor)
    if (dialled) this.dialled.add(event.time, source, dialled.number, dialled.prefix)
    for (const user of ids.users) this.users.add(source, user)
  }

  /** @param sources learns how many sensors, numbers and prefixes are new to each source. */
  flush(writer: Writer, sources: BatchSources): void {
    this.seconds.flush(writer, upsert.second)
    this.minutes.flush(writer, upsert.minute)
    this.sourceMinutes.flush(writer, upsert.sourceMinute)
    this.classes.flush(writer, upsert.class)
    this.tools.flush(writer, upsert.tool)
    this.users.flush(writer, upsert.user)
    this.dialogsBegun.flush(writer, upsert.dialogMinute)
    this.sensors.flush(writer, sourceSensor, ([source = 0]) => (sources.of(source).sensors += 1))
    this.dialled.flush(writer, sourceDialled, (key) => noteNewDialled(writer, sources, key))
  }
}

function noteNewDialled(
  writer: Writer,
  sources: BatchSources,
  [source = 0, number = 0, prefix = 0]: readonly number[],
): void {
  const delta = sources.of(source)
  const known = writer.get('SELECT 1 FROM source_dialled WHERE source = ? AND number = ? LIMIT 1', source, number)
  if (!known) delta.numbers += 1
  delta.prefixes += writer.run(
    'INSERT OR IGNORE INTO source_prefix (source, prefix) VALUES (?, ?)',
    source,
    prefix,
  ).changes
}

export function pruneSeconds(writer: Writer, now: number): void {
  writer.run('DELETE FROM rollup_second WHERE second < ?', Math.floor(now / 1000) - keptSeconds)
}

const upsert = {
  second: `INSERT INTO rollup_second (second, sensor, method, messages) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET messages = messages + excluded.messages`,
  minute: `INSERT INTO rollup_minute (minute, sensor, direction, class, method, messages) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET messages = messages + excluded.messages`,
  sourceMinute: `INSERT INTO source_minute (source, minute, sensor, messages) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET messages = messages + excluded.messages`,
  class: `INSERT INTO source_class (source, class, messages) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET messages = messages + excluded.messages`,
  tool: `INSERT INTO source_tool (source, tool, user_agent, messages) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET messages = messages + excluded.messages`,
  user: `INSERT INTO source_user (source, user, attempts) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET attempts = attempts + excluded.attempts`,
  dialogMinute: `INSERT INTO dialog_minute (minute, begun) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET begun = begun + excluded.begun`,
}

const sourceSensor = {
  update: `UPDATE source_sensor SET messages = messages + ?, first_seen = min(first_seen, ?), last_seen = max(last_seen, ?)
    WHERE source = ? AND sensor = ?`,
  insert: 'INSERT INTO source_sensor (source, sensor, messages, first_seen, last_seen) VALUES (?, ?, ?, ?, ?)',
}

const sourceDialled = {
  update: `UPDATE source_dialled SET attempts = attempts + ?, first_seen = min(first_seen, ?), last_seen = max(last_seen, ?)
    WHERE source = ? AND number = ? AND prefix = ?`,
  insert: `INSERT INTO source_dialled (source, number, prefix, attempts, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?)`,
}
