import { inviteMethod, registerMethod } from '../codes.ts'
import type { Kept } from './kept.ts'
import { spans, sums, type Comparison } from './compare.ts'
import type { VerifyRun } from './run.ts'

const stretchEvents = 100_000
const stretchSources = 1_000
const of = 'source BETWEEN @source AND @lastSource'
const received = `FROM event e CROSS JOIN kind k ON k.id = e.kind WHERE e.${of} AND k.direction = 0`

const listed: readonly Comparison[] = [
  sums(
    'numbers of a source',
    ['source', 'number'],
    `SELECT source, number, forms AS n FROM source_number WHERE ${of}`,
    `SELECT x.source, d.number, 1 AS n FROM source_dialled x CROSS JOIN dialled d ON d.id = x.dialled WHERE x.${of}`,
  ),
  sums(
    'prefixes of a source',
    ['source', 'prefix'],
    `SELECT source, prefix, forms AS n FROM source_prefix WHERE ${of}`,
    `SELECT x.source, d.prefix, 1 AS n FROM source_dialled x CROSS JOIN dialled d ON d.id = x.dialled WHERE x.${of}`,
  ),
  ...(['number', 'prefix', 'sensor'] as const).map((thing) => {
    const column = thing === 'prefix' ? 'prefixes' : `${thing}s`
    return sums(
      `how many ${column} a source has`,
      ['source'],
      `SELECT id AS source, ${column} AS n FROM source WHERE id BETWEEN @source AND @lastSource`,
      `SELECT source, 1 AS n FROM source_${thing} WHERE ${of}`,
    )
  }),
]

const counted: readonly Comparison[] = [
  sums(
    'how many dialogs a source has',
    ['source'],
    'SELECT id AS source, dialogs AS n FROM source WHERE id BETWEEN @source AND @lastSource',
    `SELECT source, 1 AS n FROM dialog WHERE ${of}`,
  ),
  spans(
    'sensors that heard a source',
    ['source', 'sensor'],
    `SELECT source, sensor, messages AS n, first_seen AS first, last_seen AS last FROM source_sensor WHERE ${of}`,
    `SELECT e.source, k.sensor, e.time ${received}`,
  ),
  spans(
    'what a source dialled',
    ['source', 'dialled'],
    `SELECT source, dialled, attempts AS n, first_seen AS first, last_seen AS last FROM source_dialled WHERE ${of}`,
    `SELECT e.source, e.dialled, e.time ${received} AND e.dialled IS NOT NULL`,
  ),
  spans(
    'guesses of a source',
    ['source', 'guess'],
    `SELECT source, guess, attempts AS n, first_seen AS first, last_seen AS last FROM source_guess WHERE ${of}`,
    `SELECT e.source, g.value AS guess, e.time FROM event e CROSS JOIN kind k ON k.id = e.kind
      CROSS JOIN named n ON n.id = e.named, json_each(n.guesses) g WHERE e.${of} AND k.direction = 0`,
  ),
  sums(
    'users that a source names',
    ['source', 'user'],
    `SELECT source, user, attempts AS n FROM source_user WHERE ${of}`,
    `SELECT e.source, u.value AS user, 1 AS n FROM event e CROSS JOIN kind k ON k.id = e.kind
      CROSS JOIN named n ON n.id = e.named, json_each(n.users) u WHERE e.${of} AND k.direction = 0`,
  ),
  sums(
    'most messages of a source in one second',
    ['source'],
    'SELECT id AS source, peak AS n FROM source WHERE id BETWEEN @source AND @lastSource',
    `SELECT source, max(n) AS n FROM (
      SELECT e.source, count(*) AS n ${received} GROUP BY e.source, e.time / 1000000) GROUP BY source`,
  ),
]

/** Columns of `source`, and how each is read from the events of a source, `k` being the kind of each. */
const columns: Readonly<Record<string, string>> = {
  messages: 'sum(k.direction = 0)',
  answers: 'sum(k.direction = 1)',
  foreign_via: 'sum(k.direction = 0 AND k.foreign_via)',
  refusals: 'sum(k.direction = 1 AND coalesce(k.status, 0) IN (401, 403, 407, 487, 503))',
  accepted: `sum(k.direction = 1 AND coalesce(k.method, 0) = ${registerMethod} AND coalesce(k.status, 0) BETWEEN 200 AND 299)`,
  first_invite: `min(iif(k.direction = 0 AND k.method = ${inviteMethod} AND k.status IS NULL, e.time, NULL))`,
}
/** Those that say something as soon as something was received. */
const receivedColumns: Readonly<Record<string, string>> = {
  first_seen: 'min(iif(k.direction = 0, e.time, NULL))',
  last_seen: 'max(iif(k.direction = 0, e.time, NULL))',
  proof: 'max(iif(k.direction = 0, k.proof, NULL))',
  severity: 'min(iif(k.direction = 0, k.severity, NULL))',
}

const row = ((): Comparison => {
  const all = Object.entries({ ...columns, ...receivedColumns })
  const kept = all.map(([name]) => (name in columns ? `s.${name}` : `iif(s.messages > 0, s.${name}, NULL)`))
  const sql = `
    SELECT s.id AS source, ${all.map(([name], at) => `${kept[at]} AS kept_${name}, c.${name} AS counted_${name}`).join()}
    FROM source s LEFT JOIN (
      SELECT e.source, ${all.map(([name, expression]) => `${expression} AS ${name}`).join()}
      FROM event e CROSS JOIN kind k ON k.id = e.kind WHERE e.${of} GROUP BY e.source) c ON c.source = s.id
    WHERE s.id BETWEEN @source AND @lastSource AND s.first_seen >= @whole
      AND (${all.map(([name], at) => `${kept[at]} IS NOT c.${name}`).join(' OR ')})
    LIMIT 5`
  return { name: 'a source', sql }
})()

const day = 86_400_000_000
const next = `
  SELECT id, messages + answers AS messages FROM source WHERE id >= ? ORDER BY id LIMIT ${stretchSources}`

/** Everything that is counted of each source, from its events. */
export async function verifySources(run: VerifyRun, kept: Kept): Promise<void> {
  // Answers may have been sent a little before what was received first.
  const whole = kept.events === 0 ? 0 : kept.events + day
  for (let source = 0; !run.full;) {
    const sources = run.reader.all<{ id: number; messages: number }>(next, source)
    const { ids, messages } = take(sources)
    const last = sources.length < stretchSources && ids.length === sources.length
    const lastSource = last ? Number.MAX_SAFE_INTEGER : (ids.at(-1) ?? source)
    run.compare(listed, { source, lastSource, whole: 0 })
    run.compare([...counted, row], { source, lastSource, whole })
    await run.step(messages)
    if (last) return
    source = lastSource + 1
  }
}

/** As many as have so many messages, and one at least. */
function take(sources: readonly { readonly id: number; readonly messages: number }[]): {
  readonly ids: readonly number[]
  readonly messages: number
} {
  const ids: number[] = []
  let messages = 0
  for (const source of sources) {
    if (ids.length > 0 && messages + source.messages > stretchEvents) break
    ids.push(source.id)
    messages += source.messages
  }
  return { ids, messages }
}
