import type { Counters } from '../counters.ts'

/** Everything the sensor tells about its own state. */
export interface HealthReport {
  readonly name: string
  readonly sensor: string
  readonly software: string
  /** Seconds since the start. */
  readonly uptime: number
  readonly epoch: string
  readonly first: number
  readonly last: number
  /** µs UTC. */
  readonly clock: number
  readonly consoles: number
  readonly spoolBytes: number
  readonly spoolWaiting: number
  readonly spoolError?: string
  readonly kernelDrops?: number
  readonly counters: Readonly<Counters>
}

/** Prometheus' text format, version 0.0.4. */
export function metricsText(report: HealthReport): string {
  const { counters } = report
  const lines = [
    metric('received_total', 'counter', 'SIP messages received', counters.received),
    metric('answered_total', 'counter', 'SIP answers sent', counters.answered),
    metric('throttled_total', 'counter', 'Answers withheld by rate or by the amplification guard', counters.throttled),
    metric('malformed_total', 'counter', 'Messages that are no sound SIP', counters.malformed),
    metric('ignored_total', 'counter', 'Responses and garbage, never answered', counters.ignored),
    metric('send_errors_total', 'counter', 'Answers the system refused to send', counters.sendErrors),
    metric('tcp_refused_total', 'counter', 'TCP connections over the limits', counters.tcpRefused),
    metric('link_refused_total', 'counter', 'Consoles refused', counters.linkRefused),
    metric('link_errors_total', 'counter', 'Links closed for a bad frame', counters.linkErrors),
    metric('kernel_drops_total', 'counter', 'Datagrams dropped by the kernel', report.kernelDrops),
    metric('link_consoles', 'gauge', 'Consoles connected', report.consoles),
    metric('spool_bytes', 'gauge', 'Bytes of the spool', report.spoolBytes),
    metric('spool_waiting_events', 'gauge', 'Events not acknowledged by every known console', report.spoolWaiting),
    metric('spool_error', 'gauge', '1 while the spool cannot be written', report.spoolError === undefined ? 0 : 1),
    metric('uptime_seconds', 'gauge', 'Seconds since the start', report.uptime),
  ]
  return lines.join('')
}

function metric(name: string, type: 'counter' | 'gauge', help: string, value: number | undefined): string {
  if (value === undefined) return ''
  const full = `honeynet_sensor_${name}`
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${full} ${value}\n`
}
