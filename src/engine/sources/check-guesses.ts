import { setImmediate as turn } from 'node:timers/promises'
import type { GuessCheck } from '../../contract/console/sources.ts'
import { candidatesFor } from '../../sip/digest/candidates.ts'
import { passwordCheck } from '../../sip/digest/check.ts'
import { passwordSearch, type SearchState, type SearchStep } from '../../sip/digest/search.ts'
import { digestsOf } from '../../sip/header/authorization.ts'
import { parseMessage } from '../../sip/message/parse.ts'
import { isOver } from '../changes.ts'
import type { Reader } from '../store/connection.ts'
import { passwordsOf, unknownGuesses } from '../store/guesses.ts'
import { withPasswords } from '../store/ingest/names/found-guesses.ts'
import { guardedWrite } from '../store/guarded.ts'
import type { Workspace } from '../workspace.ts'

/** Newest messages whose digests are tried. */
const mostMessages = 200
/** Passwords of the same attacker that are tried before all others. */
const mostKnown = 1_000
/** Milliseconds for all of it, and between two turns of everything else that the engine does. */
const within = 10_000
const slice = 8
/** Passwords tried on one digest before the next has its turn: the likeliest ones of all come first. */
const step = 50

interface Digest {
  readonly event: number
  readonly user: string
  readonly search: SearchStep
  state: SearchState
}

/**
 * Tries the usual passwords, and those known of the same source, on the digests that it sent. What is found is stored
 * with the messages, also when `signal` ends the search early. It goes in slices, so that nothing else waits for it.
 */
export async function checkGuesses(workspace: Workspace, source: number, signal: AbortSignal): Promise<GuessCheck> {
  const { open, uncheckable } = digestsFrom(workspace.store.reader, source)
  const deadline = performance.now() + within
  let left: readonly Digest[] = open
  while (left.length > 0 && performance.now() < deadline && !isOver(signal)) {
    left = await round(left, deadline, signal)
  }
  const found = open.flatMap(({ event, user, state }) =>
    state.kind === 'found' ? [{ event, user, password: state.password }] : [],
  )
  if (found.length > 0) keep(workspace, found)
  return {
    digests: open.length + uncheckable,
    uncheckable,
    found: found.map(({ user, password }) => ({ user, password })),
    complete: left.length === 0,
  }
}

/** Each digest gets one step. @returns those that are still searched for. */
async function round(digests: readonly Digest[], deadline: number, signal: AbortSignal): Promise<readonly Digest[]> {
  let sliceEnd = performance.now() + slice
  for (const digest of digests) {
    digest.state = digest.search(step)
    const now = performance.now()
    if (now < sliceEnd) continue
    await turn()
    if (isOver(signal) || now >= deadline) break
    sliceEnd = performance.now() + slice
  }
  return digests.filter(({ state }) => state.kind === 'searching')
}

function digestsFrom(
  reader: Reader,
  source: number,
): { readonly open: readonly Digest[]; readonly uncheckable: number } {
  const known = passwordsOf(reader, source, mostKnown)
  const open: Digest[] = []
  let uncheckable = 0
  for (const { event, bytes } of unknownGuesses(reader, source, mostMessages)) {
    const message = parseMessage(bytes)
    const method = message.start?.kind === 'request' ? message.start.method : ''
    for (const credentials of digestsOf(message)) {
      const check = passwordCheck(credentials, { method, body: message.body })
      const { username: user = '' } = credentials
      if (!check) uncheckable += 1
      else {
        const search = passwordSearch(check, candidatesFor(user, known))
        open.push({ event, user, search, state: { kind: 'searching', tried: 0 } })
      }
    }
  }
  return { open, uncheckable }
}

interface Found {
  readonly event: number
  readonly user: string
  readonly password: string
}

function keep({ store, ingest, changes }: Workspace, found: readonly Found[]): void {
  const byEvent = Map.groupBy(found, ({ event }) => event)
  guardedWrite(store, () =>
    ingest.revise([...byEvent.keys()], (message, event = 0) => {
      const judged = ingest.rules.judge(message)
      return { ...judged, guesses: withPasswords(judged.guesses, byEvent.get(event) ?? []) }
    }),
  )
  changes.publish('events')
}
