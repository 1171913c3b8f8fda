import type { FoundSource } from '../../../../contract/console/explore.ts'
import { countryName } from '../../../text/country.ts'
import { systemText } from '../../../text/system.ts'
import { classNames, toolName } from '../../../text/words.ts'
import { column, facet, figures, type FoundColumn } from './columns.ts'
import { proofColumn } from './shared-columns.ts'

/** The tab Sources. */
export const sourceColumns = (): readonly FoundColumn<FoundSource>[] => [
  column(
    {
      id: 'severity',
      title: 'Verdict',
      width: '92px',
      order: 'verdict',
      facets: (row) => facet('severity', row.severity),
    },
    ({ severity }) => ({ kind: 'severity', severity }),
  ),
  column(
    {
      id: 'source',
      title: 'Source',
      width: 'minmax(122px, 1.2fr)',
      always: true,
      facets: (row) => facet('source', row.address),
    },
    ({ address }) => ({ kind: 'address', address }),
  ),
  column(
    {
      id: 'country',
      title: 'Country',
      width: 'minmax(60px, 0.8fr)',
      facets: ({ country }) => facet('country', country, country === undefined ? undefined : countryName(country)),
    },
    ({ country }) => ({ kind: 'country', code: country }),
  ),
  column(
    {
      id: 'network',
      title: 'Network',
      width: 'minmax(90px, 1.2fr)',
      hint: 'Autonomous system, approximate',
      rare: true,
      facets: ({ system }) => (system ? facet('network', `AS${system.number}`, systemText(system)) : []),
    },
    ({ system }) => ({ kind: 'text', text: system ? systemText(system) : '' }),
  ),
  figures(
    { id: 'matching', title: 'Matching', width: '80px', order: 'matching', hint: 'Messages that match' },
    ({ matching }) => matching,
  ),
  figures(
    { id: 'messages', title: 'Messages', width: '80px', order: 'messages', hint: 'All it ever sent' },
    ({ messages }) => messages,
  ),
  column(
    {
      id: 'class',
      title: 'Attack',
      width: 'minmax(130px, 1.4fr)',
      facets: (row) => row.classes.slice(0, 1).flatMap((each) => facet('class', each, classNames[each])),
    },
    ({ classes }) => ({ kind: 'text', text: classNames[classes[0] ?? 'unknown'] }),
  ),
  figures({ id: 'numbers', title: 'Numbers', width: '68px', hint: 'Numbers dialled' }, ({ numbers }) => numbers),
  figures(
    { id: 'prefixes', title: 'Prefixes', width: '68px', hint: 'Prefixes tried in front of them', rare: true },
    ({ prefixes }) => prefixes,
  ),
  column(
    {
      id: 'tools',
      title: 'Tool',
      width: 'minmax(84px, 1fr)',
      facets: (row) => row.tools.flatMap((tool) => facet('tool', tool, toolName(tool))),
    },
    ({ tools }) => ({ kind: 'tools', tools }),
  ),
  figures(
    { id: 'sensors', title: 'Sensors', width: '64px', hint: 'Sensors hit', rare: true },
    ({ sensors }) => sensors,
  ),
  figures({ id: 'dialogs', title: 'Dialogs', width: '72px', rare: true }, ({ dialogs }) => dialogs),
  proofColumn(),
  column(
    {
      id: 'campaigns',
      title: 'Campaigns',
      width: 'minmax(90px, 0.8fr)',
      rare: true,
      facets: (row) => row.campaigns.flatMap(({ name }) => facet('campaign', name)),
    },
    ({ campaigns }) => ({ kind: 'campaigns', campaigns }),
  ),
  column(
    {
      id: 'state',
      title: 'State',
      width: '96px',
      hint: 'Where its ban stands, or that it is whitelisted',
      facets: ({ whitelisted, ban }) => (whitelisted ? facet('whitelisted', 'yes', 'Whitelisted') : facet('ban', ban)),
    },
    ({ ban, whitelisted }) => ({ kind: 'state', ban, whitelisted }),
  ),
  column({ id: 'first', title: 'First seen', width: '182px', rare: true }, ({ firstSeen }) => ({
    kind: 'time',
    time: firstSeen,
  })),
  column({ id: 'last', title: 'Last seen', width: '182px', order: 'lastSeen' }, ({ lastSeen }) => ({
    kind: 'time',
    time: lastSeen,
  })),
]
