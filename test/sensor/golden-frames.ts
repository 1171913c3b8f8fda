import type { FromConsole, FromSensor } from '../../src/contract/wire/frames.ts'

const ascii = (text: string) => new TextEncoder().encode(text)
const epoch = '0123456789abcdef'
const challenge = Uint8Array.from({ length: 32 }, (_, index) => index)

/** What docs/sensor-protocol.md explains, byte for byte in test/fixtures/wire: `<sender>-<type>.cbor`. */
export const goldenToken = 'golden-token-of-the-fixtures'
export const goldenChallenge = challenge

export const goldenFromSensor: Readonly<Record<string, FromSensor>> = {
  'sensor-hello': {
    type: 'hello',
    version: 1,
    sensor: 'ab'.repeat(32),
    name: 'Frankfurt',
    region: 'Europe',
    location: { place: 'Frankfurt am Main', country: 'DE', latitude: 50.11, longitude: 8.68 },
    zone: 'Europe/Berlin',
    software: 'honeynet-sensor/0.1.0',
    epoch,
    first: 1,
    last: 42,
    clock: 1_767_225_600_000_000,
    challenge,
  },
  'sensor-welcome': { type: 'welcome' },
  'sensor-refused': { type: 'refused', code: 'wrong-token', message: 'the token is not the right one' },
  'sensor-events': {
    type: 'events',
    epoch,
    first: 41,
    events: [
      [1_767_225_600_000_001, 0, '192.0.2.1', 5060, '198.51.100.7', 5060, 0, 0, ascii('OPTIONS sip:a SIP/2.0\r\n\r\n')],
      [1_767_225_600_000_900, 1, '2001:db8::1', 40_000, '2001:db8::2', 5060, 1, 3, ascii('SIP/2.0 200 OK\r\n\r\n')],
    ],
  },
  'sensor-gap': { type: 'gap', epoch, from: 7, to: 9, reason: 'disk', toTime: 1_767_225_600_000_000 },
  'sensor-status': {
    type: 'status',
    clock: 1_767_225_605_000_000,
    counters: {
      received: 40,
      answered: 2,
      throttled: 1,
      malformed: 3,
      kernelDrops: 0,
      spoolBytes: 9000,
      spoolWaiting: 2,
    },
  },
}

export const goldenFromConsole: Readonly<Record<string, FromConsole>> = {
  'console-auth': {
    type: 'auth',
    version: 1,
    console: 'cd'.repeat(16),
    proof: Uint8Array.from(Buffer.from('f6d8e9ac74ac7f881d75b41d15d92f596b36d9fed9ae9b94aeafb0247f0e87dc', 'hex')),
  },
  'console-resume': { type: 'resume', epoch, last: 40, credit: 20_000 },
  'console-resume-fresh': { type: 'resume', epoch: '', last: 0, credit: 20_000 },
  'console-ack': { type: 'ack', epoch, sequence: 42 },
  'console-credit': { type: 'credit', events: 2 },
}
