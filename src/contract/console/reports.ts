import { z } from 'zod'
import { returns } from '../rpc/table.ts'
import { address } from './vocabulary.ts'

export const reportFormats = ['html', 'pdf', 'markdown', 'csv'] as const
export type ReportFormat = (typeof reportFormats)[number]

export interface ReportFile {
  readonly name: string
  readonly mime: string
  readonly bytes: Uint8Array
}

export const reportCalls = {
  'report.build': returns<ReportFile>()(
    z.object({
      subject: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('source'), address }),
        z.object({ kind: z.literal('campaign'), id: z.number().int() }),
      ]),
      format: z.enum(reportFormats),
      title: z.string().trim().max(200).optional(),
      tlp: z.enum(['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED']).default('AMBER'),
    }),
  ),
}
