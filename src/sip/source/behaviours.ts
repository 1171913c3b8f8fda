import { behaviourClasses, type Behaviour } from './behaviour.ts'
import { calling } from './calling.ts'
import { counted } from './counts.ts'
import { guessing } from './guessing.ts'
import { noise } from './noise.ts'
import { phone } from './phone.ts'
import type { SourceSummary } from './summary.ts'
import { figure, many } from './words.ts'

/** What a source was doing, gravest and most telling first. Deterministic: the same counts give the same answer. */
export function behavioursOf(summary: SourceSummary): readonly Behaviour[] {
  const found = [...injected(summary), ...calling(summary), ...guessing(summary), ...noise(summary)]
  const behaviours = found.length === 0 ? [...phone(summary)] : found
  return behaviours.toSorted((a, b) => behaviourClasses.indexOf(a.class) - behaviourClasses.indexOf(b.class))
}

function* injected(summary: SourceSummary): Generator<Behaviour> {
  const sql = counted(summary, 'sql-injection')
  const others = counted(summary, 'injection')
  if (sql > 0) {
    const sentence = `Tried SQL injection in ${many(sql, 'message')}`
    const reasons = [`${figure(sql, 'message')} with the structure of SQL in a text field`]
    yield { class: 'sql-injection', severity: 'critical', sentence, reasons, count: sql }
  }
  if (others > 0) {
    const sentence = `Tried to inject commands or scripts in ${many(others, 'message')}`
    const reasons = [`${figure(others, 'message')} with a command, script, path or template in a text field`]
    yield { class: 'injection', severity: 'critical', sentence, reasons, count: others }
  }
}
