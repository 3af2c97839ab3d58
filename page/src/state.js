// state.js - the address is the state: path names the view, the query holds the filters, so that
// every view has a permalink and the browser's own back button works.
import { useEffect, useState } from './html.js'

export const FILTERS = ['q', 'from', 'to', 'type', 'mode', 'status', 'actor', 'recipient', 'country', 'claimant', 'publisher',
  'precision', 'bbox', 'incident', 'story', 'report', 'versions', 'verdict']

function read() {
  return { path: location.pathname.replace(/\/+$/, '') || '/', query: new URLSearchParams(location.search) }
}

let here = read()
const listeners = new Set()
const tell = () => {
  here = read()
  for (const f of listeners) f(here)
}
addEventListener('popstate', tell)

export const where = () => here

// Goes to an address of this page.  replace: without a new entry in the history.
export function go(to, { replace = false } = {}) {
  if (to === location.pathname + location.search) return
  history[replace ? 'replaceState' : 'pushState'](null, '', to)
  tell()
}

export function useWhere() {
  const [state, set] = useState(here)
  useEffect(() => {
    listeners.add(set)
    set(here)
    return () => listeners.delete(set)
  }, [])
  return state
}

// path with the parameters of `query`, empty ones left out.
export function address(path, query) {
  const text = query ? query.toString() : ''
  return text ? `${path}?${text}` : path
}

// The filters alone, in a fixed order; `except` leaves some out.
export function filtersOf(query, except = []) {
  const out = new URLSearchParams()
  for (const name of FILTERS) {
    if (except.includes(name)) continue
    for (const v of query.getAll(name)) out.append(name, v)
  }
  return out
}

// A copy of query with `name` set to the list of values.
export function put(query, name, values) {
  const out = new URLSearchParams(query)
  out.delete(name)
  for (const v of [].concat(values)) if (v !== null && v !== undefined) out.append(name, v)
  return out
}

// What is counted: of several versions and copies of one report the latest alone, unless all are
// asked for; the same event told three times by one page is not three events.
export function countedOf(query, except = []) {
  const out = filtersOf(query, except)
  if (!out.has('versions')) out.set('versions', 'latest')
  return out
}

export function toggled(query, name, value) {
  const values = query.getAll(name)
  return put(query, name, values.includes(value) ? values.filter((v) => v !== value) : [...values, value])
}

export const setFilters = (query, options) => go(address(here.path, query), options)
