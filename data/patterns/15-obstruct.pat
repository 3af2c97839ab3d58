patterns 1
# PROTEST obstruct, before the closures of 20-coerce.pat: who blocks a road tells which it is.

block blockade barricade obstruct occupy /V subj($PROTESTERS $WORKERS tribesman people villager resident trucker farmer):actor obj(road highway bridge street gate entrance access rail railway track port border motorway junction traffic square airport bypass route intersection crossing avenue):recipient => PROTEST/obstruct 144
shut close /V prt?(down off) subj($PROTESTERS):actor obj(road highway bridge street motorway office port border):recipient => PROTEST/obstruct 144
block obstruct /V subj:actor obj(road highway bridge street motorway railway track runway intersection) => PROTEST/obstruct 144
