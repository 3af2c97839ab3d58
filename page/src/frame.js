// frame.js - what the frame tells its views: the file, and whether it may be edited.
import { createContext } from './html.js'
export const Frame = createContext({ info: null, edit: false, openExport: () => {} })
