import { z } from 'zod'
import { instant, reason } from './fields.ts'

export const roles = ['analyst', 'approver', 'publisher', 'auditor'] as const
export type Role = (typeof roles)[number]

const someRoles = z.array(z.enum(roles)).min(1).max(roles.length)
/** Shown beside what somebody did: nothing in it may hide or turn letters. */
export const personName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^\P{C}+$/u)

export const peopleKinds = {
  /** By a publisher; subject: an id of the invitation's own. */
  'analyst.invited': z.object({
    /** SHA-256 of the code (invitation.ts), hex. */
    codeHash: z.string().regex(/^[0-9a-f]{64}$/),
    /** The name by which the team will know the newcomer. */
    name: personName,
    /** What the inviter means to give; nothing holds before `analyst.admitted`. */
    roles: someRoles,
    expiresAt: instant,
  }),
  /** By a publisher, or by the feed after too many wrong codes; subject: the invitation. */
  'analyst.uninvited': z.object({ reason }),
  /** By the feed; subject, as in all below: the key. With an invitation it can only read until it is admitted. */
  'analyst.enrolled': z.object({
    name: z.string().min(1).max(80),
    roles: z.array(z.enum(roles)).min(1),
    invitation: z.string().min(1).max(64).optional(),
  }),
  /** By a publisher, who has compared the fingerprint of the key. */
  'analyst.admitted': z.object({ roles: someRoles }),
  /** Roles by a publisher; the name also by its bearer. */
  'analyst.changed': z
    .object({ roles: someRoles.optional(), name: personName.optional() })
    .refine(({ roles: given, name }) => given !== undefined || name !== undefined, 'changes nothing'),
  'analyst.removed': z.object({ reason }),
}
