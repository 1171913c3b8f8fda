import { z } from 'zod'
import { personName, roles, type Role } from '../ledger/intents/people.ts'
import { returns } from '../rpc/table.ts'
import { reasonText } from './vocabulary.ts'

/** Somebody who may speak in the ledger, or was invited to. */
export interface PersonRow {
  /** Of the invitation while that is all there is, else the key. */
  readonly id: string
  readonly state: 'invited' | 'enrolled' | 'admitted' | 'removed'
  readonly name: string
  /** What holds now. */
  readonly roles: readonly Role[]
  /** What the inviter means to give; absent of somebody who came without an invitation. */
  readonly promised?: readonly Role[]
  /** Ed25519 public key, base64url, and what people compare of it; absent of an invitation. */
  readonly key?: string
  readonly fingerprint?: string
  /** This console's own key. */
  readonly mine: boolean
  readonly enrolledAt?: number
  readonly invitedBy?: string
  readonly admittedBy?: string
  /** When an invitation ends. */
  readonly expiresAt?: number
}

export interface Team {
  /** This console; `unknown` until the feed has recorded its key. */
  readonly me: {
    readonly key: string
    readonly fingerprint: string
    readonly state: 'unknown' | 'enrolled' | 'admitted' | 'removed'
    readonly roles: readonly Role[]
    /** Why this console's key cannot be used here, and what to do; absent where it can. */
    readonly sealed?: string
  }
  /** Invitations first, then those who wait for being confirmed, then the others by name. */
  readonly people: readonly PersonRow[]
}

/** What the team of another feed will not know of. */
export interface LeftBehind {
  /** Bans on the list of this console's own feed. */
  readonly published: number
  /** Actions that the feed has not recorded. */
  readonly waiting: number
}

/** Characters of the certificates in PEM form that a console may be given. */
export const mostAuthority = 64_000

/** Who vouches for a feed's certificate, where it is none that every computer knows. */
export interface FeedAuthority {
  /** Its subject, as its maker wrote it. */
  readonly name: string
  /** SHA-256, hexadecimal pairs. */
  readonly fingerprint: string
  /** UTC milliseconds. */
  readonly validTo: number
}

export interface FeedChoiceState {
  /** The demo brings a feed of its own, which cannot be changed. */
  readonly use: 'own' | 'shared' | 'demo'
  /** Of the shared feed. */
  readonly url?: string
  /** The only one that is believed about the shared feed; absent: those that the system knows. */
  readonly authority?: FeedAuthority
  readonly leftBehind: LeftBehind
  /** The feed in use went on from a backup: so many records that this console has seen it has lost. */
  readonly lost?: number
}

export interface Invited {
  /** Shown this once; only its hash is kept. */
  readonly code: string
  readonly expiresAt: number
  readonly queued: boolean
}

const key = z.string().min(1).max(64)
const someRoles = z.array(z.enum(roles)).min(1).max(roles.length)
/** Typed: how much is left behind. */
const confirmation = z.string().max(20).optional()

export const peopleCalls = {
  'people.list': returns<Team>()(z.object({})),
  'people.invite': returns<Invited>()(z.object({ name: personName, roles: someRoles })),
  /** Ends an invitation that nobody used. */
  'people.uninvite': returns<{ readonly queued: boolean }>()(z.object({ id: key, reason: reasonText })),
  /** The fingerprint as somebody compared it with what the colleague's console shows. */
  'people.admit': returns<{ readonly queued: boolean }>()(
    z.object({ key, fingerprint: z.string().max(80), roles: someRoles }),
  ),
  'people.change': returns<{ readonly queued: boolean }>()(
    z.object({ key, roles: someRoles.optional(), name: personName.optional() }),
  ),
  'people.remove': returns<{ readonly queued: boolean }>()(z.object({ key, reason: reasonText })),
  'feed.choice': returns<FeedChoiceState>()(z.object({})),
  'feed.join': returns<void>()(
    z.object({
      url: z.string().trim().min(1).max(300),
      token: z.string().trim().min(1).max(500),
      /** Not needed where this console's key is in the team already. */
      code: z.string().trim().max(80).optional(),
      /** Certificates in PEM form, of the authority that vouches for the feed where it is the team's own. */
      ca: z.string().max(mostAuthority).optional(),
      confirmation,
      /** The word that allows plain HTTP to another machine. */
      unencrypted: z.string().max(40).optional(),
    }),
  ),
  'feed.leave': returns<void>()(z.object({ confirmation })),
  /** The confirmation is `lost`, typed. */
  'feed.followRestored': returns<void>()(z.object({ confirmation })),
}
