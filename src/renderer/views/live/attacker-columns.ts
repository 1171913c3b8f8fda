import type { Attacker } from '../../../contract/console/live.ts'
import { severities } from '../../../sip/attack/class.ts'
import type { Column } from '../../components/grid.ts'
import { banStateNames, classNames, toolName } from '../../text/words.ts'
import { countryName } from '../../text/country.ts'
import { valuesOf } from '../../lists/facets.ts'

const severityRank = (row: Attacker): number => severities.length - severities.indexOf(row.severity)

const stateOf = ({ hidden, whitelisted, ban }: Attacker): string =>
  hidden ? 'Hidden' : whitelisted ? 'Whitelisted' : ban ? banStateNames[ban] : ''

export const attackerColumns: readonly Column<Attacker>[] = [
  { id: 'severity', title: '', width: '30px', hint: 'Severity', sortBy: severityRank, facets: valuesOf('severity') },
  {
    id: 'address',
    title: 'Source',
    width: 'minmax(122px, 1.2fr)',
    sortBy: (row) => row.address,
    facets: valuesOf('source'),
  },
  {
    id: 'country',
    title: 'Country',
    width: 'minmax(60px, 0.8fr)',
    sortBy: (row) => countryName(row.country ?? '~'),
    facets: valuesOf('country'),
    plain: (row) => row.country ?? '',
  },
  {
    id: 'inRange',
    title: 'Messages',
    width: '72px',
    align: 'end',
    hint: 'In this range',
    sortBy: (row) => row.inRange,
  },
  {
    id: 'class',
    title: 'Attack',
    width: 'minmax(146px, 1.5fr)',
    text: (row) => classNames[row.classes[0] ?? 'unknown'],
    facets: (row) => valuesOf('class')(row).slice(0, 1),
  },
  {
    id: 'numbers',
    title: 'Numbers',
    width: '68px',
    align: 'end',
    hint: 'Numbers dialled / prefixes tried in front of them',
    sortBy: (row) => row.prefixes,
    plain: (row) => `${row.numbers} / ${row.prefixes}`,
  },
  {
    id: 'tools',
    title: 'Tool',
    width: 'minmax(84px, 1.1fr)',
    text: (row) => row.tools.map((tool) => toolName(tool)).join(', '),
    facets: valuesOf('tool'),
  },
  { id: 'sensors', title: 'Sensors', width: '62px', align: 'end', hint: 'Sensors hit', sortBy: (row) => row.sensors },
  {
    id: 'proof',
    title: 'Proof',
    width: '93px',
    hint: 'Is the address provably the attacker’s? (return-routability)',
    facets: valuesOf('proof'),
  },
  { id: 'state', title: 'State', width: '82px', hint: 'Ban or whitelist entry', plain: stateOf },
]
