patterns 1
# COERCE: takes, bans, shuts, arrests, withholds, deceives.

# -- arrests
arrest detain jail imprison apprehend nab incarcerate intern remand handcuff lock_up /V @VT => COERCE/arrest 173
arrest /V obj(decline slide fall development spread attention) => none
arrest detention imprisonment apprehension incarceration house_arrest internment jailing roundup round-up /N @TO => COERCE/arrest 173
arrest detention /N subj:actor poss:actor of+:recipient => COERCE/arrest 173
arrest /N mod(cardiac) => none
arrest /N mod(mass arbitrary) @TO => COERCE/arrest 173 repression
round haul lead drag cart /V prt(up away off) subj(police officer authority soldier agent troop security force trooper guard):actor obj:recipient => COERCE/arrest 173
round /V prt(up) subj:actor obj($PEOPLE):recipient => COERCE/arrest 173
lead drag take /V prt(away) obj:recipient subj:actor by(police officer soldier agent troop guard) => COERCE/arrest 173
pick /V prt(up) subj:actor obj($PEOPLE):recipient from(house home residence village apartment flat street hostel hideout) => COERCE/arrest 173
pick /V prt(up) subj(police officer authority soldier agent troop security):actor obj:recipient => COERCE/arrest 173
take /V subj:actor obj:recipient into(custody detention) => COERCE/arrest 173 sure
drag haul /V subj:actor obj($PEOPLE):recipient from|out|into|off => COERCE/arrest 173
drag haul /V through(process mud court) => none
place put keep hold /V subj:actor obj:recipient under|in(arrest house_arrest detention custody jail prison cell) => COERCE/arrest 173 sure
remand /V obj:recipient subj:actor in(custody) => COERCE/arrest 173
seize catch capture /V subj(police officer agent authority gendarme security investigator):actor obj($PEOPLE suspect):recipient => COERCE/arrest 173
catch /V subj($POLICE $SOLDIERS @actor):actor obj(spy smuggler thief suspect fugitive dealer poacher trafficker criminal agent):recipient => COERCE/arrest 173
catch /V subj:actor obj($PEOPLE):recipient comp+ => COERCE/arrest 173 doubt
hold /V subj(police authority officer security intelligence jail court prosecutor official):actor obj($PEOPLE @num suspect):recipient => COERCE/arrest 173
hold /V obj(suspect detainee):recipient subj:actor => COERCE/arrest 173
sentence /V subj:actor obj:recipient to(year month prison jail life imprisonment term) => COERCE/arrest 173 legal
jail imprison /V subj(court judge tribunal):actor obj:recipient for|to(year month life) => COERCE/arrest 173 legal
sentence term /N mod(prison jail life custodial) @TO => COERCE/arrest 173 legal doubt
imprisonment /N head(sentence) => none
throw /V subj:actor obj:recipient in|into(jail prison) => COERCE/arrest 173
lock put /V prt(up behind) subj:actor obj($PEOPLE):recipient => COERCE/arrest 173
put lock hold keep /V subj:actor obj:recipient behind(bar) => COERCE/arrest 173
confine /V subj:actor obj:recipient to(home house barracks cell quarters quarter residence palace) => COERCE/arrest 173
shackle manacle blindfold /V subj:actor obj($PEOPLE):recipient => COERCE/arrest 173
slap clap /V subj:actor obj:recipient in|under(iron handcuff house_arrest jail) => COERCE/arrest 173

# -- seizing
seize confiscate commandeer expropriate requisition impound appropriate nationalize nationalise repossess sequester /V @VT => COERCE/seize 171
seize /V obj(opportunity chance moment initiative headline lead) => none
seize capture grab conquer annex occupy /V subj:actor obj($PLACES $BUILDINGS):recipient => COERCE/seize 192 territory
seize take wrest assume grab gain regain usurp /V subj:actor obj(power control throne) of|from|over:recipient => COERCE/seize 192
take assume grab seize /V obj(control power) subj(party candidate winner successor) => none
take assume /V obj(office power) => none
seizure confiscation expropriation requisition impoundment nationalization nationalisation /N @BY of:recipient => COERCE/seize 171
annexation /N @BY of:recipient => COERCE/seize 192 territory
occupation /N of+:recipient subj:actor poss:actor adj:actor => COERCE/seize 192 territory
occupation /N adj(@actor):actor => COERCE/seize 192 territory
seizure /N head(suffer have) => none
seizure /N mod(epileptic brain) => none
takeover /N of(company firm bank brewery chain club rival airline bid) => none
seizure takeover /N @BY of(power control) => COERCE/seize 192 political_institutions
takeover /N mod(corporate hostile company bid) => none
occupation /N mod(military) @BY of:recipient => COERCE/seize 192 territory
occupy /V @VT => COERCE/seize 192
occupy /V obj(post position seat rank place office mind attention) => none
annex /V @VT => COERCE/seize 192 territory
overthrow topple depose oust unseat dethrone /V @VT => COERCE/seize 192 political_institutions
oust remove depose unseat /V subj($SOLDIERS $REBELS mutineer junta putschist):actor obj($POSTS @actor):recipient => COERCE/seize 192 political_institutions pro_autocracy
oust unseat /V in(election primary poll runoff) => none
oust /V obj:recipient in(vote no-confidence_vote) => SANCTION/expel 166
topple /V obj(statue monument tree) => none
bring /V prt(down) subj:actor obj(government president regime ruler premier cabinet leader coalition administration):recipient => COERCE/seize 192 political_institutions
coup coup_d'etat putsch takeover overthrow ouster ousting /N @BY against|of:recipient => COERCE/seize 192 political_institutions
coup /N mod(diplomatic) => none
take /V prt(over) subj:actor obj($PLACES $BUILDINGS $OFFICIALS government country station):recipient => COERCE/seize 192
take overrun recapture /V subj($REBELS $SOLDIERS):actor obj($PLACES @place):recipient => COERCE/seize 192 territory
fall /V subj($PLACES):recipient to($REBELS $SOLDIERS @actor):actor => COERCE/seize 192 territory
hold control /V subj($REBELS):actor obj($PLACES):recipient => COERCE/seize 192 territory doubt
fall /N of(@place city town capital):recipient to:actor => COERCE/seize 192 territory
advance push /V subj($SOLDIERS $REBELS):actor into+:recipient => COERCE/seize 192 territory
break barge burst /V subj($REBELS $SOLDIERS gunman man):actor into(house home ranch bar farm compound mosque church office shop school hotel villa):recipient => COERCE/seize 171
storm break enter barge burst /V into(parliament palace station headquarters) subj($SOLDIERS $REBELS gunman):actor => COERCE/seize 192
search /V subj(police officer agent investigator authority prosecutor troop security):actor obj:recipient => COERCE/seize 171
search /V obj($BUILDINGS home office apartment flat):recipient subj:actor => COERCE/seize 171 legal
search /N of($BUILDINGS home office apartment) @BY => COERCE/seize 171 legal
freeze /V subj:actor obj(asset account fund property) of:recipient => SANCTION/discontinue 163 economic
freeze /N mod(asset) @BY on|against|of:recipient => SANCTION/discontinue 163 economic
evict evacuate /V subj(police authority soldier officer troop bailiff government):actor obj:recipient => COERCE/seize 171
evict dispossess /V @VT => COERCE/seize 171 human_security
eviction /N @TO => COERCE/seize 171 human_security
demolish bulldoze raze /V subj(authority government police bulldozer army israel):actor obj(house home village settlement structure):recipient => ASSAULT/destroy 1712
intercept board stop detain /V subj:actor obj(ship vessel tanker boat freighter trawler flotilla):recipient => COERCE/seize 171
force /V subj:actor obj(plane flight airliner jet aircraft) prt(down) => COERCE/seize 171
make force /V subj:actor obj:recipient comp(land) => COERCE/seize 171

# -- restricting
ban outlaw prohibit bar forbid disallow disenfranchise /V @VT => COERCE/restrict 172
ban suspend /V for(game match season race) => none
ban outlaw deregister dissolve /V subj:actor obj(party politician candidate movement ngo charity):recipient => COERCE/restrict 1722 political_institutions
ground /V subj($OFFICIALS authority regulator @actor):actor obj(plane flight fleet airline jet aircraft airliner) => COERCE/restrict 172
lock /V prt(down) subj:actor obj:recipient => COERCE/restrict 172
ban bar prohibit forbid /V subj:actor obj:recipient from+ => COERCE/restrict 172
bar ban forbid prevent stop prohibit block /V subj:actor obj:recipient comp(leave enter travel cross gather protest march speak broadcast vote run stand return meet attend register reach hold) => COERCE/restrict 172
ban prohibition /N @BY on|of|against:recipient => COERCE/restrict 172
ban /N mod(travel) @BY on|against|for:recipient => COERCE/restrict 172
ban embargo /N mod(import export trade oil arms flight air) @BY on|against|from:recipient => SANCTION/discontinue 163 economic
restriction curb limit lockdown limitation clampdown quarantine restraint crackdown control /N head($IMPOSE_V) @BY on|against:recipient => COERCE/restrict 172
restriction lockdown curb /N @BY on|against:recipient => COERCE/restrict 172 doubt
restrict curtail limit /V subj($OFFICIALS police authority @actor):actor obj(movement access travel gathering activity internet entry) => COERCE/restrict 172
restrict curtail limit curb trample /V subj($OFFICIALS police authority @actor):actor obj(freedom right assembly protest press speech liberty dissent) => COERCE/restrict 1721 rights_freedoms
shut close seal block /V subj(government authority police army israel russia official military troop junta president ministry regime soldier @actor):actor obj(border crossing road airport port airspace frontier mosque church school university checkpoint strait):recipient => COERCE/restrict 191
close shut seal /V prt?(off down) subj(@human):actor obj(border crossing airport port airspace frontier area road city town):recipient => COERCE/restrict 191
close seal shut /V subj:actor obj(border crossing airspace frontier):recipient to|with:recipient => COERCE/restrict 191
closure shutdown sealing /N of(border crossing airspace airport frontier road) @BY => COERCE/restrict 191
shut close /V prt?(down) subj:actor obj(newspaper station channel website radio internet network outlet broadcaster paper):recipient => COERCE/censor 1721
encircle besiege blockade cordon quarantine /V @VT => COERCE/restrict 191 military
surround /V subj(@human):actor obj:recipient => COERCE/restrict 191
surround /V subj! obj(@human $PLACES $BUILDINGS):recipient => COERCE/restrict 191 military
surround /V obj(question controversy mystery issue decision) => none
surround encircle ring /V subj(hill mountain wall fence forest lake tree garden water sea desert field) => none
besiege surround /V subj(reporter journalist photographer fan caller hunter shopper customer bidder autograph_hunter) => none
besiege /V with($QUESTIONS_ETC) => none
besiege blockade encircle encirclement siege blockade cordon /N @BY of|on|around|against:recipient => COERCE/restrict 191 military party
naval_blockade /N @BY of|on|against:recipient => COERCE/restrict 191 military
dissolve /V subj:actor obj(parliament government assembly cabinet body court council party legislature senate):recipient => COERCE/restrict 172 political_institutions
dissolution /N of(parliament government assembly cabinet party legislature) @BY => COERCE/restrict 172 political_institutions
suspend /V subj:actor obj(constitution parliament party newspaper law right):recipient => COERCE/restrict 172 political_institutions
annul nullify invalidate overturn cancel void /V subj:actor obj(election result vote ballot) => COERCE/restrict 172 election
annul nullify invalidate overturn void quash /V subj(court judge tribunal):actor obj(election result vote ballot) => SANCTION/convict 172 election
postpone delay /V subj:actor obj(election vote referendum poll) => COERCE/restrict 172 election
disqualify /V subj:actor obj(candidate party politician leader):recipient => COERCE/restrict 1722 election
hold stop delay block /V prt?(up) subj:actor obj(convoy aid shipment delivery):recipient => COERCE/restrict 191
hold stop block /V prt?(up) subj(@human):actor obj(truck ship lorry train):recipient => COERCE/restrict 191
hold /V prt(up) subj($REBELS $SOLDIERS $OFFICIALS @actor):actor obj(convoy truck aid shipment delivery) => COERCE/restrict 191
stop turn prevent /V subj(police soldier troop guard authority officer):actor obj:recipient comp+ => COERCE/restrict 172
turn send push /V prt(back away) subj(police soldier troop guard authority officer official):actor obj:recipient => COERCE/restrict 172
fine penalize penalise /V subj:actor obj:recipient => COERCE/restrict 172 legal
fine penalize penalise /V subj(referee umpire steward league federation club association) => none
fine /N @BY on|against+:recipient => COERCE/restrict 172 legal doubt
fine /N head($IMPOSE_V pay face receive get issue levy owe hand sentence) @BY on|against:recipient => COERCE/restrict 172 legal doubt
impose enforce declare /V subj:actor obj(no-fly_zone exclusion_zone) => COERCE/restrict 191 military
crack /V prt(down) on(press journalist media) subj:actor => COERCE/censor 1721

# -- curfew, emergency
curfew /N @BY on:recipient => COERCE/curfew 1723 rights_freedoms
curfew /N head(lift end ease relax relaxed remove) => none
law_martial martial_law emergency_rule emergency_law military_rule state_emergency /N @BY on:recipient => COERCE/martial-law 1724 rights_freedoms
state /N of(emergency siege exception alert war) @BY => COERCE/martial-law 1724 executive
emergency /N mod(national) head($IMPOSE_V) @BY => COERCE/martial-law 1724 executive
law emergency rule state /N head(lift end ease relax remove) => none
state /N of(emergency siege) head(lift end ease) => none

# -- words and news
censor muzzle gag silence /V @VT => COERCE/censor 1721 rights_freedoms
silence /V obj(alarm phone engine bell doubt crowd doubter) => none
block jam shut ban restrict suspend unplug disable throttle /V subj:actor obj($NEWS twitter facebook youtube broadcast signal picture footage report coverage radio gps frequency newspaper):recipient => COERCE/censor 1721 rights_freedoms
shut cut switch turn /V prt(down off) subj:actor obj(internet network broadcast station channel transmission twitter website) => COERCE/censor 1721 rights_freedoms
censorship /N @BY of|on:recipient => COERCE/censor 1721 rights_freedoms
blackout shutdown /N mod(internet media news) @BY => COERCE/censor 1721 rights_freedoms
revoke withdraw cancel /V subj:actor obj(licence license accreditation passport permit):recipient of:recipient => COERCE/restrict 172
revocation /N of(licence license accreditation) @BY => COERCE/restrict 172

suspend stop halt /V subj:actor obj(publication) of:recipient => COERCE/censor 1721 rights_freedoms
stop halt suspend end /V subj($OFFICIALS action):actor obj(work activity operation) of|by:recipient => COERCE/restrict 172

# -- sending away
deport expel repatriate banish exile /V @VT => COERCE/deport 174
expel /V obj(air gas water smoke breath) => none
send force drive /V subj:actor obj:recipient into(exile) => COERCE/deport 174
revoke cancel annul /V subj:actor obj(citizenship nationality) => COERCE/deport 174 rights_freedoms
expel /V subj:actor obj(diplomat ambassador envoy attache attaché charge consul mission):recipient => SANCTION/expel 166 diplomatic
expel oust eject suspend /V subj:actor obj:recipient from(party bloc union organization organisation parliament body council alliance club group commission committee office post league un nato) => SANCTION/expel 166
extradite /V subj:actor obj:recipient to:recipient => COOPERATE 063 legal
extradite /V obj:recipient from+:actor to:recipient => COOPERATE 063 legal
extradition /N @TO to:recipient => COOPERATE 063 legal doubt
deportation expulsion banishment repatriation /N @TO => COERCE/deport 174
exile /N poss(@human):recipient => COERCE/deport 174 doubt
expulsion /N of(diplomat ambassador envoy) @BY => SANCTION/expel 166 diplomatic
repatriation /N mod(voluntary) => none
send put fly /V subj:actor obj($PEOPLE):recipient prt(home back) to(country homeland) => COERCE/deport 174 doubt
put /V subj:actor obj($PEOPLE):recipient on(plane flight) => COERCE/deport 174
strip /V subj:actor obj:recipient of(citizenship nationality passport) => COERCE/deport 174 rights_freedoms
drive force chase /V prt(out) subj:actor obj+:recipient => SANCTION/expel 166
drive force chase /V subj(@human):actor obj+:recipient from|out(home village country city land house town) => SANCTION/expel 166 migration
displace uproot /V subj:actor obj($PEOPLE family):recipient => SANCTION/expel 166 migration doubt

# -- withholding
cut shut switch turn /V prt?(off) subj:actor obj(internet mobile_internet electricity phone_line telephone_line) to|for:recipient => COERCE/withhold 170 human_security
cut shut switch turn /V prt(off) subj:actor obj(water electricity power gas supply food internet phone fuel) to|for:recipient => COERCE/withhold 170 human_security
withhold deny /V subj:actor obj(food medicine water aid supply pay salary pension fund):recipient to|from:recipient => COERCE/withhold 170
deny refuse withhold /V subj:actor iobj:recipient obj?(@human):recipient obj(visa access entry permission bail passport treatment) to|from:recipient => COERCE/restrict 172
starve /V @VT => COERCE/withhold 170 human_security
starve /V obj! subj($CIVILIANS @human):recipient to(death) => COERCE/withhold 170 human_security
starve /V subj:actor obj($CIVILIANS):recipient to(death) => COERCE/withhold 170 human_security
starvation /N of:recipient @BY => COERCE/withhold 170 human_security doubt
hoard /V subj($OFFICIALS $SOLDIERS $REBELS):actor obj(food aid grain fuel medicine flour wheat) => COERCE/withhold 170 human_security
ration /V subj($OFFICIALS authority company utility city town province @actor):actor obj(water electricity power fuel bread food gas petrol) => COERCE/withhold 170 human_security
force coerce compel blackmail bully extort /V @VT => COERCE 170
force compel oblige /V subj:actor obj:recipient comp(resign flee leave quit abandon close suspend withdraw evacuate move surrender cancel sell sign stop retreat halt hand stay pay) => COERCE 170 doubt
force oblige compel /V subj(storm rain snow flood heat weather injury fire shortage illness bomb crisis price fighting strike pandemic attack cost crunch recession competition change fall drop slump downturn virus lack absence ban move) => none
force /V obj(goalkeeper keeper defender corner save error window door lock way stick) => none
intimidation coercion extortion blackmail /N @BY of|against:recipient => COERCE 170
harass intimidate persecute oppress repress /V @VT => COERCE 170 repression
persecution oppression harassment /N @BY of|against:recipient => COERCE 170 repression
draft conscript press-gang /V subj:actor obj($PEOPLE):recipient => MOBILIZE/troops 154 military

# -- deceiving, breaking into
forge fake falsify fabricate doctor manipulate rig /V subj:actor obj(vote election result ballot evidence document report video news poll count tally footage story claim picture image photo photograph passport):recipient => COERCE/misinformation 170 misinformation
rig steal /V subj:actor obj(election vote poll referendum) => COERCE/misinformation 170 election
rigging falsification /N of:recipient mod(vote election ballot) @BY => COERCE/misinformation 170 election
rigging falsification /N of(vote ballot election result poll referendum) subj:actor poss:actor => COERCE/misinformation 170 election
fraud /N mod(election electoral vote voter) @BY => COERCE/misinformation 170 election doubt
spread disseminate circulate broadcast /V subj:actor obj(disinformation misinformation propaganda lie falsehood rumour rumor fake_news) about:recipient => COERCE/misinformation 170 misinformation
disinformation misinformation campaign /N mod(disinformation propaganda smear misinformation influence) @BY against:recipient => COERCE/misinformation 170 misinformation
deceive mislead hoodwink dupe /V subj:actor obj:recipient => COERCE/misinformation 170 misinformation doubt
deceive mislead /V subj(look appearance eye title label memory ear) => none
hack phish /V subj:actor obj+:recipient => COERCE/cyber 176 cyber
hack /V subj:actor into+:recipient => COERCE/cyber 176 cyber
break /V into(computer system network server account email) subj:actor => COERCE/cyber 176 cyber
breach infiltrate compromise penetrate /V subj:actor obj(computer system network server account email database):recipient => COERCE/cyber 176 cyber
breach intrusion /N mod(data network computer security) @BY of|into:recipient => COERCE/cyber 176 cyber
wiretap bug eavesdrop spy surveil snoop /V subj:actor obj:recipient on:recipient => COERCE 170 intelligence
tap /V subj:actor obj(phone line telephone call cable conversation) => COERCE 170 intelligence
bug /V subj(noise question smell heat fact) => none
spy /V obj($ANIMALS land coast ship chance sail) => none
spying espionage surveillance wiretapping /N @BY on|against|of:recipient => COERCE 170 intelligence doubt
espionage spying /N head(charge accuse convict suspect) => none

# -- holding back a crowd; with "failed to" it did not happen
stop contain control curb quell restrain check prevent /V subj($POLICE $SOLDIERS authority administration):actor obj($CROWD gang looter attacker violence riot rioting unrest looting arson bloodshed situation frenzy trouble):recipient => COERCE/restrict 170
prevent stop /V subj($POLICE $SOLDIERS):actor obj($CROWD activist villager people):recipient from => COERCE/restrict 170
inaction passivity /N of|by:actor poss:actor cmpd($POLICE $SOLDIERS government state):actor => COERCE 170 status=negated doubt
