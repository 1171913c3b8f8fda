import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What both readers say of one message; '' where there is nothing. */
export interface Reading {
  readonly method: string
  readonly status: string
  readonly callId: string
  readonly cseq: string
  readonly fromUser: string
  readonly fromTag: string
  readonly toUser: string
  readonly toTag: string
  readonly branch: string
  readonly contact: string
  readonly userAgent: string
}

export interface Frame {
  readonly number: number
  /** One direction of one TCP connection; undefined for a datagram. */
  readonly stream: string | undefined
  readonly payload: Uint8Array
  /** Whether the other reader takes it for SIP, and what it reads. */
  readonly reading: Reading | undefined
}

const fields = {
  method: 'sip.Method',
  status: 'sip.Status-Code',
  callId: 'sip.Call-ID',
  cseq: 'sip.CSeq',
  fromUser: 'sip.from.user',
  fromTag: 'sip.from.tag',
  toUser: 'sip.to.user',
  toTag: 'sip.to.tag',
  branch: 'sip.Via.branch',
  contact: 'sip.Contact',
  userAgent: 'sip.User-Agent',
} as const satisfies Readonly<Record<keyof Reading, string>>
export const readingFields = Object.keys(fields) as (keyof Reading)[]

const transport = ['frame.number', 'udp.payload', 'tcp.payload', 'tcp.stream', 'tcp.srcport']

/** Every frame of a capture that carries something, in order; of several SIP messages in one frame the first. */
export async function framesOf(capture: string): Promise<readonly Frame[]> {
  const wanted = [...transport, ...Object.values(fields)].flatMap((field) => ['-e', field])
  const { stdout } = await run('tshark', ['-r', capture, '-T', 'fields', '-E', 'occurrence=f', ...wanted], {
    maxBuffer: 256 * 1024 * 1024,
  })
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : (frameOf(line.split('\t')) ?? [])))
}

function frameOf([number = '', udp = '', tcp = '', stream = '', port = '', ...values]: readonly string[]):
  Frame | undefined {
  if (udp === '' && tcp === '') return undefined
  const reading = Object.fromEntries(readingFields.map((name, at) => [name, values[at] ?? ''])) as unknown as Reading
  return {
    number: Number(number),
    stream: tcp === '' ? undefined : `${stream} from ${port}`,
    payload: new Uint8Array(Buffer.from((udp || tcp).replaceAll(':', ''), 'hex')),
    reading: reading.method === '' && reading.status === '' ? undefined : reading,
  }
}
