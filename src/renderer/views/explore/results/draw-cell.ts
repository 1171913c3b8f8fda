import { h, type VNode } from 'vue'
import AddressText from '../../../components/AddressText.vue'
import BanBadge from '../../../components/BanBadge.vue'
import CountryFlag from '../../../components/CountryFlag.vue'
import ProofBadge from '../../../components/ProofBadge.vue'
import SeverityBadge from '../../../components/SeverityBadge.vue'
import TimeText from '../../../components/TimeText.vue'
import { untrusted } from '../../../components/untrusted.ts'
import { count } from '../../../text/format.ts'
import { toolName } from '../../../text/words.ts'
import type { Cell, FoundColumn } from './columns.ts'

/** A column that draws its cells: turning a page of the results changes hundreds. */
export const drawn = <Row>(column: FoundColumn<Row>): FoundColumn<Row> => ({
  ...column,
  draw: (row) => drawCell(column.cell(row), column.title === ''),
})

/** More than any column shows: what is cut is cut at its edge. */
const longest = 200

/** @param narrow there is room for a glyph alone */
function drawCell(cell: Cell, narrow: boolean): string | VNode {
  switch (cell.kind) {
    case 'text':
      return untrusted(cell.text, longest)
    case 'code':
      return untrusted(cell.text, longest, 'mono')
    case 'count':
      return count(cell.value)
    case 'time':
      return h(TimeText, { time: cell.time, as: cell.precise ? 'precise' : 'full' })
    case 'severity':
      return h(SeverityBadge, { severity: cell.severity, glyphOnly: narrow })
    case 'address':
      return h(AddressText, { address: cell.address, limit: 15, link: true })
    case 'country':
      return h(CountryFlag, { code: cell.code, fit: true })
    case 'tools':
      return cell.tools.map((tool) => toolName(tool)).join(', ')
    case 'proof':
      return h(ProofBadge, { proof: cell.proof })
    case 'campaigns':
      return untrusted(cell.campaigns.map(({ name }) => name).join(', '), longest)
    case 'state':
      if (cell.whitelisted) return h('span', { class: 'badge good' }, 'Whitelisted')
      return cell.ban ? h(BanBadge, { state: cell.ban }) : ''
  }
}
