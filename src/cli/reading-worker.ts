import { dialogReads } from '../engine/dialogs/reads.ts'
import { exploreReads } from '../engine/explore/reads.ts'
import { answerCalls } from '../engine/readers/answering.ts'
import type { Reading } from '../engine/readers/reading.ts'

/** Entry of the thread that reads for a command: it knows few calls, and so is there in half the time. */
const commandReads = (reading: Reading) => ({ ...exploreReads(reading), ...dialogReads(reading) })
export type CommandRead = keyof ReturnType<typeof commandReads>

answerCalls(commandReads)
