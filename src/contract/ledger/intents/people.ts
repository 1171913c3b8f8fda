import { z } from 'zod'

export const roles = ['analyst', 'approver', 'publisher', 'auditor'] as const
export type Role = (typeof roles)[number]

export const peopleKinds = {
  'analyst.enrolled': z.object({ name: z.string().min(1).max(80), roles: z.array(z.enum(roles)).min(1) }),
}
