import type { BanRow } from '../../../contract/console/bans.ts'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/useCommands.ts'
import type { Decisions } from './decisions.ts'
import type { Step } from './steps/step.ts'

interface ChosenBan {
  readonly chosen: () => BanRow | undefined
  readonly may: () => Decisions
  readonly openSource: (ban: BanRow) => void
  /** Opens the card of a step; none is taken by a key alone. */
  readonly step: (step: Step) => void
}

/** What can be done with the chosen ban. Approving and rejecting are about an extension where one waits. */
export function useBanCommands({ chosen, may, openSource, step }: ChosenBan): void {
  const isPublished = (): boolean => chosen()?.state === 'published'
  const hasExtension = (): boolean => isPublished() && chosen()?.extension !== undefined
  const isProposed = (): boolean => chosen()?.state === 'proposed'
  const blocked = (of: (may: Decisions, ban: BanRow) => string | undefined) => (): string | undefined => {
    const ban = chosen()
    return ban && of(may(), ban)
  }
  const command = (
    id: string,
    title: string,
    key: string,
    rest: Omit<Command, 'id' | 'title' | 'group' | 'keys'>,
  ): Command => ({
    ...{ id: `bans.${id}`, title, group: 'This screen', keys: [key] },
    ...rest,
  })
  useCommands([
    {
      ...{ id: 'bans.source', title: 'Open the source of the chosen ban', group: 'This screen' },
      ...{ keys: ['Enter', 'Shift+F'], scope: 'bans', footer: 6, short: 'Source' },
      when: () => chosen() !== undefined,
      run: () => {
        const ban = chosen()
        if (ban) openSource(ban)
      },
    },
    command('approve', 'Approve the chosen ban …', 'a', {
      ...{ footer: 1, short: 'Approve', when: isProposed, run: () => step('approve') },
      blocked: blocked((may, ban) => may.approve(ban)),
    }),
    command('reject', 'Reject the chosen ban …', 'n', {
      ...{ footer: 2, short: 'Reject', when: isProposed, run: () => step('reject') },
      blocked: blocked((may, ban) => may.reject(ban)),
    }),
    command('approve-extension', 'Approve more time for the chosen ban …', 'a', {
      ...{ footer: 1, short: 'Approve extension', when: hasExtension, run: () => step('approve-extension') },
      blocked: blocked((may, ban) => may.approveExtension(ban)),
    }),
    command('reject-extension', 'Reject more time for the chosen ban …', 'n', {
      ...{ footer: 2, short: 'Reject extension', when: hasExtension, run: () => step('reject-extension') },
      blocked: blocked((may, ban) => may.rejectExtension(ban)),
    }),
    command('extend', 'Propose more time for the chosen ban …', 'e', {
      ...{ footer: 3, short: 'Extend', when: isPublished, run: () => step('extend') },
      blocked: blocked((may, ban) => may.extend(ban)),
    }),
    command('revoke', 'Revoke the chosen ban …', 'v', {
      ...{ footer: 4, short: 'Revoke', when: isPublished, run: () => step('revoke') },
      blocked: blocked((may, ban) => may.revoke(ban)),
    }),
  ])
}
