import { classNames } from '../../sip/attack/class-names.ts'
import { isAttack, severities } from '../../sip/attack/class.ts'
import { toolName } from '../../sip/tool/tool.ts'
import {
  count,
  hostile,
  line,
  plural,
  text,
  utc,
  type Block,
  type Inline,
  type Line,
  type Section,
  type Tlp,
} from './document.ts'
import type { Activity } from '../store/report-facts.ts'
import { inDetail, type Facts } from './facts.ts'
import { table } from './table.ts'
import { sampleLines } from './sample.ts'
import type { Totals } from './summary.ts'

/** What happened when, oldest first; and where we were blind meanwhile. */
export function timelineSection(facts: Facts, { first, last }: Totals): Section {
  const { activity, sources, gaps, sensors } = facts
  const busiest = activity.steps.reduce<Activity['steps'][number] | undefined>(
    (most, each) => (most && most.messages >= each.messages ? most : each),
    undefined,
  )
  const invites = sources.flatMap(({ source }) => (source.firstInvite === null ? [] : [source.firstInvite / 1000]))
  const steps: (readonly [number, Inline])[] = []
  if (first !== undefined) steps.push([first, 'First message'])
  if (invites.length > 0) steps.push([Math.min(...invites), 'First INVITE'])
  // A step begins before the first message in it.
  if (busiest) {
    const words = `Busiest ${stepWord(activity)}: ${plural(busiest.messages, 'message')}`
    steps.push([Math.max(busiest.time, first ?? 0), words])
  }
  if (last !== undefined) steps.push([last, 'Last message so far'])
  for (const { address, steps: life } of facts.bans)
    for (const step of life) steps.push([step.time, `${step.kind} ${address}, by ${step.author}`])
  const alias = new Map(sensors.map((sensor) => [sensor.sensor, sensor.alias]))
  const blind = gaps.map((gap): Line =>
    line(`${utc(gap.from)} to ${utc(gap.to)}: sensor `, hostile(alias.get(gap.sensor) ?? ''), ` ${gap.reason}`),
  )
  const rows = steps.sort(([a], [b]) => a - b).map(([time, what]) => [line(utc(time)), line(what)])
  return {
    heading: 'Timeline (UTC)',
    blocks: [
      table(['Time', 'What'], rows, (row) => row, 'steps are left out'),
      ...charts(facts),
      ...(blind.length > 0
        ? [
            text('Gaps: in these stretches a sensor saw nothing, whatever was sent.'),
            { kind: 'list', items: blind } as const,
          ]
        : [text('No sensor gap is known in this range.')]),
    ],
  }
}

const stepWord = ({ width }: Activity): string => (width === 1 ? 'minute' : width === 60 ? 'hour' : 'day')

function charts({ activity }: Facts): readonly Block[] {
  const [first, last] = [activity.steps[0], activity.steps.at(-1)]
  if (!first || !last) return []
  return [
    {
      kind: 'chart',
      caption: 'Messages per second, mean of each step',
      counts: perSecond(activity, first.time, last.time),
      from: utc(first.time),
      to: utc(last.time + activity.width * 60_000),
      unit: 'per second',
    },
    ...hoursOfDay(activity),
  ]
}

/** Nothing when only days are known. */
function hoursOfDay({ width, steps }: Activity): readonly Block[] {
  if (width > 60) return []
  const hours = Array.from({ length: 24 }, () => 0)
  for (const { time, messages } of steps) {
    const hour = new Date(time).getUTCHours()
    hours[hour] = (hours[hour] ?? 0) + messages
  }
  return [{ kind: 'chart', caption: 'Hours of the day, UTC', counts: hours, from: '00', to: '23', unit: 'messages' }]
}

const mostSteps = 160

function perSecond({ width, steps }: Activity, from: number, to: number): readonly number[] {
  const step = width * 60_000
  const whole = Math.round((to - from) / step) + 1
  const joined = Math.max(1, Math.ceil(whole / mostSteps))
  const counts = Array.from({ length: Math.ceil(whole / joined) }, () => 0)
  for (const { time, messages } of steps) {
    const at = Math.floor((time - from) / step / joined)
    counts[at] = (counts[at] ?? 0) + messages
  }
  return counts.map((messages) => messages / (joined * width * 60))
}

/** What the gravest source did, each with what it was concluded from. */
function deeds({ sources }: Facts): readonly Block[] {
  const [worst] = [...sources].sort(
    (a, b) => severities.indexOf(a.verdict.severity) - severities.indexOf(b.verdict.severity),
  )
  if (!worst || worst.behaviours.length === 0) return []
  const items = worst.behaviours.map(({ sentence, reasons }) => line(`${sentence}: ${reasons.join('; ')}`))
  return [text(`What ${worst.source.address} did, gravest first:`), { kind: 'list', items }]
}

export function techniqueSection(facts: Facts, tlp: Tlp): Section {
  const { sources, userAgents, sample } = facts
  const classes = [...new Set(sources.flatMap((source) => source.classes))].filter(isAttack)
  const peak = Math.max(0, ...sources.map(({ source }) => source.peak))
  const agents = userAgents.map(({ userAgent, tool, messages }) => [
    userAgent === '' ? line('(none)') : line(hostile(userAgent)),
    line(toolName(tool)),
    line(count(messages)),
  ])
  return {
    heading: 'Technique',
    blocks: [
      text(
        `Attack classes: ${classes.map((name) => classNames[name]).join(', ') || 'none recognised'}. Fastest: ${plural(peak, 'message')} within one second.`,
      ),
      ...deeds(facts),
      { kind: 'table', head: ['User agent claimed', 'Tool by structure', 'Messages'], rows: agents },
      ...(sources.length > inDetail
        ? [text(`User agents of the ${inDetail} busiest of ${count(sources.length)} sources.`)]
        : []),
      ...(sample
        ? [
            {
              kind: 'sample' as const,
              caption: `One message, received ${utc(sample.of.time)}, SHA-256 ${sample.of.sha256}`,
              lines: sampleLines(sample, tlp),
            },
          ]
        : []),
    ],
  }
}
