import { Activity, Ban, Database, FileText, FolderKanban, Inbox, RadioTower, Search, ShieldCheck } from '@lucide/vue'
import type { Component } from 'vue'

export interface Screen {
  readonly name: string
  readonly path: string
  readonly title: string
  readonly keys: string
  readonly icon: Component
  /** Route names that belong to it: the rail marks it for these too. */
  readonly routes: readonly string[]
}

/** The screens of the rail, in the order of an analyst's day. */
export const screens: readonly Screen[] = [
  {
    name: 'live',
    path: '/live',
    title: 'Live',
    keys: 'g l',
    icon: Activity,
    routes: ['live', 'source', 'dialog', 'compare'],
  },
  { name: 'inbox', path: '/inbox', title: 'Inbox', keys: 'g i', icon: Inbox, routes: ['inbox'] },
  { name: 'explore', path: '/explore', title: 'Explore', keys: 'g e', icon: Search, routes: ['explore'] },
  {
    name: 'campaigns',
    path: '/campaigns',
    title: 'Campaigns',
    keys: 'g c',
    icon: FolderKanban,
    routes: ['campaigns', 'campaign'],
  },
  { name: 'bans', path: '/bans', title: 'Bans', keys: 'g b', icon: Ban, routes: ['bans'] },
  {
    name: 'whitelists',
    path: '/whitelists',
    title: 'Whitelists',
    keys: 'g w',
    icon: ShieldCheck,
    routes: ['whitelists'],
  },
  { name: 'sensors', path: '/sensors', title: 'Sensors', keys: 'g s', icon: RadioTower, routes: ['sensors'] },
  { name: 'reports', path: '/reports', title: 'Reports', keys: 'g r', icon: FileText, routes: ['reports'] },
  {
    name: 'settings',
    path: '/settings',
    title: 'Settings & data',
    keys: 'g ,',
    icon: Database,
    routes: ['settings'],
  },
]
