import { parentPort } from 'node:worker_threads'
import type { Message } from '../../store/ingest/facts.ts'
import { packRuns } from '../../store/raw/blocks.ts'
import { judgeMessage } from '../analyse.ts'
import type { FromPreparer, ToPreparer } from './messages.ts'
import { sheetBytes } from './sheet.ts'

/** Entry of the thread that judges and packs what sensors sent, one frame after the other. */
if (!parentPort) throw new Error('this file is started by the engine, as a thread')
const port = parentPort

port.on('message', (frame: ToPreparer) => {
  const messages = messagesOf(frame)
  const judged = messages.map((message) => judgeMessage(message))
  const runs = packRuns(messages.map(({ raw }) => raw))
  const answer: FromPreparer = { id: frame.id, sheet: sheetBytes(judged), runs }
  port.postMessage(answer, [answer.sheet.buffer])
})

function messagesOf({ sources, answers, lengths, bytes }: ToPreparer): readonly Message[] {
  let end = 0
  return sources.map((source, at) => {
    const begin = end
    end += lengths[at] ?? 0
    return { source, direction: answers[at] === 1 ? 'out' : 'in', raw: bytes.subarray(begin, end) }
  })
}
