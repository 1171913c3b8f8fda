import type { DialogMessage } from '../../../../contract/console/dialogs.ts'
import { byteText, readable } from '../../../../sip/text/byte-text.ts'
import { sippDialog, sippScenario } from '../../../../sip/write/sipp.ts'
import type { Api } from '../../../api/api.ts'
import type { Command } from '../../../commands/registry.ts'

interface DialogCopies {
  readonly scope: string
  readonly label: string
  readonly dialog: () => number | undefined
  readonly event: () => number | undefined
  readonly api: Api
  readonly copy: (what: string, text: string) => void
  readonly failed: (what: string, error: unknown) => void
}

/** Copies whose bytes are read first: raw SIP and SIPp scenarios of the message or dialog under the cursor. */
export function copiesOfDialog({ scope, label, dialog, event, api, copy, failed }: DialogCopies): readonly Command[] {
  const form = (id: string, title: string, when: () => boolean, text: () => Promise<string>): Command => ({
    id: `${scope}.copy-${id}`,
    title: `Copy as ${title}`,
    group: 'Copy',
    of: label,
    scope,
    when,
    run: () =>
      void text().then(
        (found) => (found === '' ? failed('Nothing was copied', new Error('it holds no request')) : copy(title, found)),
        (error: unknown) => failed('Nothing was copied', error),
      ),
  })
  const message = async (): Promise<DialogMessage | undefined> => {
    const id = event()
    return id === undefined ? undefined : (await api.call('messages.get', { ids: [id] }))[0]
  }
  const messages = async (): Promise<readonly DialogMessage[]> => {
    const id = dialog()
    return id === undefined ? [] : (await api.call('dialog.get', { id })).messages
  }
  const hasMessage = (): boolean => event() !== undefined
  const hasDialog = (): boolean => dialog() !== undefined
  return [
    form('raw', 'raw SIP', hasMessage, async () => {
      const found = await message()
      return found ? readable(byteText(found.raw)) : ''
    }),
    form('sipp', 'SIPp scenario', hasMessage, async () => {
      const found = await message()
      return found && isRequest(found) ? sippScenario(found.raw) : ''
    }),
    form('sipp-dialog', 'SIPp scenario of the dialog', hasDialog, async () =>
      sippDialog(await messages(), { plays: 'source', texts: 'own' }),
    ),
  ]
}

/** SIPp can send requests; what we answered is no message of the attacker. */
const isRequest = ({ direction, method, status }: DialogMessage): boolean =>
  direction === 'in' && method !== undefined && status === undefined
