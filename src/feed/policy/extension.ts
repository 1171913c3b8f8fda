import type { SignedIntent } from '../../contract/ledger/intent.ts'
import type { BanLife, Extension } from '../../contract/ledger/life/ban.ts'
import type { AskedIntent } from '../../contract/ledger/roles.ts'
import { listIds } from '../life/list-ids.ts'
import { Refusal } from '../refusal.ts'
import { requireBannable } from './bannable.ts'
import type { Judging } from './judging.ts'
import { requireOneOf } from './roles.ts'

export type ExtensionIntent = Extract<AskedIntent, { kind: `ban.extension-${string}` }>

/** @returns what follows at once from the step. @throws Refusal */
export function judgeExtension(judging: Judging, ban: BanLife, intent: ExtensionIntent): readonly SignedIntent[] {
  switch (intent.kind) {
    case 'ban.extension-proposed':
      requireBannable(judging, ban.proposal)
      return []
    case 'ban.extension-withdrawn':
      if (intent.author !== ban.extension?.proposer) requireOneOf(judging.state, intent.author, ['approver'])
      return []
    case 'ban.extension-approved':
      return ban.extension ? approve(judging, ban, ban.extension, intent.author) : []
    case 'ban.extension-rejected':
      return []
  }
}

/** It is public already, so there is no hold; the whitelist would have ended it. */
function approve(judging: Judging, ban: BanLife, extension: Extension, approver: string): readonly SignedIntent[] {
  const { state, voice, now, latest } = judging
  const solo = approver === extension.proposer
  if (solo && state.policy?.solo !== true)
    throw new Refusal('four-eyes', 'somebody else than the proposer of the extension must approve')
  requireBannable(judging, ban.proposal)
  const expiresAt = Math.max(ban.expiresAt ?? 0, now + extension.proposal.duration)
  return [voice.say('ban.extended', ban.id, { listId: listIds(state.lastListId, latest)(), expiresAt, solo })]
}
