import { RpcError } from '../../contract/rpc/error.ts'
import { fieldOf } from '../../filter/fields.ts'
import type { Filter } from '../../filter/filter.ts'
import { parseFilter } from '../../filter/parse.ts'
import { checkRegex } from './regex/compile.ts'

interface Around {
  /** UTC milliseconds. */
  readonly now: number
  readonly zone: string
}

/** @throws RpcError `bad-request` for a filter that has an error, or of which nothing looks at bytes. */
export function huntFilter(text: string, { now, zone }: Around): Filter {
  const { filter, problems } = parseFilter(text, { now, zone, checkRegex })
  if (!filter) {
    const error = problems.find(({ weight }) => weight === 'error')
    throw new RpcError('bad-request', error?.message ?? 'this filter cannot be read')
  }
  if (looksAtBytes(filter)) return filter
  const words =
    'Nothing in this filter looks at bytes: a hunt needs ~"…", raw:, ruri: or sdp:. Explore shows the rest at once.'
  throw new RpcError('bad-request', words)
}

function looksAtBytes(filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.parts.some(looksAtBytes)
    case 'not':
      return looksAtBytes(filter.part)
    case 'term':
      return fieldOf(filter.field).home === 'bytes'
    default:
      return filter.kind === 'bytes'
  }
}
