import { randomUUID } from 'node:crypto'
import type { Intent, RecordBody, RecordKind, SignedIntent } from '../../contract/ledger/intent.ts'
import { intent as intentSchema } from '../../contract/ledger/intent.ts'
import type { Clock } from '../time/clock.ts'
import type { FeedSigner } from '../ledger/crypto.ts'
import { Refusal } from '../refusal.ts'

/** What the feed itself has to say, signed with its own key. */
export interface FeedVoice {
  say<Kind extends RecordKind>(kind: Kind, subject: string, body: RecordBody<Kind>): SignedIntent
}

export function createVoice(signer: FeedSigner | undefined, clock: Clock): FeedVoice {
  return {
    say(kind, subject, body) {
      if (!signer) throw new Refusal('storage', 'the feed has lost its key and can record nothing')
      const author = signer.key
      const said: Intent = intentSchema.parse({
        version: 1,
        id: randomUUID(),
        time: clock.now(),
        ...{ author, subject, kind, body },
      })
      return signer.sign(said)
    },
  }
}
