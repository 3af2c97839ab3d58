patterns 1
# Keeping order: what police and soldiers on guard do, and what they fail to do.  An act that was
# expected of them and not done is that act, negated; where no word names it, COERCE 170.

set KEEPERS = $POLICE $SOLDIERS police_force security_force law_enforcement administration bureaucracy policing
set CUSTODY = custody detention jail prison cell lock-up lockup police_station
set CHECKED = vehicle car bus truck lorry train passenger traveller traveler bag baggage luggage belonging identity paper passport document visitor pedestrian motorist commuter worshipper pilgrim
set SAFETY = safety shelter refuge camp safe_place safer_place safe_house
set COPS = police policeman policewoman police_force constable gendarme gendarmerie trooper riot_police security_force guard sheriff detective jawan
set GUARDED = train station church mosque temple shrine synagogue shop house home factory school polling_station polling_booth hall centre center property community
set OUTLAWS = suspect attacker gunman killer murderer fugitive assassin kidnapper bomber escapee shooter rapist robber culprit perpetrator mastermind accomplice arsonist rioter ringleader

# -- the act not done
stand sit /V prt(by idly) subj($KEEPERS):actor => COERCE 170 status=negated
look watch /V prt(on) subj($KEEPERS):actor => COERCE 170 status=negated
look /V adv(other_way) subj($KEEPERS):actor => COERCE 170 status=negated
turn /V obj(blind_eye) subj($KEEPERS):actor => COERCE 170 status=negated
spectator bystander onlooker witness /N mod(mute silent passive helpless idle meek mere) subj($KEEPERS):actor => COERCE 170 status=negated
stand remain act watch become turn /V as|into(spectator bystander onlooker) subj($KEEPERS):actor => COERCE 170 status=negated
remain stay keep stand become /V comp(spectator bystander onlooker) subj($KEEPERS):actor => COERCE 170 status=negated
remain stay keep stand become /V obj(spectator bystander onlooker mute_witness silent_witness) subj($KEEPERS):actor => COERCE 170 status=negated
reduce /V obj($KEEPERS):actor to(spectator bystander onlooker) => COERCE 170 status=negated
play /V subj($KEEPERS):actor obj(passive_role) => COERCE 170 status=negated
twiddle /V subj($KEEPERS):actor obj(thumb) => COERCE 170 status=negated
do /V subj($KEEPERS):actor obj(nothing little) comp! => COERCE 170 status=negated
fail /V subj($KEEPERS):actor in(duty responsibility task job) => COERCE 170 status=negated
fail neglect /V subj($KEEPERS):actor comp~(do discharge perform fulfil fulfill) cobj(duty job responsibility task) => COERCE 170 status=negated
inaction passivity inertia inactivity apathy negligence complacency indifference laxity lethargy dereliction /N of|by:actor poss:actor cmpd($KEEPERS government state):actor => COERCE 170 status=negated doubt
inaction passivity inertia inactivity apathy negligence complacency indifference laxity lethargy dereliction /N of|by($KEEPERS):actor => COERCE 170 status=negated
inaction passivity inertia inactivity apathy negligence complacency indifference laxity lethargy dereliction /N poss($KEEPERS):actor => COERCE 170 status=negated
inaction passivity inertia inactivity apathy negligence complacency indifference laxity failure lapse /N on(part) subj($KEEPERS):actor => COERCE 170 status=negated
failure lapse /N of|by($KEEPERS):actor => COERCE 170 status=negated doubt
failure lapse /N cmpd($KEEPERS):actor => COERCE 170 status=negated doubt
failure lapse /N poss($KEEPERS):actor => COERCE 170 status=negated doubt
failure /N mod(power brake engine heart crop organ kidney liver) => none
absence /N of($COPS):actor => MOBILIZE/police 153 status=negated doubt
conspicuous /A subj($KEEPERS):actor by(absence) => MOBILIZE/police 153 status=negated

# -- stepping in
intervene act /V subj($KEEPERS):actor => COERCE 170 doubt
act /V on(tip tip-off information intelligence order complaint instruction warrant suspicion) => none
act /V subj($KEEPERS):actor as|like|with(mediator agent host guide deterrent escort) => none
step /V prt(in) subj($KEEPERS):actor => COERCE 170 doubt
action intervention /N cmpd($POLICE):actor against:recipient => COERCE 170
action /N mod(class legal military industrial) => none
take initiate /V subj($KEEPERS):actor obj(action stern_action step) against+:recipient => COERCE 170
take initiate /V subj! obj(action stern_action step) against($POLICE $SOLDIERS $REBELS $PROTESTERS $CROWD offender culprit perpetrator suspect):recipient => COERCE 170
respond /V subj($COPS officer):actor to(call plea appeal alarm complaint) => AID 074 doubt
operation drive /N subj($COPS):actor against+:recipient => COERCE 170
operation sweep /N mod(search) subj($KEEPERS):actor for! => COERCE/seize 171
operation sweep /N mod(combing cordon-and-search mopping-up) @BY => COERCE/seize 171

# -- arrests and custody
book nab collar /V subj:actor obj($PEOPLE):recipient under|for|in(act law section murder rioting arson offence offense charge case crime theft violation assault connection) => COERCE/arrest 173
book nab /V subj($POLICE):actor obj($PEOPLE):recipient => COERCE/arrest 173
pick /V prt(up) subj! obj($PEOPLE):recipient in|on|under|for(connection suspicion charge question questioning interrogation) => COERCE/arrest 173
hold /V subj! obj($PEOPLE):recipient in|on|for|under(connection suspicion questioning) => COERCE/arrest 173
take bring /V prt(in) subj:actor obj($PEOPLE):recipient for(questioning interrogation question) => COERCE/arrest 173
send /V subj:actor obj:recipient to(jail prison) => COERCE/arrest 173
remand /V subj:actor obj:recipient to|in($CUSTODY) => COERCE/arrest 173 legal
keep hold lodge detain /V subj:actor obj($PEOPLE):recipient in|at($CUSTODY) => COERCE/arrest 173
produce present /V subj:actor obj($PEOPLE):recipient before|in(court judge magistrate tribunal bench) => ACCUSE/allege 115 legal
bring /V subj:actor obj($PEOPLE):recipient before(court judge magistrate tribunal) => ACCUSE/allege 115 legal

# -- inquiries
register /V subj($COPS officer authority):actor obj(case fir criminal_case complaint first_information_report) against:recipient => ACCUSE/investigate 090 legal
register /V subj:actor obj(case criminal_case complaint) against+:recipient => ACCUSE/investigate 090 legal
lodge file /V subj($COPS officer):actor obj(case fir criminal_case complaint) against:recipient => ACCUSE/investigate 090 legal
summon /V subj($POLICE):actor obj:recipient => ACCUSE/investigate 090 legal
hunt /V subj($POLICE):actor for($OUTLAWS $REBELS):recipient => ACCUSE/investigate 090
hunt /V subj($POLICE):actor obj($OUTLAWS $REBELS):recipient => ACCUSE/investigate 090
search look /V subj($POLICE):actor for($OUTLAWS $REBELS):recipient => ACCUSE/investigate 090
manhunt /N for:recipient @BY => ACCUSE/investigate 090
manhunt /N in|of(film movie novel game book series) => none
hunt search /N for($OUTLAWS $REBELS):recipient @BY => ACCUSE/investigate 090

# -- searches
frisk /V @VT => COERCE/seize 171
frisk /V obj! => none
check search screen /V subj($KEEPERS):actor obj($CHECKED):recipient => COERCE/seize 171
search check /V subj($KEEPERS):actor obj! for(weapon arm explosive gun drug contraband bomb) => COERCE/seize 171
recover seize find /V subj($KEEPERS):actor obj(weapon arm gun rifle pistol revolver explosive ammunition grenade bomb sword cartridge detonator cache):recipient from|in|during => COERCE/seize 171
recover seize /V subj! obj(weapon arm gun rifle pistol revolver explosive ammunition grenade sword cartridge detonator cache):recipient => COERCE/seize 171
swoop /V prt?(down) subj($KEEPERS):actor on+:recipient => COERCE/seize 171

# -- closing
seal /V prt?(off) subj($KEEPERS):actor obj($PLACES $BUILDINGS premise complex shop room street square scene neighbourhood neighborhood):recipient => COERCE/restrict 191
seal /V prt?(off) subj! obj($PLACES $BUILDINGS premise complex street square):recipient => COERCE/restrict 191
barricade /V subj($KEEPERS):actor obj($PLACES $BUILDINGS complex street square):recipient => COERCE/restrict 191
erect put set install /V prt?(up) subj($KEEPERS):actor obj(barricade barrier roadblock checkpoint check-post checkpost cordon) => COERCE/restrict 191
throw /V subj($KEEPERS):actor obj(cordon ring) around:recipient => COERCE/restrict 191
order /N mod(prohibitory) head($IMPOSE_V issue be remain clamp promulgate invoke) @BY => COERCE/restrict 172
prevent stop intercept /V comp! subj($KEEPERS):actor obj($PROTESTERS $CROWD $CIVILIANS procession march convoy bus vehicle train):recipient => COERCE/restrict 172

# -- watch and guard
keep maintain mount /V subj($KEEPERS):actor obj(watch vigil lookout guard eye) on|over => MOBILIZE/police 151
monitor /V subj($KEEPERS):actor obj(situation movement area crowd protest demonstration) => MOBILIZE/police 151
vigil /N mod(strict tight security constant round-the-clock) => MOBILIZE/police 151
post /V obj($COPS $SOLDIERS personnel picket) => MOBILIZE/police 153 doubt
patrol patrolling /N mod(police army joint night foot) head(intensify step increase begin start conduct resume strengthen undertake) => MOBILIZE/troops 150
intensify increase strengthen step /V prt?(up) subj:actor obj(patrolling patrol surveillance vigil) => MOBILIZE/police 153
deployment /N mod(police security) @BY in|at|to:recipient => MOBILIZE/police 153
form make /V subj($KEEPERS):actor obj(ring cordon) around => MOBILIZE/police 153
guard /V subj($KEEPERS):actor obj($GUARDED $BUILDINGS $PLACES):recipient => MOBILIZE/police 153

# -- protection
protect guard safeguard shield /V subj($KEEPERS):actor obj($CIVILIANS $GUARDED life):recipient => AID 074
provide give /V subj($KEEPERS):actor obj(security protection escort police_protection cover) to|for:recipient iobj:recipient => AID 074
provide give /V subj! obj(police_protection security_cover police_escort) to|for:recipient iobj:recipient obj:recipient => AID 074
protection escort /N cmpd($POLICE):actor for|to|of:recipient => AID 074
escort /V subj($KEEPERS):actor obj:recipient => AID 074
shift move take evacuate escort /V subj:actor obj($PEOPLE family):recipient to($SAFETY) by => AID 074 human_security
shift escort /V subj($KEEPERS):actor obj($PEOPLE family):recipient to => AID 074 human_security
