import './api/no-eval.ts'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import '@fontsource-variable/inter/index.css'
import '@fontsource/jetbrains-mono/400.css'
import '@fontsource/jetbrains-mono/500.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import { provideApi } from './api/use-api.ts'
import { createApi } from './api/api.ts'
import { openHostPort } from './api/host.ts'
import App from './App.vue'
import { router } from './router.ts'

const app = createApp(App)
app.use(createPinia())
provideApi(app, createApi(openHostPort))
app.use(router)
app.mount('#app')
