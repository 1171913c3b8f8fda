import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { location } from '../../contract/wire/frames.ts'

const address = z
  .string()
  .refine((text) => ipaddr.isValid(text) && (text.includes(':') || text.split('.').length === 4), {
    message: 'must be an IPv4 or IPv6 address',
  })
const port = z.int().min(0).max(65_535)
export const isLoopback = (text: string): boolean => ipaddr.process(text).range() === 'loopback'
const loopback = address.refine(isLoopback, 'must be a loopback address: this version has no encrypted link')
const zone = z.string().max(64).refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin')
/** They stand in headers of every answer: visible ASCII without quotes, and no line ends. */
const headerText = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/, 'must be printable ASCII without quotes and backslashes')

const listen = z.strictObject({ transport: z.enum(['udp', 'tcp']), address, port: port.default(5060) })

const spool = z.strictObject({
  directory: z.string().min(1),
  maxBytes: z
    .int()
    .min(64 * 1024)
    .default(1024 ** 3),
  segmentBytes: z
    .int()
    .min(16 * 1024)
    .default(8 * 1024 ** 2),
  syncMilliseconds: z.int().min(1).max(200).default(200),
})

const answers = z.strictObject({
  realm: headerText.default('asterisk'),
  server: headerText.default('FPBX-16.0.40(18.20.0)'),
  perSourcePerSecond: z.int().min(1).max(100_000).default(50),
  totalPerSecond: z.int().min(1).max(1_000_000).default(2000),
  extensions: z.array(z.string().min(1).max(40)).max(1000).default(['10-99', '100-999', '1000-9999']),
  publicUsers: z.array(z.string().min(1).max(40)).max(100).default(['service', 's', 'info']),
})

export const sensorConfig = z
  .strictObject({
    name: z.string().min(1).max(80),
    region: z.string().min(1).max(80),
    location,
    zone: zone.default('UTC'),
    listen: z.array(listen).min(1).max(64),
    link: z.strictObject({
      address: loopback.default('127.0.0.1'),
      port: port.default(7060),
      token: z.string().min(16, 'must have at least 16 characters').max(256),
    }),
    health: z.strictObject({ address: loopback.default('127.0.0.1'), port: port.default(9160) }).prefault({}),
    spool,
    answers: answers.prefault({}),
    user: z.strictObject({ name: z.string().min(1), group: z.string().min(1).optional() }).optional(),
    demo: z.boolean().default(false),
  })
  .refine((config) => config.spool.maxBytes >= 2 * config.spool.segmentBytes, {
    path: ['spool', 'maxBytes'],
    message: 'must be at least twice segmentBytes',
  })
  .refine((config) => !config.demo || config.listen.every((one) => isLoopback(one.address)), {
    path: ['demo'],
    message: 'needs every listener on loopback: in demo mode whoever sends chooses who is blamed',
  })

export type SensorConfig = z.infer<typeof sensorConfig>

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
