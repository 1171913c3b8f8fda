/** What somebody may be about to do with one ban; each has its card. */
export type Step = 'approve' | 'reject' | 'revoke' | 'extend' | 'approve-extension' | 'reject-extension'
