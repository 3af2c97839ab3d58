// words.js - how the page words what the record says.
//
// A number is never bare: it is "reported killed", "at least 30", "according to a doctor".  What
// did not happen never reads as if it had.  Codes are shown as the field writes them, with a
// gloss beside them.

const number = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 })
export const say = (n) => (n === null || n === undefined ? '–' : number.format(n))
export const count = (n, one, many) => `${say(n)} ${n === 1 ? one : many || one + 's'}`

// [low, high] as words: 24–99, at least 95, at most 10, 164.
export function interval(low, high) {
  if (low === null && high === null) return 'an unknown number'
  if (high === null) return `at least ${say(low)}`
  if (low === null) return `at most ${say(high)}`
  return low === high ? say(low) : `${say(low)}–${say(high)}`
}
export function shortInterval(low, high) {
  if (low === null && high === null) return '?'
  if (high === null) return `≥ ${say(low)}`
  if (low === null) return `≤ ${say(high)}`
  return low === high ? say(low) : `${say(low)}–${say(high)}`
}

export const COUNTS = {
  killed: 'reported killed', injured: 'reported injured', arrested: 'reported arrested', missing: 'reported missing',
  displaced: 'reported displaced', participants: 'reported taking part', personnel: 'reported personnel',
  released: 'reported released', hostages: 'reported held hostage', other: 'reported',
}
export const countsWord = (c) => COUNTS[c] || `reported ${c}`

// Status: a mark that differs in shape, and the word.
export const STATUS = {
  occurred: ['●', 'happened, according to the text'],
  ongoing: ['◐', 'happening when the report appeared'],
  planned: ['▷', 'announced, promised, scheduled'],
  demanded: ['?', 'asked for'],
  threatened: ['!', 'threatened'],
  denied: ['≠', 'happened according to one, denied by another'],
  negated: ['∅', 'did not happen, or was refused'],
  hypothetical: ['◌', 'would happen under a condition'],
}
export const happened = (status) => status === 'occurred' || status === 'ongoing'

export const TYPES = {
  AGREE: ['verbal_cooperation', 'agrees, promises to cooperate'],
  CONSULT: ['verbal_cooperation', 'meets, visits, negotiates'],
  SUPPORT: ['verbal_cooperation', 'praises, endorses, signs'],
  CONCEDE: ['verbal_cooperation', 'gives way in words'],
  COOPERATE: ['material_cooperation', 'works together in fact'],
  AID: ['material_cooperation', 'gives aid, protection, rescue'],
  RETREAT: ['material_cooperation', 'withdraws, releases, resigns'],
  REQUEST: ['verbal_conflict', 'asks, demands, urges'],
  ACCUSE: ['verbal_conflict', 'criticises, alleges, investigates'],
  REJECT: ['verbal_conflict', 'refuses, vetoes, cancels'],
  THREATEN: ['verbal_conflict', 'warns of harm'],
  PROTEST: ['material_conflict', 'demonstrates, strikes, riots'],
  SANCTION: ['material_conflict', 'convicts, expels, cuts off'],
  MOBILIZE: ['material_conflict', 'moves forces without using them'],
  COERCE: ['material_conflict', 'seizes, restricts, arrests'],
  ASSAULT: ['material_conflict', 'uses force on people or things'],
}

// UCDP where_prec, and what the map draws for it (kilometres; null: the country's own shape).
export const PRECISION = {
  1: ['exact place', 0],
  2: ['near the place, within about 25 km', 25],
  3: ['district (second order)', 60],
  4: ['province (first order)', 150],
  5: ['along a line or a large area', 150],
  6: ['country only', null],
  7: ['at sea or in the air', 200],
}
export const precisionWord = (p) => (PRECISION[p] ? PRECISION[p][0] : 'precision unknown')

// Where a value was taken from when the words beside the event do not say it.
export const VIA = {
  coref: 'a pronoun or phrase that points back to it',
  context: 'inferred from the country the text speaks of',
  metonym: 'a capital named for its government',
  place: 'a town named for its people',
  clause: 'taken from another clause of the sentence',
  sentence: 'taken from the same sentence',
  paragraph: 'taken from the paragraph',
  dateline: 'taken from the dateline of the report',
  report: 'told elsewhere in the report',
  actor: 'taken from where the actor is',
  published: 'taken from the date of publication',
}
export const viaWord = (via) => (via ? VIA[via] || `found by way of: ${via}` : 'read from these words')

export const FACETS = [
  ['type', 'Type'], ['mode', 'Mode'], ['status', 'Status'], ['actor', 'Actor'], ['recipient', 'Recipient'],
  ['country', 'Country'], ['claimant', 'According to'], ['publisher', 'Publisher'], ['precision', 'Precision of place'],
]

const SECTORS = {
  COP: 'police', GOV: 'government', JUD: 'courts', LEG: 'parliament', MIL: 'military', PRM: 'paramilitaries', PTY: 'parties',
  REB: 'rebels', SPY: 'intelligence', UAF: 'unidentified armed', UNK: 'unidentified', AGR: 'farm labour', BUS: 'business',
  CRM: 'criminals', CVL: 'civilians', EDU: 'education', ELI: 'elites', JRN: 'journalists', LAB: 'labour', MED: 'health',
  REF: 'refugees', OPP: 'opposition', PRE: 'partly recognised', REL: 'religious', SOC: 'civil society', IGO: 'intergovernmental',
  NGO: 'non-governmental', ISM: 'movement', IMG: 'armed group', MNC: 'multinational',
}
// KAZCOP → Kazakhstan, police
export function codeWord(code, countries) {
  if (!code) return ''
  const parts = []
  for (let i = 0; i < code.length; i += 3) {
    const part = code.slice(i, i + 3)
    parts.push((i === 0 && countries && countries[part]) || SECTORS[part] || (countries && countries[part]) || part)
  }
  return parts.join(', ')
}
