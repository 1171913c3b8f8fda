import { format } from 'prettier'
import { z } from 'zod'
import { fieldNames } from '../../../src/sip/fingerprint/write.ts'
import { sessionField } from '../../../src/sip/tool/matcher.ts'

/** Schema of resources/signatures/tools.json; tools.schema.json, which editors use, is made from it. */
const lower = z.string().regex(/^[^A-Z]+$/)
const matcher = {
  field: z.enum([...fieldNames, sessionField]).describe('Field of the fingerprint, or the name of the session'),
  matches: z.string().optional().describe('Regular expression over the field'),
  value: z.string().optional().describe('Text whose hash the field is: Allow, Accept, Supported, session'),
}
const label = z.strictObject({ label: z.string().min(1), ...matcher })
const feature = z.strictObject({
  ...matcher,
  weight: z.int().min(1).max(100).describe('60 in sum are likely, 100 certain'),
  says: z.string().min(10).describe('What it means, in one plain sentence without a full stop'),
})
const evidence = z.strictObject({ source: z.string().min(1), lines: z.array(z.string().min(1)).min(1) })
const signature = z.strictObject({
  program: z.string().min(1),
  versions: z.string().min(1).describe('any, or which'),
  features: z.array(feature).min(3),
  programs: z.array(label).describe('Name the program more closely, first that holds'),
  versionsBy: z.array(label).describe('Name the versions more closely, first that holds'),
  evidence: z.array(evidence).min(1).describe('Lines of recordings, sources or specifications it rests on'),
})
const tool = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  code: z.int().min(0).max(255).describe('Stands for it in the store: never change, never use again'),
  name: z.string().min(1),
  phrase: z.string().min(1).optional().describe('Its name within a sentence'),
  kind: z.enum(['attack tool', 'test tool', 'research', 'stack', 'phone', 'PBX', 'unknown']),
  hostile: z.boolean().describe('Nobody uses it as a telephone'),
  names: z.array(lower).describe('Found anywhere in a User-Agent'),
  wholeNames: z.array(lower).describe('The whole of a User-Agent'),
  namesBuiltOn: z.record(z.string(), z.array(lower)).describe('Names that the marks of a stack do not contradict'),
  signatures: z.array(signature),
})
export const tableSchema = z.strictObject({ $schema: z.string(), version: z.literal(1), tools: z.array(tool) })

/** As the repository's formatter writes it. */
export const jsonSchema = (): Promise<string> =>
  format(JSON.stringify(z.toJSONSchema(tableSchema)), { parser: 'json', printWidth: 120 })
