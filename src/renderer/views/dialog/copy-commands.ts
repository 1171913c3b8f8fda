import type { DialogMessage, DialogRow } from '../../../contract/console/dialogs.ts'
import { byteText, readable } from '../../../sip/text/byte-text.ts'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/useCommands.ts'
import { useCopy } from '../../lists/clipboard.ts'
import { defanged, jsonOf, nftElements, wiresharkFilter } from '../../lists/copies.ts'
import { useMenu } from '../../stores/menu.ts'
import { sippDialog, sippScenario } from '../../../sip/write/sipp.ts'

const scope = 'dialog'

/** Copies of the chosen message and of its dialog, and the menus of the ladder. */
export function useDialogCopies(
  dialog: () => DialogRow | undefined,
  messages: () => readonly DialogMessage[],
  message: () => DialogMessage | undefined,
  ladder: () => HTMLElement | null,
): void {
  const copy = useCopy()
  const menu = useMenu()
  const form = (id: string, title: string, text: (dialog: DialogRow, message: DialogMessage) => string): Command => ({
    id: `dialog.copy-${id}`,
    title: `Copy as ${title}`,
    group: 'Copy',
    scope,
    when: () => dialog() !== undefined && message() !== undefined && (id !== 'sipp' || isRequest(message())),
    run: () => {
      const [whole, one] = [dialog(), message()]
      if (whole && one) copy(title, text(whole, one))
    },
  })
  const openMenu = (kind: 'all' | 'copy') => (): void => {
    const place = ladder()?.querySelector('[aria-selected=true]')?.getBoundingClientRect()
    menu.open({ scope, kind, at: { x: place?.left ?? 0, y: place?.bottom ?? 0 }, from: ladder() })
  }
  useCommands([
    form('raw', 'raw SIP', (_, { raw }) => readable(byteText(raw))),
    form('sipp', 'SIPp scenario', (_, { raw }) => sippScenario(raw)),
    form('sipp-dialog', 'SIPp scenario of the dialog', () => sippDialog(messages(), { plays: 'source', texts: 'own' })),
    form('sipp-exact', 'SIPp scenario of the dialog, byte for byte', () =>
      sippDialog(messages(), { plays: 'source', texts: 'exact' }),
    ),
    form('sipp-sensor', 'SIPp scenario of our answers', () =>
      sippDialog(messages(), { plays: 'sensor', texts: 'own' }),
    ),
    form('address', 'source address', ({ source }) => source),
    form('defanged', 'defanged address', ({ source }) => defanged(source)),
    form('json', 'JSON', (_, one) => jsonOf([one])),
    form('wireshark', 'Wireshark filter', ({ source, callId }) => wiresharkFilter([{ address: source, callId }])),
    form('nft', 'nft element', ({ source }) => nftElements([source])),
    {
      id: 'dialog.copy-as',
      title: 'Copy as …',
      group: 'Lists',
      keys: ['Ctrl+Shift+C'],
      scope,
      keysOnly: true,
      run: openMenu('copy'),
    },
    {
      id: 'dialog.menu',
      title: 'Menu of the row',
      group: 'Lists',
      keys: ['Shift+F10', 'ContextMenu'],
      scope,
      keysOnly: true,
      run: openMenu('all'),
    },
  ])
}

/** SIPp can send requests; what we answered is no message of the attacker. */
const isRequest = (message: DialogMessage | undefined): boolean =>
  message?.direction === 'in' && message.method !== undefined && message.status === undefined
