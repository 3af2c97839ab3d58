// world.js - outlines and names of countries, read once.
import { useEffect, useState } from './html.js'
import { feature } from 'topojson-client'
import { geoCentroid } from 'd3-geo'

let loaded = null, promise = null

// [west, south, east, north] of the coordinates as they are; no outline crosses the date line.
function boxOf(geometry) {
  const box = [180, 90, -180, -90]
  for (const polygon of geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) {
    for (const [x, y] of polygon[0]) {
      if (x < box[0]) box[0] = x
      if (x > box[2]) box[2] = x
      if (y < box[1]) box[1] = y
      if (y > box[3]) box[3] = y
    }
  }
  return box
}

function load() {
  promise = promise || fetch('/world.json').then((r) => (r.ok ? r.json() : Promise.reject(new Error(String(r.status))))).then((topology) => {
    const shapes = feature(topology, topology.objects.countries).features
    loaded = { names: topology.names, shapes: shapes.map((f) => ({ code: f.id || null, shape: f, box: boxOf(f.geometry), centre: null })) }
    loaded.byCode = new Map(loaded.shapes.filter((s) => s.code).map((s) => [s.code, s]))
    return loaded
  })
  return promise
}

// Where a country's name may stand: the middle of its largest part.
export function middleOf(entry) {
  if (entry.centre) return entry.centre
  const g = entry.shape.geometry
  let best = g
  if (g.type === 'MultiPolygon') {
    let most = -1
    for (const polygon of g.coordinates) {
      let a = 0
      const ring = polygon[0]
      for (let i = 1; i < ring.length; i++) a += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1]
      if (Math.abs(a) > most) { most = Math.abs(a); best = { type: 'Polygon', coordinates: polygon } }
    }
  }
  entry.centre = geoCentroid(best)
  return entry.centre
}

// null until it is there; the page works without it.
export function useWorld() {
  const [world, set] = useState(loaded)
  useEffect(() => {
    if (loaded) return undefined
    let live = true
    load().then((w) => live && set(w), () => {})
    return () => { live = false }
  }, [])
  return world
}
