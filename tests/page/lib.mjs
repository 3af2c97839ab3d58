// A store, a server on it and a browser on that: what the tests, the bench and the screenshots share.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

export async function modules(root) {
  const { chromium } = await import(pathToFileURL(join(root, 'page/node_modules/playwright-core/index.mjs')))
  return { chromium, axe: join(root, 'page/node_modules/axe-core/axe.min.js') }
}

// Codes `inputs` into a fresh store.  Status 1 says that some reports could not be read, as
// examples/ has on purpose.
export function store(tocsin, path, inputs, cwd) {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true })
  const made = spawnSync(tocsin, ['ingest', path, ...inputs], { encoding: 'utf8', cwd })
  if (made.status > 1 || !existsSync(path)) throw new Error(`tocsin ingest: ${made.stderr}`)
  return path
}

// {base, stop()}: tocsin serve on a port of its own choice.
export function serve(tocsin, path, args = []) {
  return new Promise((resolve, reject) => {
    const child = spawn(tocsin, ['serve', path, '--port', '0', '--quiet', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = '', wrong = ''
    const late = setTimeout(() => { child.kill('SIGKILL'); reject(new Error(`tocsin serve says no address: ${said}${wrong}`)) }, 20000)
    child.stderr.on('data', (d) => { wrong += d })
    child.on('exit', (code) => { clearTimeout(late); reject(new Error(`tocsin serve ended with ${code}: ${wrong}`)) })
    child.stdout.on('data', (d) => {
      said += d
      const m = /http:\/\/[^\s/]+/.exec(said)
      if (!m) return
      clearTimeout(late)
      child.removeAllListeners('exit')
      const gone = new Promise((r) => child.on('exit', r))
      resolve({ base: m[0], pid: child.pid, stop: async () => { child.kill('SIGTERM'); await gone } })
    })
  })
}

export async function browser(chromium, extra = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update', '--disable-default-apps', '--disable-sync', '--no-first-run', '--force-color-profile=srgb', ...extra],
  })
}

export async function json(base, path) {
  const r = await fetch(base + path)
  if (!r.ok) throw new Error(`${path}: ${r.status} ${await r.text()}`)
  return r.json()
}

// Addresses of one of each kind: those that have the most to show.
export async function places(base) {
  const stories = (await json(base, '/api/stories?sort=size&limit=50')).items
  const story = stories.find((s) => s.tolls.some((t) => t.counts === 'killed')) || stories[0]
  const incidents = (await json(base, '/api/incidents?limit=500')).items
  const incident = incidents.slice().sort((a, b) => b.publishers - a.publishers || b.events - a.events || (a.id < b.id ? -1 : 1))[0]
  const reports = (await json(base, '/api/reports?limit=500')).items
  const revised = reports.find((r) => r.version === 'revision' && !r.superseded_by) || null
  const full = reports.slice().sort((a, b) => b.events - a.events || (a.id < b.id ? -1 : 1))[0]
  return { story, incident, revised, full, reports }
}

export function folder(path) {
  mkdirSync(path, { recursive: true })
  return path
}
