import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { Invited, PersonRow } from '../../contract/console/people.ts'
import { longestInvitation, newCode, normalCode } from '../../contract/ledger/invitation.ts'
import type { Role } from '../../contract/ledger/intents/people.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import { asking } from '../blacklist/feed/asking.ts'
import type { FeedChoice } from '../blacklist/feed/choice.ts'
import { feedAuthority } from '../blacklist/feed/authority.ts'
import { feedUrl } from '../blacklist/feed/url.ts'
import { fingerprintOf } from '../blacklist/feed/identity.ts'
import type { Workspace } from '../workspace.ts'
import { foldPeople, teamOf } from './team.ts'

type PeopleHandlers = Pick<
  ConsoleCallHandlers,
  | 'people.list'
  | 'people.invite'
  | 'people.uninvite'
  | 'people.admit'
  | 'people.change'
  | 'people.remove'
  | 'feed.choice'
  | 'feed.join'
  | 'feed.leave'
  | 'feed.followRestored'
>

export function peopleHandlers({ blacklist, feedChoice, now }: Workspace): PeopleHandlers {
  const team = () => teamOf(foldPeople(blacklist.ledger.peopleRecords()), blacklist.identity, now())
  const known = (id: string, ...states: readonly PersonRow['state'][]): string => {
    const row = team().people.find((each) => each.id === id)
    if (row && states.includes(row.state)) return id
    throw new RpcError('not-found', 'the ledger knows nobody of that kind')
  }
  return {
    'people.list': team,
    'people.invite': (asked) => invite(asked),
    'people.uninvite': ({ id, reason }) => blacklist.act('analyst.uninvited', known(id, 'invited'), { reason }),
    'people.admit': ({ key, fingerprint, roles }) => {
      if (bare(fingerprint) !== bare(fingerprintOf(known(key, 'enrolled'))))
        throw new RpcError('refused', 'this is not the fingerprint of that key', 'confirmation')
      return blacklist.act('analyst.admitted', key, { roles })
    },
    'people.change': ({ key, roles, name }) =>
      blacklist.act('analyst.changed', known(key, 'admitted'), {
        ...(roles === undefined ? {} : { roles }),
        ...(name === undefined ? {} : { name }),
      }),
    'people.remove': ({ key, reason }) =>
      blacklist.act('analyst.removed', known(key, 'enrolled', 'admitted'), { reason }),
    'feed.choice': () => feedChoice?.state() ?? { use: 'demo', leftBehind: { published: 0, waiting: 0 } },
    'feed.join': ({ url, token, code, ca, confirmation, unencrypted }) => {
      const authority = feedAuthority(ca)
      const given = { ...(code ? { code } : {}), ...(authority === undefined ? {} : { ca: authority }) }
      return choiceOf(feedChoice).join({ url: feedUrl(url, unencrypted), token, ...given }, confirmation)
    },
    'feed.leave': ({ confirmation }) => choiceOf(feedChoice).leave(confirmation),
    'feed.followRestored': ({ confirmation }) => choiceOf(feedChoice).followRestored(confirmation),
  }

  /** The code is worth nothing before its hash is recorded: the feed must be there. */
  async function invite({ name, roles }: { name: string; roles: Role[] }): Promise<Invited> {
    await asking(() => blacklist.client.http().info())
    const code = newCode(randomBytes)
    const codeHash = createHash('sha256').update(normalCode(code)).digest('hex')
    const expiresAt = Math.floor(now()) + validFor
    const { queued } = await blacklist.act('analyst.invited', randomUUID(), { codeHash, name, roles, expiresAt })
    return { code, expiresAt, queued }
  }
}

/** A minute less than the longest: the feed judges it by its own clock. */
const validFor = longestInvitation - 60_000

const bare = (fingerprint: string): string => fingerprint.replace(/[^0-9a-f]/gi, '').toLowerCase()

function choiceOf(choice: FeedChoice | undefined): FeedChoice {
  if (choice) return choice
  throw new RpcError('unavailable', 'the demo has a feed of its own; stop the demo first')
}
