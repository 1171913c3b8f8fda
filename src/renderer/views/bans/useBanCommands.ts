import type { ManyAct } from '../../../contract/console/audit.ts'
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
  readonly many: () => Readonly<Record<ManyAct, Many>>
  readonly selected: () => boolean
  readonly openSource: (ban: BanRow) => void
  /** Opens the card of a step; none is taken by a key alone. */
  readonly step: (step: Step) => void
  readonly stepMany: (act: ManyAct) => void
  /** Ways back, taken at once. */
  readonly withdraw: (ban: BanRow) => Promise<void>
  readonly withdrawExtension: (ban: BanRow) => Promise<void>
  readonly discard: (ban: BanRow) => Promise<void>
}

/** What can be done with the chosen ban, or with those selected. Keys are about an extension where one waits. */
export function useBanCommands(of: ChosenBan): void {
  const { chosen, may, many, selected, openSource, step, stepMany } = of
  // While some are selected the keys are about them, or nobody would know which are meant.
  const isPublished = (): boolean => isState('published')
  const hasExtension = (): boolean => isPublished() && chosen()?.extension !== undefined
  const isProposed = (): boolean => isState('proposed')
  const isState = (...states: readonly BanRow['state'][]): boolean => {
    const ban = chosen()
    return !selected() && ban !== undefined && states.includes(ban.state)
  }
  const withChosen = (act: (ban: BanRow) => unknown) => (): void => {
    const ban = chosen()
    if (ban) act(ban)
  }
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
  const manyCommand = (act: ManyAct, title: string, key: string, short: string): Command =>
    command(`${act}-many`, title, key, {
      ...{
        footer: { approve: 1, reject: 2, revoke: 3 }[act],
        short,
        when: () => many()[act].bans.length > 0,
        run: () => stepMany(act),
      },
      blocked: () => many()[act].blocked,
    })
  useCommands([
    manyCommand('approve', 'Approve the selected bans …', 'a', 'Approve selected'),
    manyCommand('reject', 'Reject the selected bans …', 'n', 'Reject selected'),
    manyCommand('revoke', 'Revoke the selected bans …', 'v', 'Revoke selected'),
    {
      ...{ id: 'bans.source', title: 'Open the source of the chosen ban', group: 'This screen' },
      ...{ keys: ['Enter', 'Shift+F'], scope: 'bans', footer: 6, short: 'Source' },
      when: () => chosen() !== undefined,
      run: withChosen(openSource),
    },
    command('approve', 'Approve the chosen ban …', 'a', {
      ...{ footer: 1, short: 'Approve', when: isProposed, run: () => step('approve') },
      blocked: blocked((may, ban) => may.approve(ban)),
    }),
    command('reject', 'Reject the chosen ban …', 'n', {
      ...{ footer: 2, short: 'Reject', when: isProposed, run: () => step('reject') },
      blocked: blocked((may, ban) => may.reject(ban)),
    }),
    command('undo', 'Undo the chosen ban while it is held', 'z', {
      ...{ footer: 1, short: 'Undo', when: () => isState('held'), run: withChosen(of.withdraw) },
      blocked: blocked((may, ban) => may.withdraw(ban)),
    }),
    command('withdraw', 'Withdraw the chosen proposal', 'z', {
      ...{ footer: 3, short: 'Withdraw', when: () => isState('queued', 'proposed'), run: withChosen(of.withdraw) },
      blocked: blocked((may, ban) => may.withdraw(ban)),
    }),
    command('discard', 'Discard what the feed refused about the chosen ban', 'd', {
      ...{ footer: 1, short: 'Discard refused', run: withChosen(of.discard) },
      when: () => !selected() && chosen()?.pending?.error !== undefined,
    }),
    command('approve-extension', 'Approve more time for the chosen ban …', 'a', {
      ...{ footer: 1, short: 'Approve extension', when: hasExtension, run: () => step('approve-extension') },
      blocked: blocked((may, ban) => may.approveExtension(ban)),
    }),
    command('reject-extension', 'Reject more time for the chosen ban …', 'n', {
      ...{ footer: 2, short: 'Reject extension', when: hasExtension, run: () => step('reject-extension') },
      blocked: blocked((may, ban) => may.rejectExtension(ban)),
    }),
    command('withdraw-extension', 'Withdraw more time for the chosen ban', 'z', {
      ...{ footer: 3, short: 'Withdraw extension', when: hasExtension, run: withChosen(of.withdrawExtension) },
      blocked: blocked((may, ban) => may.withdrawExtension(ban)),
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
