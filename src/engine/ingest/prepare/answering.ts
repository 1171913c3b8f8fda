import { parentPort, workerData } from 'node:worker_threads'
import type { JudgeMessage, Message } from '../../store/ingest/facts.ts'
import { packRuns } from '../../store/raw/blocks.ts'
import type { FromPreparer, ToPreparer } from './messages.ts'
import { judgedBut } from './not-judged.ts'
import { progressTeller, type PreparerStart } from './progress.ts'
import { sheetBytes } from './sheet.ts'

/** What the thread does that judges and packs what sensors sent, one frame after the other. */
export function prepareFrames(judge: JudgeMessage): void {
  if (!parentPort) throw new Error('this file is started by the engine, as a thread')
  const port = parentPort
  const tell = progressTeller((workerData as PreparerStart).progress)
  port.on('message', (frame: ToPreparer) => {
    const { id, leftOut } = frame
    const messages = messagesOf(frame)
    const judged = judgedBut(messages, leftOut, (message, place) => {
      tell({ id, place })
      return judge(message)
    })
    tell(undefined)
    const runs = packRuns(messages.map(({ raw }) => raw))
    const answer: FromPreparer = { id, sheet: sheetBytes(judged), runs }
    port.postMessage(answer, [answer.sheet.buffer])
  })
}

function messagesOf({ sources, answers, lengths, bytes }: ToPreparer): readonly Message[] {
  let end = 0
  return sources.map((source, at) => {
    const begin = end
    end += lengths[at] ?? 0
    return { source, direction: answers[at] === 1 ? 'out' : 'in', raw: bytes.subarray(begin, end) }
  })
}
