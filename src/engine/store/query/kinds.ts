import type {
  AttackClass,
  Direction,
  Proof,
  Severity,
  ToolId,
  Transport,
} from '../../../contract/console/vocabulary.ts'
import { classCodes, directionCodes, proofCodes, severityCodes, toolCodes, transportCodes } from '../codes.ts'
import type { Reader } from '../connection.ts'

/** A kind in words. */
export interface KindFacts {
  readonly id: number
  readonly sensor: number
  readonly address: string
  readonly transport: Transport
  readonly direction: Direction
  readonly method: string | undefined
  readonly status: number | undefined
  /** Empty: it has one that is not listed any more. */
  readonly userAgent: string | undefined
  readonly tool: ToolId
  readonly class: AttackClass
  readonly severity: Severity
  readonly proof: Proof
  readonly fault: string | undefined
  /** Row id of its text; 0 is not listed any more. */
  readonly fingerprintId: number | undefined
  readonly fingerprint: string | undefined
}

interface Row {
  readonly id: number
  readonly sensor: number
  readonly address: string | null
  readonly transport: number
  readonly direction: number
  readonly method: string | null
  readonly status: number | null
  readonly agent: number | null
  readonly userAgent: string | null
  readonly tool: number
  readonly class: number
  readonly severity: number
  readonly proof: number
  readonly fault: string | null
  readonly fingerprintId: number | null
  readonly fingerprint: string | null
}

const select = `
  SELECT k.id, k.sensor, l.address, k.transport, k.direction, m.text AS method, k.status, k.user_agent AS agent,
    u.text AS userAgent, k.tool, k.class, k.severity, k.proof, k.fault, k.fingerprint AS fingerprintId,
    f.text AS fingerprint
  FROM kind k LEFT JOIN listener l ON l.id = k.listener LEFT JOIN method m ON m.id = k.method
    LEFT JOIN user_agent u ON u.id = k.user_agent LEFT JOIN fingerprint f ON f.id = k.fingerprint`

/**
 * Kinds are never changed or removed, so that each thread reads every one of them once for each file. What was read is
 * taken for another file's when its last kind is not the same there: a backup was put in its place.
 */
const read = new Map<string, Row[]>()
const words = new WeakMap<readonly Row[], KindFacts[]>()
const mainFile = "SELECT file FROM pragma_database_list WHERE name = 'main'"

/** Its path; empty for what is held in memory alone. */
export const fileOf = (reader: Reader): string => reader.get<{ file: string }>(mainFile)?.file ?? ''

/** All kinds there are, in order of their ids. */
export function kindsOf(reader: Reader): readonly KindFacts[] {
  const file = fileOf(reader)
  const known = stillTrue(reader, read.get(file))
  known.push(...reader.all<Row>(`${select} WHERE k.id > ? ORDER BY k.id`, known.at(-1)?.id ?? 0))
  if (file !== '') read.set(file, known)
  const facts = words.get(known) ?? []
  words.set(known, facts)
  for (const row of known.slice(facts.length)) facts.push(factsOf(row))
  return facts
}

function stillTrue(reader: Reader, rows: Row[] | undefined): Row[] {
  const last = rows?.at(-1)
  if (!rows || !last) return []
  const now = reader.get<Row>(`${select} WHERE k.id = ?`, last.id)
  return JSON.stringify(now) === JSON.stringify(last) ? rows : []
}

function factsOf({ id, sensor, address, agent, userAgent, fingerprintId, fingerprint, ...row }: Row): KindFacts {
  return {
    ...{ id, sensor, address: address ?? '' },
    transport: transportCodes.decode(row.transport),
    direction: directionCodes.decode(row.direction),
    method: row.method ?? undefined,
    status: row.status ?? undefined,
    userAgent: agent === null ? undefined : (userAgent ?? ''),
    tool: toolCodes.decode(row.tool),
    class: classCodes.decode(row.class),
    severity: severityCodes.decode(row.severity),
    proof: proofCodes.decode(row.proof),
    fault: row.fault ?? undefined,
    fingerprintId: fingerprintId ?? undefined,
    fingerprint: fingerprintId === null ? undefined : (fingerprint ?? ''),
  }
}

export interface SensorFacts {
  readonly name: string
  readonly region: string
}

export const sensorsOf = (reader: Reader): ReadonlyMap<number, SensorFacts> =>
  new Map(
    reader
      .all<SensorFacts & { readonly id: number }>('SELECT id, name, region FROM sensor')
      .map(({ id, ...facts }) => [id, facts]),
  )
