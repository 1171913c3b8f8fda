import { accountSection } from './accounts.ts'
import { techniqueSection, timelineSection } from './attack.ts'
import { line, utc, type ReportDocument, type Tlp } from './document.ts'
import type { Facts } from './facts.ts'
import { evidenceSection, indicatorRows, indicatorSection, numberSection, sensorSection } from './indicators.ts'
import { actionSection, methodSection, recommendationSection } from './response.ts'
import { severitySection, summarySection, totalsOf } from './summary.ts'

export interface Framing {
  readonly title: string | undefined
  readonly tlp: Tlp
  readonly author: string
  readonly version: string
  /** UTC milliseconds. */
  readonly now: number
}

export function buildReport(facts: Facts, { title, tlp, author, version, now }: Framing): ReportDocument {
  const totals = totalsOf(facts)
  const { subject } = facts
  const { first, last } = totals
  const seen = first === undefined || last === undefined ? 'nothing seen' : `${utc(first)} to ${utc(last)}`
  return {
    title: title || `SIP attack report: ${subject.name}`,
    tlp,
    generatedAt: now,
    cover: [
      ['Scope', line(`${subject.kind} ${subject.name}`)],
      ['Range', line(seen)],
      ['Author', line(author)],
      ['Generated', line(utc(now))],
      ['Made with', line(`Honeynet Console ${version}`)],
      ...(subject.note === '' ? [] : [['Note', line(subject.note)] as const]),
    ],
    sections: [
      summarySection(facts, totals),
      severitySection(facts, totals),
      timelineSection(facts, totals),
      techniqueSection(facts, tlp),
      indicatorSection(facts),
      numberSection(facts),
      accountSection(facts, tlp),
      sensorSection(facts, tlp),
      evidenceSection(facts),
      actionSection(facts),
      recommendationSection(),
      methodSection(facts),
    ],
    indicators: indicatorRows(facts),
  }
}
