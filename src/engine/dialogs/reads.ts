import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { DialogDetail, DialogMessage } from '../../contract/console/dialogs.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Reading } from '../readers/reading.ts'
import type { Reader } from '../store/connection.ts'
import { cursorAfter, pageOf } from '../store/cursor.ts'
import { dialogById, dialogRow, listDialogs } from '../store/dialogs.ts'
import { dialogMessages, firstMessages, messagesById } from '../store/events.ts'

type DialogReads = Pick<ConsoleCallHandlers, 'dialogs.page' | 'dialog.get' | 'messages.get' | 'messages.first'>

export const dialogReads = ({ reader }: Reading): DialogReads => ({
  'dialogs.page': (filter) =>
    pageOf(
      listDialogs(reader, filter),
      filter.limit,
      ({ firstSeen, id }) => cursorAfter(firstSeen, id),
      (rows) => rows.map(dialogRow),
    ),
  'dialog.get': ({ id }) => detail(reader, id),
  'messages.get': ({ ids }) => inOrder(reader, ids),
  'messages.first': ({ dialogs }) => firstOf(reader, dialogs),
})

function inOrder(reader: Reader, ids: readonly number[]): readonly DialogMessage[] {
  const byId = new Map(messagesById(reader, ids).map((message) => [message.id, message]))
  return ids.map((id) => {
    const message = byId.get(id)
    if (!message) throw new RpcError('not-found', `message ${id} is not stored here`)
    return message
  })
}

function firstOf(reader: Reader, dialogs: readonly number[]): readonly DialogMessage[] {
  const byDialog = new Map(firstMessages(reader, dialogs).map((message) => [message.dialog, message]))
  return dialogs.flatMap((id) => byDialog.get(id) ?? [])
}

const mostMessages = 500

function detail(reader: Reader, id: number): DialogDetail {
  const found = dialogById(reader, id)
  if (!found) throw new RpcError('not-found', 'this dialog is not stored here')
  const messages = dialogMessages(reader, id, mostMessages)
  return { dialog: dialogRow(found), messages, more: found.messages - messages.length }
}
