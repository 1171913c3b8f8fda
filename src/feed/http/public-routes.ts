import { createApiban } from '../publish/formats/apiban.ts'
import { createDecisions } from '../publish/formats/crowdsec.ts'
import { createIntuitive } from '../publish/formats/intuitive.ts'
import { createLists } from '../publish/formats/lists.ts'
import { createMispFeed } from '../publish/formats/misp.ts'
import { createTaxii } from '../publish/formats/taxii.ts'
import { createApibanRoute } from './apiban-route.ts'
import { createCrowdsecRoute } from './crowdsec-route.ts'
import { createIntuitiveRoute } from './intuitive-route.ts'
import { createListRoute } from './list-route.ts'
import { createMispRoute } from './misp-route.ts'
import type { Route } from './request-path.ts'
import { createTaxiiRoute } from './taxii-route.ts'
import type { Publication } from './visit.ts'

export interface PublicOptions extends Publication {
  /** Networks of the whitelist that are in force, for the clients that keep one. */
  readonly whitelist: () => readonly string[]
}

/** Everything that subscribers may ask for, by the first segment of the path. */
export function createPublicRoutes(options: PublicOptions): ReadonlyMap<string, Route> {
  const { list, whitelist, now } = options
  return new Map([
    ['api', createApibanRoute(options, createApiban(list))],
    ['bwnoa', createIntuitiveRoute(options, createIntuitive(list, whitelist, now))],
    ['v1', createCrowdsecRoute(options, createDecisions(list, now))],
    ['list', createListRoute(options, createLists(list, now))],
    ['taxii2', createTaxiiRoute(options, createTaxii(list))],
    ['misp', createMispRoute(options, createMispFeed(list))],
  ])
}
