import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { readDialogLink } from './views/dialog/link.ts'

/** Every screen is a chunk of its own: the first paint needs the frame and Live only. */
const routes: RouteRecordRaw[] = [
  { path: '/', redirect: { path: '/live', hash: '' } },
  { path: '/live', name: 'live', component: () => import('./views/live/LiveView.vue') },
  { path: '/inbox', name: 'inbox', component: () => import('./views/inbox/InboxView.vue') },
  { path: '/source/:address', name: 'source', component: () => import('./views/source/SourceView.vue'), props: true },
  { path: '/sensors', name: 'sensors', component: () => import('./views/sensors/SensorsView.vue') },
  /** `?message=EVENT&bytes=FROM-TO` chooses a message and marks bytes of it: src/renderer/views/dialog/link.ts. */
  {
    path: '/dialog/:id(\\d+)',
    name: 'dialog',
    component: () => import('./views/dialog/DialogView.vue'),
    props: (route) => ({ id: Number(route.params['id']), ...readDialogLink(route.query) }),
  },
  /** `?messages=IDS` or `?dialogs=IDS` (their first messages), `view=diff` or `matrix`. */
  { path: '/compare', name: 'compare', component: () => import('./views/compare/CompareView.vue') },
  /** `?filter=…&tab=…&answers=1&sort=-messages&range=15m`: src/renderer/views/explore/query/link.ts. */
  { path: '/explore', name: 'explore', component: () => import('./views/explore/ExploreView.vue') },
  { path: '/campaigns', name: 'campaigns', component: () => import('./views/campaigns/CampaignsView.vue') },
  {
    path: '/campaigns/:id(\\d+)',
    name: 'campaign',
    component: () => import('./views/campaigns/CampaignView.vue'),
    props: (route) => ({ id: Number(route.params['id']) }),
  },
  { path: '/bans', name: 'bans', component: () => import('./views/bans/BansView.vue') },
  { path: '/whitelists', name: 'whitelists', component: () => import('./views/whitelists/WhitelistsView.vue') },
  /** `?source=ADDRESS` or `?campaign=ID` chooses the subject. */
  { path: '/reports', name: 'reports', component: () => import('./views/reports/ReportsView.vue') },
  { path: '/settings', name: 'settings', component: () => import('./views/settings/SettingsView.vue') },
  { path: '/:rest(.*)*', redirect: { path: '/live', hash: '' } },
]

export const router = createRouter({ history: createWebHistory(), routes })

/** The page has no anchors; what may stand there is the spent token, which must not stay in the history. */
router.beforeEach((to) => (to.hash === '' ? true : { path: to.path, query: to.query, hash: '', replace: true }))
