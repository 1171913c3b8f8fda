import { readHandlers } from '../read-handlers.ts'
import { answerCalls } from './answering.ts'

/** Entry of a reader's thread of the engine: it knows every reading call. */
answerCalls(readHandlers)
