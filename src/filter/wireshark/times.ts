import { Notes } from '../notes.ts'
import { latest } from '../times/relative.ts'
import { readTime } from '../times/read.ts'
import type { Clock } from '../times/span.ts'
import type { Answer } from './answer.ts'
import type { Sign } from './tokens.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const named =
  /^([a-z]{3})\s{1,3}(\d{1,2}),\s{1,3}(\d{4})\s{1,3}(\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?\s{0,3}(utc|gmt|z|[+-]\d\d:?\d\d)?$/i
const dated = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?\s{0,3}(utc|gmt|z|[+-]\d\d:?\d\d)?$/i

const keys: Readonly<Partial<Record<Sign, string>>> = {
  ...{ '==': 'at', '!=': '-at', '>': 'since', '>=': 'since', '<': 'until', '<=': 'until' },
}

/** @param epoch the time is given in seconds since 1970. */
export function timeCondition(sign: Sign, texts: readonly string[], epoch: boolean, clock: Clock): Answer {
  const key = keys[sign]
  if (key === undefined) return { reason: 'times are compared with ==, >=, < and the like' }
  const time = epoch ? ofEpoch(texts[0] ?? '') : ofText(texts[0] ?? '')
  const isTime = time !== undefined && readTime(time, { from: 0, to: 0 }, clock, new Notes()) !== undefined
  return isTime ? { filter: `${key}:${time}`, loose: false } : { reason: 'the time cannot be read' }
}

function ofEpoch(text: string): string | undefined {
  const time = /^\d{1,12}(?:\.\d{1,9})?$/.test(text) ? Math.floor(Number(text) * 1000) : Infinity
  return time < latest ? new Date(time).toISOString() : undefined
}

function ofText(text: string): string | undefined {
  const [, month = '', day = '', year = '', clock, fraction, zone] = named.exec(text) ?? []
  if (clock === undefined) return ofDate(text)
  const at = months.indexOf(month.toLowerCase()) + 1
  return joined(`${year}-${String(at).padStart(2, '0')}-${day.padStart(2, '0')}`, clock, fraction, zone)
}

function ofDate(text: string): string | undefined {
  const [, date, clock, fraction, zone] = dated.exec(text) ?? []
  if (date !== undefined && clock !== undefined) return joined(date, clock, fraction, zone)
  return /^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined
}

/** Our clocks end at milliseconds. */
function joined(date: string, clock: string, fraction = '', zone = ''): string {
  const parts = fraction === '' || clock.length < 6 ? '' : `.${fraction.slice(0, 3)}`
  return `${date}T${clock}${parts}${/^[+-]/.test(zone) || zone === '' ? zone : 'Z'}`
}
