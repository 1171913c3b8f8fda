import type { FeedErrorCode } from '../contract/ledger/api.ts'

/** Why the feed will not do what was asked; the code is for programs, the message for people. */
export class Refusal extends Error {
  readonly code: FeedErrorCode
  /** HTTP status, where the code's own would say too little. */
  readonly status: number | undefined

  constructor(code: FeedErrorCode, message: string, status?: number) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.status = status
  }
}
