import type { ManyAct } from '../../../../contract/console/audit.ts'
import type { BanRow } from '../../../../contract/console/bans.ts'

/** What somebody may be about to do with one ban; each has its card. */
export type Step = 'approve' | 'reject' | 'revoke' | 'extend' | 'approve-extension' | 'reject-extension'

/** Which card is open. A step's card stays about the ban for which it was opened, whatever becomes of the list. */
export type OpenCard =
  | { readonly kind: 'step'; readonly step: Step; readonly ban: BanRow }
  | { readonly kind: 'many'; readonly act: ManyAct; readonly bans: readonly BanRow[] }
