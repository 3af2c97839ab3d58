// api.js - what the page asks of the server, and how it waits.
import { useEffect, useState } from './html.js'

export class ApiError extends Error {
  constructor(message, status, url) {
    super(message)
    this.status = status
    this.url = url
  }
}

let token = ''            // changes when the crisis file does; answers of an older one are dropped
const answers = new Map() // url → promise
const KEEP = 60
const watchers = new Set()

export async function fetchJson(url, options) {
  let response
  try {
    response = await fetch(url, { credentials: 'same-origin', ...options })
  } catch (e) {
    if (e.name === 'AbortError') throw e
    throw new ApiError('The server does not answer. Is “tocsin serve” still running?', 0, url)
  }
  const text = await response.text()
  let body = null
  try {
    body = text ? JSON.parse(text) : null
  } catch {
    body = null
  }
  if (!response.ok) {
    const said = body && (typeof body.error === 'string' ? body.error : body.error?.message || body.message)
    throw new ApiError(said || `The server answered ${response.status}.`, response.status, url)
  }
  if (body === null) throw new ApiError('The answer of the server is not JSON.', response.status, url)
  return body
}

export function get(url) {
  let p = answers.get(url)
  if (p) {
    answers.delete(url)
    answers.set(url, p)
    return p
  }
  p = fetchJson(url)
  p.catch(() => answers.delete(url))
  answers.set(url, p)
  if (answers.size > KEEP) answers.delete(answers.keys().next().value)
  return p
}

export function forget(newToken) {
  if (newToken !== undefined) {
    if (newToken === token) return
    token = newToken
  }
  answers.clear()
  for (const f of watchers) f()
}

// {data, error, loading, reload}: data of the last good answer stays while a new one is awaited.
export function useJson(url) {
  const [state, set] = useState({ url: null, data: null, error: null, loading: true })
  const [turn, again] = useState(0)
  useEffect(() => {
    const f = () => again((n) => n + 1)
    watchers.add(f)
    return () => watchers.delete(f)
  }, [])
  useEffect(() => {
    if (!url) return undefined
    let live = true
    set((s) => ({ ...s, loading: true }))
    get(url).then(
      (data) => live && set({ url, data, error: null, loading: false }),
      (error) => live && set((s) => ({ url, data: s.data, error, loading: false })),
    )
    return () => { live = false }
  }, [url, turn])
  return { ...state, fresh: state.url === url, reload: () => { answers.delete(url); again((n) => n + 1) } }
}

export const api = (path, query) => {
  const text = query ? query.toString() : ''
  return text ? `/api/${path}?${text}` : `/api/${path}`
}

export async function post(path, body) {
  return fetchJson(`/api/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
}

// Calls changed({…}) when the store changes.  Comes back by itself after the server was away.
export function watch(changed, online) {
  if (!window.EventSource) return () => {}
  const source = new EventSource('/api/stream')
  const take = (e) => {
    try { changed(JSON.parse(e.data)) } catch { changed({}) }
  }
  source.addEventListener('change', take)
  source.onopen = () => online(true)
  source.onerror = () => online(false)
  return () => source.close()
}
