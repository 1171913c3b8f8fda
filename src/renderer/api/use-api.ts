import { inject, type App, type InjectionKey } from 'vue'
import type { Api } from './api.ts'

const key: InjectionKey<Api> = Symbol('api')

export function provideApi(app: App, api: Api): void {
  app.provide(key, api)
}

/** The way to the engine; only inside `setup`. */
export function useApi(): Api {
  const api = inject(key)
  if (!api) throw new Error('no api was provided')
  return api
}
