// html.js - the tagged template of all views.
import { h } from 'preact'
import htm from 'htm'

export const html = htm.bind(h)
export { Fragment, render, createContext } from 'preact'
export { useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useContext } from 'preact/hooks'
