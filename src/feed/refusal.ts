import type { FeedErrorCode } from '../contract/ledger/api.ts'

/** Why the feed will not do what was asked; the code is for programs, the message for people. */
export class Refusal extends Error {
  readonly code: FeedErrorCode

  constructor(code: FeedErrorCode, message: string) {
    super(message)
    this.name = 'Refusal'
    this.code = code
  }
}
