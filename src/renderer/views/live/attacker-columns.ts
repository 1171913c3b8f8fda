import type { Attacker } from '../../../contract/console/live.ts'
import { severities } from '../../../sip/attack/class.ts'
import type { Column } from '../../components/grid.ts'
import { countryName } from '../../text/country.ts'
import { classNames, toolNames } from '../../text/words.ts'

const severityRank = (row: Attacker): number => severities.length - severities.indexOf(row.severity)

export const attackerColumns: readonly Column<Attacker>[] = [
  { id: 'severity', title: '', width: '30px', hint: 'Severity', sortBy: severityRank },
  { id: 'address', title: 'Source', width: 'minmax(122px, 1.2fr)', sortBy: (row) => row.address },
  { id: 'country', title: 'Country', width: 'minmax(62px, 1fr)', sortBy: (row) => countryName(row.country ?? '~') },
  {
    id: 'inRange',
    title: 'Messages',
    width: '74px',
    align: 'end',
    hint: 'In this range',
    sortBy: (row) => row.inRange,
  },
  {
    id: 'rate',
    title: 'Rate',
    width: '60px',
    align: 'end',
    hint: 'Mean over this range',
    sortBy: (row) => row.inRange,
  },
  {
    id: 'class',
    title: 'Attack',
    width: 'minmax(110px, 1.3fr)',
    text: (row) => classNames[row.classes[0] ?? 'unknown'],
  },
  {
    id: 'numbers',
    title: 'Numbers',
    width: '72px',
    align: 'end',
    hint: 'Numbers dialled / prefixes tried in front of them',
    sortBy: (row) => row.prefixes,
  },
  {
    id: 'tools',
    title: 'Tool',
    width: 'minmax(76px, 0.9fr)',
    text: (row) => row.tools.map((tool) => toolNames[tool]).join(', '),
  },
  { id: 'sensors', title: 'Sensors', width: '68px', align: 'end', hint: 'Sensors hit', sortBy: (row) => row.sensors },
  { id: 'proof', title: 'Proof', width: '98px', hint: 'Is the address provably the attacker’s? (return-routability)' },
  { id: 'state', title: 'State', width: '94px', hint: 'Ban or whitelist entry' },
]
