import type { BanRow } from '../../../contract/console/bans.ts'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/useCommands.ts'
import type { Decisions } from './decisions.ts'
import type { Many } from './lanes/many.ts'
import type { Step } from './steps/step.ts'

interface ChosenBan {
  readonly chosen: () => BanRow | undefined
  readonly may: () => Decisions
  /** Of the selected ones, those that each act is about. */
  readonly many: () => Readonly<Record<'approve' | 'revoke', Many>>
  readonly selected: () => boolean
  readonly openSource: (ban: BanRow) => void
  /** Opens the card of a step; none is taken by a key alone. */
  readonly step: (step: Step) => void
  readonly stepMany: (act: 'approve' | 'revoke') => void
}

/** What can be done with the chosen ban, or with those selected. Approving and rejecting are about an extension where one waits. */
export function useBanCommands(of: ChosenBan): void {
  const { chosen, may, many, selected, openSource, step, stepMany } = of
  // While some are selected the keys are about them, or nobody would know which are meant.
  const isPublished = (): boolean => !selected() && chosen()?.state === 'published'
  const hasExtension = (): boolean => isPublished() && chosen()?.extension !== undefined
  const isProposed = (): boolean => !selected() && chosen()?.state === 'proposed'
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
  const manyCommand = (act: 'approve' | 'revoke', title: string, key: string, short: string): Command =>
    command(`${act}-many`, title, key, {
      ...{
        footer: act === 'approve' ? 1 : 2,
        short,
        when: () => many()[act].bans.length > 0,
        run: () => stepMany(act),
      },
      blocked: () => many()[act].blocked,
    })
  useCommands([
    manyCommand('approve', 'Approve the selected bans …', 'a', 'Approve selected'),
    manyCommand('revoke', 'Revoke the selected bans …', 'v', 'Revoke selected'),
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
