import { sdpLines, type SdpLine } from './lines.ts'

/** What a session description offers (RFC 8866). Texts are the sender's, as they came; what is missing is undefined. */
export interface Sdp {
  readonly origin: SdpOrigin | undefined
  /** `s=`; many stacks write their own name here. */
  readonly name: string | undefined
  /** `c=` for all media that have none of their own. */
  readonly connection: SdpConnection | undefined
  readonly attributes: readonly SdpAttribute[]
  readonly media: readonly SdpMedia[]
  /** Every line with its range in the body, broken ones too. */
  readonly lines: readonly SdpLine[]
}

/** `o=user session version IN IP4 address`; some programs leak the address they have in their own network here. */
export interface SdpOrigin {
  readonly user: string
  readonly sessionId: string
  readonly version: string
  readonly address: string
}

export interface SdpConnection {
  /** `IP4` or `IP6`. */
  readonly family: string
  readonly address: string
}

export interface SdpAttribute {
  readonly name: string
  /** Behind the colon; '' for a flag such as `sendrecv`. */
  readonly value: string
}

export interface SdpMedia {
  /** `audio`, `video`, … */
  readonly type: string
  /** 0 refuses the stream; `undefined` when it is no number up to 65,535. */
  readonly port: number | undefined
  readonly protocol: string
  readonly formats: readonly string[]
  readonly connection: SdpConnection | undefined
  readonly attributes: readonly SdpAttribute[]
}

/** Takes anything and never throws: lines that it cannot read stay in `lines` alone. */
export function parseSdp(body: Uint8Array): Sdp {
  const lines = sdpLines(body)
  const firstMedia = lines.findIndex(({ letter }) => letter === 'm')
  const session = firstMedia === -1 ? lines : lines.slice(0, firstMedia)
  return {
    origin: originOf(valueOf(session, 'o')),
    name: valueOf(session, 's'),
    connection: connectionOf(valueOf(session, 'c')),
    attributes: attributesOf(session),
    media: firstMedia === -1 ? [] : mediaSections(lines.slice(firstMedia)).map(mediaOf),
    lines,
  }
}

const valueOf = (lines: readonly SdpLine[], letter: string): string | undefined =>
  lines.find((line) => line.letter === letter)?.value

function originOf(value: string | undefined): SdpOrigin | undefined {
  const [user, sessionId = '', version = '', , , address = ''] = words(value)
  return user === undefined ? undefined : { user, sessionId, version, address }
}

function connectionOf(value: string | undefined): SdpConnection | undefined {
  const [, family, address] = words(value)
  return family === undefined || address === undefined ? undefined : { family, address }
}

const words = (value: string | undefined): readonly string[] =>
  (value ?? '').split(/[ \t]+/).filter((one) => one !== '')

function attributesOf(lines: readonly SdpLine[]): readonly SdpAttribute[] {
  return lines.flatMap(({ letter, value }) => {
    if (letter !== 'a') return []
    const colon = value.indexOf(':')
    return [colon === -1 ? { name: value, value: '' } : { name: value.slice(0, colon), value: value.slice(colon + 1) }]
  })
}

/** Each `m=` line with the lines that belong to it. */
function mediaSections(lines: readonly SdpLine[]): readonly (readonly SdpLine[])[] {
  const sections: SdpLine[][] = []
  for (const line of lines) {
    if (line.letter === 'm') sections.push([line])
    else sections.at(-1)?.push(line)
  }
  return sections
}

function mediaOf(lines: readonly SdpLine[]): SdpMedia {
  const [type = '', port = '', protocol = '', ...formats] = words(lines[0]?.value)
  const connection = connectionOf(valueOf(lines, 'c'))
  return { type, port: portOf(port), protocol, formats, connection, attributes: attributesOf(lines) }
}

/** Of `49170` or `49170/2`, which takes two ports. */
function portOf(text: string): number | undefined {
  const [, digits] = /^(\d{1,5})(?:\/\d+)?$/.exec(text) ?? []
  return digits !== undefined && Number(digits) <= 65_535 ? Number(digits) : undefined
}
