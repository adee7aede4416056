import './data/quiet-zod.ts'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { router } from './router.tsx'
import { AppRoot } from './ui/app-root.tsx'
import { showLooks } from './ui/theme.ts'
import './ui/styles/index.css'
import { startWords } from './words/words.ts'

showLooks()
await startWords()

const place = document.querySelector('#root')
if (place === null) throw new Error('the page has no #root to draw into')
createRoot(place).render(
  <StrictMode>
    {/* Inside the router: notices of the frame hold links. */}
    <RouterProvider router={router} InnerWrap={AppRoot} />
  </StrictMode>,
)

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  // Without it the page works as well; it only does not open offline.
  navigator.serviceWorker.register('/service-worker.js').catch((error: unknown) => console.warn(error))
}
